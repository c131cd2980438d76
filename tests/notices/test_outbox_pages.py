"""The pages "Uitgaande mail": what left, what waits, what failed, and what is decided about it."""

import pytest
from django.urls import reverse

from accounts.mail_decisions import hold_outbox
from accounts.models import MailState, Outbox, OutboxDecision, OutgoingMail, User
from calendar_cfg.withholding import withheld_when
from institutions.actors import Actor
from institutions.enums import Role
from notices.collecting import collect
from notices.enums import NoticeState
from notices.kinds.answering import RequestReached
from notices.models import Notice
from notices.recipients import of_membership
from notices.telling import Told, tell
from tests.accounts.mail_server import mail_server
from tests.accounts.mails import SECRET, queue, states
from tests.browsing import logged_in
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.world import filed, on

HOME = "/beheer/mail/"


@pytest.fixture
def client(administrator):
    return logged_in(administrator)


def page_of(client, name="outbox", *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, follow=True).content.decode()


def group_keys(page):
    return sorted({part.split('"')[0] for part in page.split('name="group" value="')[1:]})


def withheld_notices(member, *, day, abouts):
    with on(day), withheld_when(late=True):
        tell(RequestReached, [Told(of_membership(member), about) for about in abouts])


def test_what_failed_shows_why_and_is_sent_again(client, db):
    queue("gone", "weg@example.be", subject="Uitnodiging")
    queue("fine", "goed@example.be")
    with mail_server(rcpt={"weg@example.be": "550 5.1.1 No such user"}):
        post(client, "outbox_now")
    page = page_of(client)
    assert "De mailserver weigert dit adres" in page
    assert "550 5.1.1 No such user" in page
    assert "weg@example.be" in page
    assert SECRET not in page
    gone = OutgoingMail.objects.get(key="gone")
    detail = page_of(client, "outbox_mail", gone.public_id)
    assert "550 5.1.1 No such user" in detail
    assert SECRET not in detail
    assert "1 bericht vertrekt." in post(client, "outbox_mail_send", gone.public_id)
    assert states() == {"gone": MailState.QUEUED, "fine": MailState.SENT}


def test_failed_mails_are_sent_or_dropped_together_by_reason(client, db):
    for number in range(3):
        queue(f"a:{number}")
    queue("other")
    OutgoingMail.objects.update(state=MailState.FAILED, fault="address")
    OutgoingMail.objects.filter(key="other").update(fault="content")
    assert group_keys(page_of(client)) == ["failed:address", "failed:content"]
    assert "3 berichten vertrekken." in post(client, "outbox_group_send", group="failed:address")
    confirm = client.get(reverse("outbox_group_drop"), {"group": "failed:content"})
    assert "Verstuur 1 bericht niet" in confirm.content.decode()
    post(client, "outbox_group_drop", group="failed:content")
    found = states()
    assert found.pop("other") == MailState.DROPPED
    assert set(found.values()) == {MailState.QUEUED}
    again = post(client, "outbox_group_drop", group="failed:content")
    assert "Er was niets meer te doen" in again
    decided = OutboxDecision.objects.values_list("act", "about", "mails")
    assert list(decided) == [("drop", "failed:content", 1), ("send", "failed:address", 3)]
    assert "De mailserver weigert wat in deze mail staat" in page_of(client)  # in the history


def test_withheld_mails_and_notices_are_decided_by_kind_and_day(client, mentor, year_2017):
    with withheld_when(late=True):
        queue("mail", kind="invitation")
    withheld_notices(mentor, day="2017-09-04", abouts=["1", "2"])
    withheld_notices(mentor, day="2017-09-05", abouts=["3"])
    keys = group_keys(page_of(client))
    assert keys[:2] == ["notice:request_reached:2017-09-04", "notice:request_reached:2017-09-05"]
    assert keys[2].startswith("withheld:invitation:")
    assert "2 berichten vertrekken." in post(client, "outbox_group_send", group=keys[0])
    confirm = client.get(reverse("outbox_group_drop"), {"group": keys[1]}).content.decode()
    assert "leest het wel op de pagina Berichten" in confirm
    post(client, "outbox_group_drop", group=keys[1])
    noticed = dict(Notice.objects.values_list("key", "state"))
    told = {key.split(":")[1]: state for key, state in noticed.items()}
    assert told["3"] == NoticeState.DROPPED
    assert {told["1"], told["2"]} == {NoticeState.WAITING}
    post(client, "outbox_group_send", group=keys[2])
    assert states() == {"mail": MailState.QUEUED}
    assert group_keys(page_of(client)) == []


