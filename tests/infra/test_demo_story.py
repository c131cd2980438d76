"""The demo, as `make demo` loads it: what must hold holds, each role finds something to do."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from accounts.enums import MailFault
from accounts.models import MailState, Membership, OutgoingMail, User
from agreements.enums import AgreementStatus, DocumentKind, Party
from agreements.models import AgreementVersion, Clause, FrameworkAgreement, SignedUpload
from agreements.standing import standing_of
from agreements.waiting import waiting_for, without_agreement
from answer_links.enums import RegistrationState
from answer_links.models import SchoolRegistration
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from feeds.models import Feed
from institutions.actors import Actor
from intromoments.models import Intromoment
from lerarenstage import demo_messages
from lerarenstage.demo_world import FIRST_NUMBER, PASSWORD
from notices.withheld import withheld_notices
from placement_code import selectors as code
from placements.enums import PlacementPhase
from placements.models import Placement
from requests_app.enums import ProposalState
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from schedules.models import Approval, LessonHour, PlannedActivity, Visit
from tests.factories import actor_for

pytestmark = pytest.mark.django_db

DAY = date(2017, 9, 22)


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once; the tests here only read."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, PRACTICE_CLOCK_ALLOWED=True),
    ):
        assert "test" in str(connection.settings_dict["NAME"]), "never flush another database"
        call_command("load_demo", verbosity=0)
        try:
            yield
        finally:
            call_command("flush", interactive=False, verbosity=0)
            connections.close_all()


def actor(name: str) -> Actor:
    """Somebody of the demo, in the only role there."""
    return actor_for(Membership.objects.get(user__email=f"{name}@demo.example"))


def dashboard(name: str) -> str:
    """What somebody reads after logging in."""
    client = Client()
    assert client.login(username=f"{name}@demo.example", password=PASSWORD)
    return client.get("/start/").content.decode()


def told(name: str) -> str:
    """What somebody reads on the page Berichten."""
    client = Client()
    assert client.login(username=f"{name}@demo.example", password=PASSWORD)
    return client.get("/berichten/").content.decode()


def mails_to(address: str) -> list[OutgoingMail]:
    """The mails to an address, in the order in which they were made."""
    return list(OutgoingMail.objects.filter(to=address).order_by("pk"))


def stages(name: str) -> list[Placement]:
    """The stages that somebody sees."""
    return list(Placement.objects.visible_to(actor(name)).select_related("proposal__request"))


def missing(version: AgreementVersion) -> list[Party]:
    """Who has to sign a version yet."""
    return [place.party for place in standing_of(version).missing]


def test_all_that_must_hold_holds() -> None:
    assert clock.today() == DAY
    assert broken_invariants() == {}
    assert AgreementVersion.objects.count() == 6


def test_a_trainee_has_an_agreement_to_sign_and_a_planning() -> None:
    (stage,) = stages("stagiair")
    version = waiting_for(actor("stagiair")).get()
    assert (version.agreement.placement, missing(version)) == (stage, [Party.TRAINEE])
    planned = PlannedActivity.objects.standing().filter(schedule__placement=stage)
    assert {row.day.month for row in planned} == {10}
    assert planned.filter(day__week_day=7).count() == 1, "planned over the warning of a Saturday"
    assert Approval.objects.filter(schedule__placement=stage, void_at=None).count() == 1
    assert Intromoment.objects.visible_to(actor("stagiair")).get().day == date(2017, 10, 10)
    assert Feed.objects.get(revoked_at=None).user == actor("stagiair").user
    assert stage.school.name in dashboard("stagiair")


def test_a_school_has_requests_to_answer_papers_to_sign_and_a_vakmentor_to_name() -> None:
    mentor = actor("schoolmentor")
    assert mentor.school.number == FIRST_NUMBER  # type: ignore[union-attr]
    waiting = Proposal.objects.filter(school=mentor.school, state=ProposalState.OPEN)
    assert waiting.count() >= 2
    assert {row.institution.name for row in stages("schoolmentor")} == {
        "Demo-Hogeschool Noord",
        "Demo-Universiteit Zuid",
    }
    kinds = waiting_for(mentor).values_list("kind", flat=True)
    assert sorted(kinds) == [DocumentKind.FRAMEWORK, DocumentKind.FULL]
    assert LessonHour.objects.filter(school=mentor.school).count() == 7
    unguided = [
        (row.pk, subject)
        for row in stages("schoolmentor")
        for subject in row.proposal.lines.exclude(activity__subject=None)
        .values_list("activity__subject", flat=True)
        .distinct()
        if not row.guides.current().filter(subject=subject).exists()
    ]
    assert len(unguided) == 1


def test_a_vakmentor_guides_stages_and_has_a_planning_to_approve() -> None:
    assert len(stages("vakmentor")) == 2
    assert "1 planning wacht op uw goedkeuring" in dashboard("vakmentor")


def test_a_begeleider_guides_stages_and_marked_a_visit() -> None:
    seen = stages("begeleider")
    assert len(seen) >= 3
    assert Visit.objects.get().planned.schedule.placement in seen


def test_a_coordinator_has_answers_to_open_papers_to_sign_and_a_stage_to_look_again() -> None:
    coordinator, year = actor("coordinator"), AcademicYear.objects.get(start_year=2017)
    mine = Placement.objects.filter(proposal__request__institution=coordinator.institution)
    assert mine.filter(proposal__seen_at=None).exists()
    assert without_agreement(coordinator, year).exists()
    assert [missing(row) for row in waiting_for(coordinator)] == [[Party.INSTITUTION]]
    ended = [row for row in mine if row.phase_on(DAY) == PlacementPhase.CANCELLED]
    assert [row.request.state for row in ended] == ["cancelled"]
    assert not ended[0].request.follow_ups.exists()
    assert Clause.objects.filter(institution=coordinator.institution).count() == 2


def test_one_raamovereenkomst_holds_and_one_stage_falls_under_it() -> None:
    annex = AgreementVersion.objects.get(kind=DocumentKind.ANNEX)
    assert standing_of(annex).status == AgreementStatus.SIGNED
    holding = [
        row
        for row in FrameworkAgreement.objects.all()
        if not missing(row.agreement.versions.get(superseded_at=None))
    ]
    assert holding == [annex.under]
    assert SignedUpload.objects.filter(version=annex).exists(), "its trainee signed on paper"


def test_everybody_accepted_the_stagecode_until_a_new_version_asks_again() -> None:
    year = AcademicYear.objects.get(start_year=2017)
    people = [actor_for(member) for member in Membership.objects.select_related("user")]
    assert len(people) > 40
    assert [who for who in people if code.waiting_for(who, year)] == []
    with clock.believing(date(2018, 1, 8)):
        assert all(code.waiting_for(who, year) for who in people)


@pytest.mark.parametrize(
    ("name", "news"),
    [
        ("coordinator", "wil voortaan met lerarenstage werken"),
        ("begeleider", "aanvaardde"),
        ("schoolmentor", "weet dat het laat is"),
        ("vakmentor", "planning"),
        ("stagiair", "intromoment"),
        ("beheerder", "wil voortaan met lerarenstage werken"),
    ],
)
def test_everybody_is_told_something_new_since_the_last_look(name: str, news: str) -> None:
    assert "Sinds u het laatst keek" in dashboard(name)
    assert news in told(name)


def test_a_schoolmentor_was_mailed_all_that_waits_and_what_is_late() -> None:
    mail = mails_to("schoolmentor@demo.example")[-1]
    waiting = Proposal.objects.filter(school=actor("schoolmentor").school, state="open")
    references = [row.request.reference for row in waiting.select_related("request")]
    assert len(references) == 3
    assert all(reference in mail.body for reference in references)
    assert mail.body.count("/antwoord/") == 3
    assert waiting.filter(due_on__lt=DAY).count() == 2


def test_a_school_without_members_can_answer_from_its_mail_and_register() -> None:
    address = f"secretariaat{demo_messages.ANSWERS_BY_MAIL}@demo.example"
    asked, reminded = mails_to(address)
    assert asked.body != reminded.body
    path = re.search(r"/antwoord/\S+", reminded.body)
    assert path
    page = Client().get(path.group(0))
    assert page.status_code == 200
    assert "Nog 2 lesdagen" in reminded.body
    client = Client()
    client.force_login(actor("stagiair").user)
    mailbox = client.get("/postbus/", {"address": address}).content.decode()
    assert "wo 13 september 2017" in mailbox, "the day on which it was made, on the practice clock"
    assert not Membership.objects.filter(school__number=demo_messages.ANSWERS_BY_MAIL).exists()


def test_a_school_that_answered_by_mail_waits_for_a_coordinator() -> None:
    registration = SchoolRegistration.objects.get(state=RegistrationState.ASKED)
    assert registration.institution == actor("coordinator").institution
    assert registration.link.proposal.state == ProposalState.ACCEPTED
    assert registration.school.name in dashboard("coordinator")


def test_an_administrator_finds_a_failed_mail_and_what_was_told_too_late() -> None:
    failed = OutgoingMail.objects.filter(state=MailState.FAILED)
    assert {mail.fault for mail in failed} == {MailFault.UNWRITABLE}
    held = withheld_notices()
    assert {row.kind for row in held} == {"milestone_answer", "agreement_still_to_sign"}
    client = Client()
    client.force_login(User.objects.get(email="beheerder@demo.example"))
    page = client.get(reverse("outbox")).content.decode()
    assert failed[0].to in page
