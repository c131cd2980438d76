"""A phase opens, and what is told of it reaches its reader, once, whatever goes away on the way.

Real workers, beats and Redis, and a mail server; the waits of the outbox pass fast. The process of
the test is the web server (trust.md, 2 to 6).
"""

import shutil
import threading
from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import MailState, Membership, OutgoingMail, User
from calendar_cfg import clock
from calendar_cfg.enums import EffectState
from calendar_cfg.models import AcademicYear, EffectEntry, Heartbeat, PracticeClock
from institutions.models import Subject
from notices.collecting import due_now
from notices.enums import NoticeState
from notices.models import Addressee, Notice, Round
from requests_app.enums import Onward, ProposalState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from tests.accounts.mail_server import MailServer, listening
from tests.accounts.mails import queue
from tests.answer_links.world import NO, YES, fields
from tests.broker.programs import PATIENCE_SECONDS, Program, Redis, beat, worker
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory, SubjectFactory
from tests.requests_app.world import filed, on

pytestmark = [
    pytest.mark.broker,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server here"),
]

AN_HOUR_IN_SIX_SECONDS = str(1 / 600)
TRIES_IN_AN_HOUR = 10
"""The mail server is tried at 0, 1, 3, 8, 18, 28, 38, 48, 58 and 68 minutes."""


def message_ids() -> set[str]:
    """The Message-ID of each mail that was ever queued."""
    ids = OutgoingMail.objects.values_list("public_id", flat=True)
    return {f"<{public_id}@localhost>" for public_id in ids}


def assert_told_once(server: MailServer, *, lost_in_the_call: int = 0) -> None:
    """Every message arrived, once; only what was inside the SMTP call when its worker died twice.

    What a notice says stands in its own mail and in no other, and nobody had two mails on a day.
    """
    times = server.arrived
    assert times.keys() == message_ids()
    assert Counter(times.values()) == Counter(
        {1: len(times) - lost_in_the_call} | ({2: lost_in_the_call} if lost_in_the_call else {})
    )
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert not Notice.objects.filter(state=NoticeState.WAITING).exists()
    mailed = Notice.objects.filter(state=NoticeState.MAILED).select_related("mail", "request")
    days: dict[tuple[int, date], set[int | None]] = {}
    for notice in mailed:
        assert notice.mail is not None
        assert notice.settled_at is not None
        assert notice.request is None or notice.request.reference in notice.mail.body
        day = notice.settled_at.astimezone(clock.BRUSSELS).date()
        days.setdefault((notice.addressee_id, day), set()).add(notice.mail_id)
    assert {len(mails) for mails in days.values()} == {1}
    made = Addressee.objects.filter(mails_made__gt=0)
    assert sum(made.values_list("mails_made", flat=True)) == len(days)
    assert broken_invariants() == {}


# --- A worker that comes late and dies, and a mail server that is away ---


def test_a_killed_worker_and_a_mail_server_that_is_away_an_hour_lose_and_double_nothing(
    environment: dict[str, str],
    web: None,
    held: list[PlacementRequest],
    mentor: Membership,
    administrator: User,
    tmp_path: Path,
) -> None:
    PracticeClock.objects.update(believed_date=date(2017, 6, 19))  # the release was on the 15th
    inside, dead = threading.Event(), threading.Event()

    def keep_the_seventh(number: int) -> None:
        if number == 7:
            inside.set()
            dead.wait(PATIENCE_SECONDS)

    server = MailServer(on_taken=keep_the_seventh)
    queue_together(range(30))
    with ExitStack() as stack:
        with listening(server) as port:
            environment |= {
                "EMAIL_URL": f"smtp://127.0.0.1:{port}",
                "MAIL_TIME_SCALE": AN_HOUR_IN_SIX_SECONDS,
                "SWEEP_SECONDS": "0.5",
            }
            first = worker(environment, stack)
            assert inside.wait(PATIENCE_SECONDS), first.said
            first.kill()
            dead.set()
            second = worker(environment, stack)
            second.wait_for("is made known")  # it catches up at its start, without beat
            server.wait_until(lambda: len(server.arrived) == 30)
            beat(environment, stack, tmp_path, "one")
            second.wait_until_done("collect_notices")
            second.wait_until_done("send_outgoing_mail")
        assert_released_once(held)
        assert_withheld(mentor)
        while_the_mail_server_is_away(second, logged_in(administrator))
        with listening(server, port):
            expected = 30 + TRIES_IN_AN_HOUR + 1
            server.wait_until(lambda: len(server.arrived) == expected)
    assert {s: n for s, n in Counter(server.subjects).items() if n > 1} == {"Mail 6": 2}
    assert_told_once(server, lost_in_the_call=1)
    made_meanwhile = OutgoingMail.objects.exclude(key__in=[f"m:{n}" for n in range(30)])
    assert set(made_meanwhile.values_list("attempts", flat=True)) == {1}


def queue_together(numbers: range) -> None:
    """Queue mails in one transaction, which wakes a worker once."""
    with transaction.atomic():
        for number in numbers:
            queue(f"m:{number}", f"m{number}@example.be", subject=f"Mail {number}")


def assert_released_once(requests: list[PlacementRequest]) -> None:
    """The effect is done, and each request lies with its school once, waiting."""
    entry = EffectEntry.objects.get(effect="release_held_requests")
    assert (entry.state, entry.outcome["looking"]) == (EffectState.DONE, len(requests))
    states = Proposal.objects.filter(request__in=requests).values_list("state", flat=True)
    assert list(states) == [ProposalState.OPEN] * len(requests)


