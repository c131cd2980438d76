"""What follows a yes, in a real browser: who guides, a signature, a lesson, an approval.

The demo begins before any request; the one stage of the story is made by the services.
"""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from accounts.models import Membership
from agreements.models import AgreementVersion
from agreements.standing import standing_of
from calendar_cfg.models import AcademicYear
from calendar_cfg.practice import move_clock
from institutions.actors import SYSTEM
from institutions.models import Subject
from placements.models import Placement
from requests_app.invariants import broken_invariants
from requests_app.models import Trainee
from schedules.models import Approval, PlannedActivity
from tests.browser.people import Person
from tests.browser.site import Site
from tests.placements.world import new_placement

HERFST, LESSON_DAY = "2017-10-31", "2017-10-17"
CHOSEN = "Nederlands"


@pytest.fixture(scope="module")
def begins_on() -> date:
    """Schools offer and templates are there; nothing is filed."""
    return date(2017, 6, 1)


@pytest.fixture
def stage(site: Site) -> Placement:
    """The demo's trainee at the demo's school, over herfst; the coordinator read the answer."""
    move_clock(to=date(2017, 9, 5), actor=SYSTEM)
    return new_placement(
        Membership.objects.get(user__email="coordinator@demo.example"),
        Membership.objects.get(user__email="schoolmentor@demo.example"),
        AcademicYear.objects.get(start_year=2017),
        subject=Subject.objects.get(name=CHOSEN),
        trainee=Trainee.objects.get(user__email="stagiair@demo.example"),
        period_start=date(2017, 10, 16),
        period_end=date(2017, 11, 17),
    )


def test_from_a_vakmentor_to_an_approved_lesson(
    site: Site, chromium: Browser, stage: Placement
) -> None:
    address = reverse("placement", args=[stage.public_id])
    mentor = Person(site, chromium, "schoolmentor", width=320)
    coordinator = Person(site, chromium, "coordinator")
    trainee = Person(site, chromium, "stagiair", width=320)
    vakmentor = Person(site, chromium, "vakmentor")
    a_vakmentor_is_assigned(mentor, address)
    the_agreement_is_made(coordinator, address)
    version = AgreementVersion.objects.get(agreement__placement=stage)
    signs(coordinator, site, "Wacht op de handtekening van de stagiair en de stageplaats.")
    trainee.choose_from_menu("Overeenkomsten")
    trainee.follow("Demo-Noord-01", part="main table")
    signs(trainee, site, "Wacht op de handtekening van de stageplaats.")
    assert standing_of(version).signed_count == 2
    a_lesson_is_planned(trainee, address)
    the_planning_is_approved(vakmentor)
    assert Approval.objects.get(schedule__placement=stage, void_at=None).subject.name == CHOSEN
    assert broken_invariants() == {}
    for person in (mentor, coordinator, trainee, vakmentor):
        assert person.complaints == []
        person.context.close()


def a_vakmentor_is_assigned(mentor: Person, address: str) -> None:
    """On a phone, from the page of the stage."""
    page = mentor.at(address)
    mentor.follow("Vakmentor")
    page.get_by_role("group", name=CHOSEN).get_by_label("Demo Vakmentor").check()
    mentor.press("Vakmentoren bewaren")
    expect(page.locator("main")).to_contain_text("Bewaard wie deze stage begeleidt.")


def the_agreement_is_made(coordinator: Person, address: str) -> None:
    """Of what was agreed, with the vakmentor in it."""
    page = coordinator.at(address)
    coordinator.follow("De stageovereenkomst maken")
    coordinator.press("Maak de stageovereenkomst")
    expect(page.locator("main")).to_contain_text("Demo Vakmentor")


def signs(person: Person, site: Site, then: str) -> None:
    """Read, give the password once more, agree, sign; what the agreement waits for then."""
    person.follow("Lezen en ondertekenen")
    site.prove(person.page)
    person.press("Ondertekenen")
    person.sees("Vink aan dat u de overeenkomst las en akkoord gaat.")
    person.page.get_by_label("Ik las de stageovereenkomst en ga akkoord.").check()
    person.press("Ondertekenen")
    expect(person.page.locator("main")).to_contain_text(then)


def a_lesson_is_planned(trainee: Person, address: str) -> None:
    """On a phone: refused in herfst, with what was typed kept; then on a day with school."""
    page = trainee.at(address)
    trainee.follow("Bekijk en wijzig de stageplanning")
    trainee.follow("Activiteit plannen")
    page.get_by_label("Dag", exact=True).fill(HERFST)
    page.get_by_label("Van lesuur").select_option(index=2)
    page.get_by_label("Klas").fill("3A")
    trainee.press("Inplannen")
    trainee.sees("Herfstvakantie")
    assert not PlannedActivity.objects.exists()
    page.get_by_label("Dag", exact=True).fill(LESSON_DAY)
    trainee.press("Inplannen")
    expect(page.locator("main")).to_contain_text("3A")
    planned = PlannedActivity.objects.get()
    assert (planned.day, planned.class_name) == (date.fromisoformat(LESSON_DAY), "3A")


def the_planning_is_approved(vakmentor: Person) -> None:
    """From the dashboard, where it waits."""
    page = vakmentor.at("/start/")
    vakmentor.follow("1 planning wacht op uw goedkeuring")
    vakmentor.press(f"Planning goedkeuren: {CHOSEN}")
    expect(page.locator("main")).to_contain_text("Goedkeuring intrekken")
