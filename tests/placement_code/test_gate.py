"""Nobody acts before accepting the Stagecode; everybody reads; nothing typed is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory
from tests.placement_code.world import first, second
from tests.queries import queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
PROFILE = "/mijn-gegevens/"
TYPED = {"first_name": 'Cora "<b>', "last_name": "Nieuw & Co", "language": "nl"}
BANNER = "wacht op"


@pytest.fixture
def code(year_2017: AcademicYear) -> PlacementCode:
    """The version that holds in October 2017, and the next one."""
    second()
    return first()


def hidden_fields(html: str) -> list[tuple[str, str]]:
    """The fields that a page carries, as a browser would post them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return [(unescape(name), unescape(value)) for name, value in found]


def go_on(client: Client, answer, **ticks: str):
    """Press "Aanvaarden en verdergaan" on the page that was given."""
    html = answer.content.decode()
    (action,) = re.findall(r'<form method="post" action="([^"]+)"\s+novalidate>', html)
    data: dict[str, list[str]] = {}
    for name, value in hidden_fields(html):
        data.setdefault(name, []).append(value)
    ticked = {f"stagecode-{tick}": value for tick, value in ticks.items()}
    return client.post(unescape(action), {**data, **ticked})


def test_without_a_stagecode_nothing_is_asked_and_nothing_costs(
    year_2017: AcademicYear, coordinator: Membership
):
    client = logged_in(coordinator)
    asked = queries_of(lambda: client.get(PROFILE))
    asked += queries_of(lambda: client.post(PROFILE, TYPED))
    assert not [sql for sql in asked if "placement_code" in sql]
    assert User.objects.get(pk=coordinator.user.pk).last_name == "Nieuw & Co"


@on("2017-10-02")
def test_what_was_posted_waits_and_goes_on_after_accepting(
    code: PlacementCode, coordinator: Membership
):
    client = logged_in(coordinator)
    stopped = client.post(PROFILE, TYPED)
    assert stopped.status_code == 403
    assert "Aanvaard eerst de Stagecode" in stopped.content.decode()
    assert User.objects.get(pk=coordinator.user.pk).first_name == "Cora"
    assert not CodeAcceptance.objects.exists()

    half = go_on(client, stopped, person="on")
    assert half.status_code == 403
    assert "Vink aan dat u de Stagecode aanvaardt voor uw organisatie." in half.content.decode()
    assert not CodeAcceptance.objects.exists()

    done = go_on(client, half, person="on", organisation="on")
    assert done.status_code == 302
    user = User.objects.get(pk=coordinator.user.pk)
    assert (user.first_name, user.last_name) == ('Cora "<b>', "Nieuw & Co")
    assert [(a.user, a.code) for a in CodeAcceptance.objects.all()] == [(user, code)]
    (ours,) = OrganisationCodeAcceptance.objects.all()
    assert (ours.institution, ours.school, ours.user, ours.role, ours.year.name) == (
        *(coordinator.institution, None, user),
        *(Role.COORDINATOR, "2017-2018"),
    )
    assert client.post(PROFILE, {**TYPED, "first_name": "Weer"}).status_code == 302


@on("2017-10-02")
def test_lists_of_values_and_the_address_survive(code: PlacementCode, colleague: Membership):
    client = logged_in(colleague)
    stopped = client.post("/sjablonen/?jaar=2017-2018", {"pick": ["a\r\nb", "c"], "empty": ""})
    html = stopped.content.decode()
    assert 'action="/sjablonen/?jaar=2017-2018"' in html
    assert hidden_fields(html)[-3:] == [("pick", "a\r\nb"), ("pick", "c"), ("empty", "")]
    assert "stagecode-organisation" not in html


@on("2017-10-02")
def test_files_and_passwords_are_not_carried_and_that_is_said(
    code: PlacementCode, colleague: Membership
):
    client = logged_in(colleague)
    told = "geef dat daarna opnieuw"
    assert told not in client.post(PROFILE, TYPED).content.decode()
    with_file = client.post(PROFILE, {"scan": SimpleUploadedFile("scan.pdf", b"geheim-bestand")})
    assert told in with_file.content.decode()
    with_password = client.post(PROFILE, {"password": "geheim-woord"}).content.decode()
    assert told in with_password
    assert "geheim-woord" not in with_password


@on("2017-10-02")
def test_everybody_reads_and_is_told(code: PlacementCode, subject_mentor: Membership):
    client = logged_in(subject_mentor)
    page = client.get(reverse("school_data"))
    assert page.status_code == 200
    assert "Versie 1 van de Stagecode wacht op uw aanvaarding" in page.content.decode()
    assert BANNER not in Client().get("/woordenlijst/").content.decode()


@on("2017-10-02")
def test_logging_out_language_year_and_organisation_are_free(
    code: PlacementCode, coordinator: Membership
):
    other = MentorFactory(user=coordinator.user)
    client = logged_in(coordinator)
    posts = [
        (reverse("set_language"), {"language": "en"}),
        (reverse("choose_year"), {"jaar": "2017-2018"}),
        (reverse("switch_membership"), {"membership": str(other.public_id)}),
        (reverse("account_change_password"), {}),
        (reverse("account_logout"), {}),
    ]
    for address, data in posts:
        assert client.post(address, data).status_code in (200, 302), address
    assert not CodeAcceptance.objects.exists()