def test_a_mail_that_waited_for_days_is_withheld_with_why_and_sent_from_the_page(
    client, coordinator, mentor, year_2017
):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-05"):
        collect()
    with on("2017-09-08"):
        post(client, "outbox_now")
        assert group_keys(page_of(client)) == ["withheld:digest:2017-09-05"]
        mail = OutgoingMail.objects.get()
        assert "Deze mail wachtte te lang" in page_of(client, "outbox_mail", mail.public_id)
        post(client, "outbox_group_send", group="withheld:digest:2017-09-05")
        post(client, "outbox_now")
    assert states() == {mail.key: MailState.SENT}


@pytest.mark.parametrize("group", ["", "x", "notice:x:y", "failed:nothing", "withheld::0000-00-00"])
def test_a_group_that_is_not_there_changes_nothing(client, db, group):
    queue()
    assert "niets meer" in post(client, "outbox_group_send", group=group)
    asked = client.get(reverse("outbox_group_drop"), {"group": group}, follow=True)
    assert asked.redirect_chain[0][0] == HOME
    assert states() == {"test:1": MailState.QUEUED}


def test_all_mail_is_held_with_a_reason_and_a_banner_until_released(client, coordinator, year_2017):
    queue()
    assert "Zeg waarom" in post(client, "outbox_hold", why=" ")
    post(client, "outbox_hold", why="Foute datum in de uitnodiging.")
    for page in (page_of(client), page_of(client, "dashboard"), page_of(client, "admin:index")):
        assert "Alle uitgaande mail wordt tegengehouden" in page
    assert "Foute datum in de uitnodiging." in page_of(client)
    assert "tegengehouden" not in page_of(logged_in(coordinator), "dashboard")
    post(client, "outbox_now")
    assert states() == {"test:1": MailState.QUEUED}
    assert "Mail vertrekt weer." in post(client, "outbox_release")
    post(client, "outbox_now")
    assert states() == {"test:1": MailState.SENT}
    assert "Alle uitgaande mail" not in page_of(client)


def test_a_refused_login_is_told_on_each_page_and_the_dashboard(client, db, year_2017):
    queue()
    with mail_server(login="535 5.7.8 wrong password"):
        post(client, "outbox_now")
    assert "De mailserver neemt geen mail aan" in page_of(client, "dashboard")
    page = page_of(client)
    assert "De mailserver weigert de aanmelding van lerarenstage." in page
    assert "535 5.7.8 wrong password" in page
    assert Outbox.objects.get().trouble_since


def test_one_mail_is_held_and_dropped(client, db):
    queue(kind="invitation")
    mail = OutgoingMail.objects.get()
    assert "1 bericht wordt tegengehouden." in post(client, "outbox_mail_hold", mail.public_id)
    assert "Verstuur deze mail niet" in page_of(client, "outbox_mail_drop", mail.public_id)
    post(client, "outbox_mail_drop", mail.public_id)
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (MailState.DROPPED, "")
    address = reverse("outbox_mail_drop", args=[mail.public_id])
    asked = queries_of(lambda: client.get(address))
    assert not [sql for sql in asked if sql.startswith("UPDATE") and "outgoingmail" in sql]
    assert client.get(address).url == HOME  # there is nothing to confirm any more


def test_the_outbox_asks_the_same_whatever_waits(client, mentor, year_2017, administrator: User):
    admin = Actor(user=administrator, role=Role.ADMIN)

    def grow(size: int) -> None:
        for number in range(OutgoingMail.objects.count() // 3, size):
            for state in (MailState.QUEUED, MailState.FAILED, MailState.WITHHELD):
                queue(f"{state}:{number}")
                OutgoingMail.objects.filter(key=f"{state}:{number}").update(
                    state=state, fault="address" if state == MailState.FAILED else ""
                )
        withheld_notices(mentor, day="2017-09-04", abouts=[str(n) for n in range(size)])
        hold_outbox(why="Zo.", actor=admin)

    check_growing_page("outbox", client, reverse("outbox"), grow=grow, limit=Limit.DASHBOARD)
    mail = OutgoingMail.objects.filter(state=MailState.FAILED)[0]
    detail = reverse("outbox_mail", args=[mail.public_id])
    check_page("outbox_mail", client, detail, limit=Limit.DETAIL)
    key = group_keys(page_of(client))[-1]
    asked = queries_of(lambda: client.post(reverse("outbox_group_send"), {"group": key}))
    check("outbox_group_send POST", asked, Limit.POST)


def test_the_administration_and_the_dashboard_lead_to_it(client, mentor, year_2017):
    withheld_notices(mentor, day="2017-09-04", abouts=["1", "2"])
    queue()
    OutgoingMail.objects.update(state=MailState.FAILED)
    board = page_of(client, "dashboard")
    assert f'<a href="{HOME}">Beslis over 3 tegengehouden of mislukte berichten</a>' in board
    for name in ("admin:index", "admin:accounts_outgoingmail_changelist"):
        assert f'href="{HOME}"' in page_of(client, name)