def assert_withheld(mentor: Membership) -> None:
    """It came four days late, so nobody was mailed about it."""
    reached = Notice.objects.filter(kind="request_reached", membership=mentor)
    assert list(reached.values_list("state", flat=True)) == [NoticeState.WITHHELD] * 3
    assert not OutgoingMail.objects.exclude(kind="").exists()


def while_the_mail_server_is_away(works: Program, administrator: Client) -> None:
    """Mails are made all the time, and an administrator has those sent that were withheld."""
    for tries in range(1, TRIES_IN_AN_HOUR + 1):
        queue_together(range(100 + tries, 101 + tries))
        works.wait_for(f"fault=server tries={tries}\n")
        if tries == 1:
            group = "notice:request_reached:2017-06-19"
            answer = administrator.post(reverse("outbox_group_send"), {"group": group}, follow=True)
            assert "3 berichten vertrekken." in answer.content.decode()


# --- Two workers, two beats, and a Redis that is away while fifty schools answer ---


@pytest.fixture
def fifty(year_2017: AcademicYear) -> list[Membership]:
    """Five schools with ten requests each of a hogeschool of their own, filed before the release.

    Mentors want to hear of requests alone. A sixth school will not answer its one request.
    """
    subject: Subject = SubjectFactory(name="Frans")
    mentors: list[Membership] = [MentorFactory() for _school in range(6)]
    with on("2017-06-06"):
        for mentor, count in zip(mentors, (10, 10, 10, 10, 10, 1), strict=True):
            coordinator = MembershipFactory()
            for _request in range(count):
                filed(coordinator, mentor, year_2017, subject=subject, onward=Onward.AUTOMATIC)
    Addressee.objects.bulk_create(
        [Addressee(user=mentor.user, switched_off=["phase_opened"]) for mentor in mentors]
    )
    PracticeClock.objects.create(believed_date=date(2017, 6, 14), set_at=clock.real_now())
    return mentors


def test_two_workers_and_two_beats_do_once_what_redis_lost_while_fifty_answered(
    environment: dict[str, str], web: None, redis: Redis, fifty: list[Membership], tmp_path: Path
) -> None:
    server = MailServer()
    with ExitStack() as stack:
        port = stack.enter_context(listening(server))
        environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "SWEEP_SECONDS": "2"}
        works = [worker(environment, stack) for _ in range(2)]
        for each in works:
            each.wait_for("celery@")
        beats = [beat(environment, stack, tmp_path, name) for name in ("one", "two")]
        works[0].wait_until_done("open_and_close_phases")
        works[0].wait_until_done("open_and_close_phases")  # beat asks for it, a day too early
        assert not Proposal.objects.exists()
        PracticeClock.objects.update(believed_date=date(2017, 6, 15))
        server.wait_until(lambda: len(server.taken) == 6)
        assert_released_once(list(PlacementRequest.objects.all()))
        answer_while_it_is_away(redis, fifty)
        colleagues, coordinators = 1 + 5, 5
        server.wait_until(lambda: len(server.taken) == 6 + colleagues + coordinators)
        for day in (13, 14):  # three lesdagen before the answer is due, and the day after
            PracticeClock.objects.update(believed_date=date(2017, 9, day))
            settle(works[0], date(2017, 9, day))
    assert_told_once(server)
    assert_done_once()
    for program in works + beats:
        assert program.has_said("succeeded" if program in works else "Sending due task")


def answer_while_it_is_away(redis: Redis, mentors: list[Membership]) -> None:
    """Fifty answers, two of each school after the request went to a colleague; no page fails."""
    proposals = {mentor: list(proposals_of(mentor)) for mentor in mentors[:5]}
    first = logged_in(mentors[0])
    hand_on(first, proposals[mentors[0]][0])  # by now there is a connection that is lost
    redis.kill()
    for mentor in mentors[:5]:
        client = logged_in(mentor)
        hand_on(client, proposals[mentor][-1])
        for number, proposal in enumerate(proposals[mentor]):
            data = fields(proposal, NO if number < 2 else YES) | {"bevestigen": "1"}
            answer = client.post(reverse("answer_proposal", args=[proposal.public_id]), data)
            assert answer.status_code == 302, answer.content.decode()
    redis.start()


def proposals_of(mentor: Membership) -> list[Proposal]:
    return list(Proposal.objects.filter(school=mentor.school).order_by("pk"))


def hand_on(client: Client, proposal: Proposal) -> None:
    """Pass a request on to a colleague, who gets a mail at once."""
    data = {"email": f"collega{proposal.pk}@school.example", "note": ""}
    answer = client.post(reverse("hand_on_proposal", args=[proposal.public_id]), data)
    assert answer.status_code == 302, answer.content.decode()


def settle(works: Program, day: date) -> None:
    """Wait until the round of a day is done, and nothing of it waits that can leave that day."""
    for _collected in range(PATIENCE_SECONDS):
        works.wait_until_done("collect_notices")
        waiting = OutgoingMail.objects.exclude(state=MailState.SENT)
        due = due_now(clock.now(), clock.real_now())
        if Round.objects.filter(day=day, done_at__isnull=False) and not (due or waiting):
            return
    raise AssertionError(f"{day} is never over: {waiting}, {due}")


def assert_done_once() -> None:
    """Each effect, each round, and the reminder of the one that did not answer."""
    effects = EffectEntry.objects.values_list("state", "attempts")
    assert set(effects) == {(EffectState.DONE, 1)}
    assert not Round.objects.filter(done_at=None).exists()
    assert Heartbeat.objects.exists()
    assert Notice.objects.get(kind="answer_due_soon").state == NoticeState.MAILED
    answers = Notice.objects.filter(kind__in=["answer_accepted", "answer_refused"])
    assert list(answers.values_list("state", flat=True)) == [NoticeState.MAILED] * 50