@on("2017-10-02")
def test_an_administrator_accepts_on_the_site_and_is_free_in_the_administration(
    code: PlacementCode, administrator: User
):
    client = logged_in(administrator)
    assert client.post(PROFILE, TYPED).status_code == 403
    saved = client.post(
        reverse("admin:accounts_user_add"),
        {"email": "nieuw@example.be", "language": "nl", "usable_password": "false"},
    )
    assert saved.status_code != 403
    assert client.post(PROFILE, {**TYPED, **accepting(code)}).status_code == 302


def accepting(code: PlacementCode, *ticks: str) -> dict[str, str]:
    """What accepts a version."""
    fields = dict.fromkeys((f"stagecode-{tick}" for tick in ("person", *ticks)), "on")
    return {"stagecode-version": str(code.public_id), **fields}


def test_a_new_version_asks_again_from_its_day(code: PlacementCode, colleague: Membership):
    with on("2018-01-07", 23):
        client = logged_in(colleague)
        assert client.post(PROFILE, {**TYPED, **accepting(code)}).status_code == 302
        assert BANNER not in client.get(PROFILE).content.decode()
        assert "Versie 2 geldt vanaf" in client.get("/stagecode/").content.decode()
    with on("2018-01-08", 0):
        assert BANNER in client.get(PROFILE).content.decode()
        stopped = client.post(PROFILE, TYPED)
        html = stopped.content.decode()
        assert stopped.status_code == 403
        assert "Wat er veranderde sinds versie 1" in html
        assert '<ins lang="nl">De school nodigt uit.</ins>' in html
        old = client.post(PROFILE, {**TYPED, **accepting(code)})
        assert old.status_code == 403
        assert "Intussen geldt een andere versie" in old.content.decode()
        assert go_on(client, old, person="on").status_code == 302
    assert CodeAcceptance.objects.filter(user=colleague.user).count() == 2


@on("2017-10-02")
def test_one_responsible_person_accepts_for_all_and_for_one_year(
    code: PlacementCode, mentor: Membership, subject_mentor: Membership
):
    second_mentor = MentorFactory(school=mentor.school)
    assistant = MentorFactory(school=mentor.school, handles_requests=False)
    for who in (subject_mentor, assistant):
        sent = {**TYPED, **accepting(code, "organisation")}
        assert logged_in(who).post(PROFILE, sent).status_code == 302
    assert not OrganisationCodeAcceptance.objects.exists()
    for who in (mentor, second_mentor):
        sent = {**TYPED, **accepting(code, "organisation")}
        assert logged_in(who).post(PROFILE, sent).status_code == 302
    (ours,) = OrganisationCodeAcceptance.objects.all()
    assert (ours.school, ours.user) == (mentor.school, mentor.user)

    client = logged_in(second_mentor)
    AcademicYear.objects.create(
        start_year=2018, first_school_day="2018-09-03", last_school_day="2019-06-28"
    )
    assert BANNER not in client.get(PROFILE).content.decode()
    html = client.get(PROFILE + "?jaar=2018-2019").content.decode()
    assert f"wacht op de aanvaarding voor {mentor.school}, voor 2018-2019" in html


def test_a_year_that_is_over_asks_nothing_of_an_organisation(
    code: PlacementCode, coordinator: Membership
):
    AcademicYear.objects.create(
        start_year=2018, first_school_day="2018-09-03", last_school_day="2019-06-28"
    )
    with on("2018-10-01"):
        client = logged_in(coordinator)
        html = client.post(PROFILE + "?jaar=2017-2018", TYPED).content.decode()
        assert "Ik aanvaard ze ook voor" not in html
        html = client.post(PROFILE + "?jaar=2018-2019", TYPED).content.decode()
        assert "Ik aanvaard ze ook voor Hogeschool Eigen, voor 2018-2019" in html


@on("2017-10-02")
def test_who_accepted_costs_no_query_any_more(code: PlacementCode, coordinator: Membership):
    client = logged_in(coordinator)
    client.post(PROFILE, {**TYPED, **accepting(code, "organisation")})
    asked = queries_of(lambda: client.get(PROFILE))
    asked += queries_of(lambda: client.post(PROFILE, TYPED))
    assert not [sql for sql in asked if "placement_code" in sql]


@on("2017-10-02")
def test_a_colleague_who_accepted_meanwhile_takes_the_banner_away(
    code: PlacementCode, coordinator: Membership
):
    other = MembershipFactory(institution=coordinator.institution)
    client = logged_in(other)
    client.post(PROFILE, {**TYPED, **accepting(code)})
    assert CodeAcceptance.objects.filter(user=other.user).count() == 0
    logged_in(coordinator).post(PROFILE, {**TYPED, **accepting(code, "organisation")})
    assert client.post(PROFILE, {**TYPED, **accepting(code)}).status_code == 302
    assert BANNER not in client.get(PROFILE).content.decode()


@on("2017-10-02")
def test_a_post_without_csrf_token_accepts_nothing(code: PlacementCode, colleague: Membership):
    client = Client(enforce_csrf_checks=True)
    client.force_login(colleague.user)
    refused = client.post(PROFILE, {**TYPED, **accepting(code)})
    assert refused.status_code == 403
    assert not CodeAcceptance.objects.exists()
    page = client.get(reverse("accept_code")).content.decode()
    sent = dict(hidden_fields(page)) | accepting(code)
    assert client.post(reverse("accept_code"), sent).status_code == 302
    assert CodeAcceptance.objects.get().user == colleague.user
