"""The matching of 2017-2018 in a real browser, as administrator, coordinator and mentor.

Beat is down in June: an administrator matches by hand, looks, locks, matches again, and makes it
known on the day that schools can answer. One story, by clicking what a person would click; each
page that is passed is looked at with axe, at both widths.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db.models import F
from playwright.sync_api import Browser, expect

from accounts.models import Membership
from calendar_cfg.models import PracticeClock
from institutions.enums import EducationForm
from institutions.models import Offer
from lerarenstage.celery import app
from matching.continuing import continue_matching
from matching.enums import LockKind, ResultStatus, RunState
from matching.models import MatchingResult, MatchingRun, PairLock
from matching.publishing import publish_by_itself
from requests_app.enums import Onward, ProposalState, RequestState, Route
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from requests_app.widen import change_wishes
from tests.browser.people import Person
from tests.browser.site import Site, heading
from tests.factories import actor_for

NOWHERE = [EducationForm.KSO]
"""No school of the demo offers Nederlands in it."""


@pytest.fixture(scope="module")
def begins_on() -> date:
    """Requests are filed and held; no school can answer yet."""
    return date(2017, 6, 12)


@pytest.fixture(scope="module")
def people(site: Site, chromium: Browser) -> Iterator[dict[str, Person]]:
    """Administrator and coordinator at a desk, the mentor on a phone."""
    found = {
        "administrator": Person(site, chromium, "beheerder"),
        "coordinator": Person(site, chromium, "coordinator"),
        "mentor": Person(site, chromium, "schoolmentor", width=320),
    }
    yield found
    for person in found.values():
        person.context.close()


@pytest.fixture(scope="module")
def without_place(site: Site) -> list[PlacementRequest]:
    """Two requests whose wishes no school meets: one goes on by itself, one wants to choose.

    There are places enough, so that it is their wishes that keep them out.
    """
    Offer.objects.update(places=F("places") + 2)
    coordinator = Membership.objects.get(user__email="coordinator@demo.example")
    rows = PlacementRequest.objects.filter(
        institution=coordinator.institution,
        state=RequestState.SUBMITTED,
        route=Route.WISHES,
        activities__subject__name="Nederlands",
    )
    found = list(rows.order_by("pk").distinct()[:2])
    for request, onward in zip(found, (Onward.AUTOMATIC, Onward.ASK), strict=True):
        change_wishes(
            request_pk=request.pk,
            actor=actor_for(coordinator),
            education_forms=NOWHERE,
            may_split=False,
            onward=onward,
        )
    return found


@contextmanager
def nobody_works() -> Iterator[None]:
    """Tasks wait in the queue: no worker takes them."""
    app.conf.task_always_eager = False
    try:
        yield
    finally:
        app.conf.task_always_eager = True


def last_run() -> MatchingRun:
    """The run that was made last."""
    return MatchingRun.objects.without_files().latest("pk")


def placed_by_choice(run: MatchingRun) -> list[MatchingResult]:
    """Results of a run that could have been otherwise, in order of reference."""
    rows = run.results.filter(status=ResultStatus.PLANNED, is_fixed=False, subjects=[])
    return list(rows.select_related("request", "school").order_by("request__reference"))


@pytest.mark.usefixtures("without_place")
def test_1_an_administrator_starts_a_round_from_the_menu_and_leaves_it(
    people: dict[str, Person],
) -> None:
    administrator = people["administrator"]
    administrator.choose_from_menu("Matching")
    administrator.sees("Er is nog geen matchingronde voor dit jaar.")
    administrator.follow("Start een matchingronde")
    administrator.sees("Wat aanvaard is en wat bij een school ligt, blijft waar het is.")
    with nobody_works():
        administrator.press("Ronde starten")
        page = administrator.sees("U mag deze pagina verlaten.", "Hoe ver de ronde is")
    assert last_run().state == RunState.QUEUED
    continue_matching()
    expect(page.locator("h1")).to_have_text("Kijk deze matchingronde na")  # it renews itself
    administrator.sees("Wie kreeg welke voorkeur?", "zonder plaats")


def test_2_the_results_are_looked_through_and_pairs_locked(people: dict[str, Person]) -> None:
    administrator = people["administrator"]
    stays, goes = placed_by_choice(last_run())[:2]
    for result, button, confirmation in (
        (stays, "Vastzetten", "Zet vast"),
        (goes, "Verbieden", "Verbied"),
    ):
        administrator.at(f"/beheer/matching/{result.run.public_id}/")
        administrator.follow("Resultaten bekijken")
        page = administrator.sees("Wat u hier vastzet of verbiedt, telt vanaf de volgende ronde.")
        page.get_by_label("Kenmerk").fill(result.request.reference)
        administrator.press("Filter")
        page.get_by_role("checkbox", name=f"Kies {result.request.reference}").check()
        administrator.press(button)
        page.get_by_label("Waarom?").fill("Afgesproken aan de telefoon")
        administrator.sees(result.request.reference)
        administrator.press(confirmation)
        expect(page.locator("main")).to_contain_text(result.request.reference)
    kinds = dict(PairLock.objects.values_list("request", "kind"))
    assert kinds == {stays.request_id: LockKind.FIXED, goes.request_id: LockKind.FORBIDDEN}


def test_3_the_round_runs_again_and_the_two_are_compared(people: dict[str, Person]) -> None:
    administrator, before = people["administrator"], last_run()
    lock = PairLock.objects.get(kind=LockKind.FORBIDDEN)
    administrator.at(f"/beheer/matching/{before.public_id}/")
    administrator.follow("Opnieuw laten lopen")
    administrator.sees("met alles wat intussen vastgezet of verboden werd")
    administrator.press("Ronde starten")
    expect(administrator.page.locator("h1")).to_have_text("Kijk deze matchingronde na")
    assert last_run().based_on_id == before.pk
    administrator.choose_from_menu("Matching")
    administrator.follow("Twee rondes vergelijken")
    page = administrator.sees("Kies een ronde")
    page.get_by_label("Eerste ronde").select_option(str(before.public_id))
    page.get_by_label("Tweede ronde").select_option(str(last_run().public_id))
    administrator.press("Vergelijken")
    administrator.sees("Hoogstens te plaatsen", lock.request.reference)


def test_4_before_the_15th_it_cannot_be_made_known_and_on_the_15th_it_can(
    people: dict[str, Person],
) -> None:
    administrator, run = people["administrator"], last_run()
    address = f"/beheer/matching/{run.public_id}/"
    administrator.at(address)
    administrator.follow("Bekendmaken")
    administrator.sees("Bekendmaken kan nu niet.", "do 15 juni 2017")
    PracticeClock.objects.update(believed_date=date(2017, 6, 15))  # and no beat that sweeps
    administrator.at(address)
    administrator.follow("Bekendmaken")
    administrator.sees("Dit kan niet ongedaan gemaakt worden.")
    with nobody_works():
        administrator.press("Ja, maak bekend")
        page = administrator.sees("De voorstellen gaan naar de scholen.")
    publish_by_itself(run.pk)
    expect(page.locator("h1")).to_have_text("Deze matchingronde is bekendgemaakt")
    administrator.sees("zonder plaats")
    run.refresh_from_db()
    assert set(Proposal.objects.values_list("released_at", flat=True)) == {run.published_at}
    assert broken_invariants() == {}


def test_5_the_coordinator_reads_why_this_school(people: dict[str, Person]) -> None:
    coordinator = people["coordinator"]
    coordinator.choose_from_menu("Matching")
    coordinator.sees("Aan de school voorgelegd", "Zonder plaats")
    coordinator.follow("Vergelijk met andere lerarenopleidingen")
    coordinator.sees("Andere lerarenopleiding 1")
    rows = MatchingResult.objects.filter(
        status=ResultStatus.PUT_TO_SCHOOL, is_fixed=False, subjects=[]
    )
    placed = rows.filter(request__institution__short_name="Hogeschool Noord").earliest("pk")
    page = coordinator.at(f"/aanvragen/{placed.request.public_id}/")
    page.get_by_text(f"Waarom {placed.school}?").click()
    coordinator.sees("hoger")


def test_6_a_help_button_gives_a_place_to_who_had_none(
    people: dict[str, Person], without_place: list[PlacementRequest]
) -> None:
    coordinator, request = people["coordinator"], without_place[0]
    coordinator.choose_from_menu("Matching")
    coordinator.page.locator("tr").filter(has_text=request.reference).get_by_role("link").click()
    coordinator.sees("Geen plaats: geen enkele school past.", "Wat zou helpen?")
    coordinator.press("Aanvaard elke onderwijsvorm")
    coordinator.sees(f"{request.reference} aanvaardt nu elke onderwijsvorm.")
    request.refresh_from_db()
    assert request.state == RequestState.PROPOSED
    assert request.proposals.get().school.name in coordinator.page.locator("main").inner_text()


def test_7_who_wants_to_choose_compares_schools_and_takes_the_suggestion(
    people: dict[str, Person], without_place: list[PlacementRequest]
) -> None:
    coordinator, request = people["coordinator"], without_place[1]
    page = coordinator.at(f"/aanvragen/{request.public_id}/")
    coordinator.press("Aanvaard elke onderwijsvorm")
    coordinator.sees("De matching stelt", "voor.")
    suggested = MatchingResult.objects.get(request=request, status=ResultStatus.SUGGESTED)
    coordinator.follow("Bekijk de scholen die passen")
    coordinator.sees("passen helemaal", suggested.school.name)
    expect(page.get_by_role("group", name="Kaart met")).to_be_visible()
    for box in page.locator("input[name=vergelijk]").all()[:2]:
        box.check()
    coordinator.press("Vergelijk")
    coordinator.sees("2 scholen naast elkaar")
    coordinator.at(f"/aanvragen/{request.public_id}/")
    coordinator.press(f"Leg voor aan {suggested.school}")
    coordinator.sees(f"{request.reference} ligt nu bij {suggested.school}.")
    assert broken_invariants() == {}


def test_8_the_mentor_answers_one_on_a_phone_and_sees_how_full_the_school_is(
    people: dict[str, Person],
) -> None:
    mentor = people["mentor"]
    own = Proposal.objects.filter(
        state=ProposalState.OPEN, school__memberships__user__email="schoolmentor@demo.example"
    )
    proposal = own.filter(request__matching_results__isnull=False).earliest("pk")
    mentor.choose_from_menu("Te beantwoorden")
    mentor.sees(proposal.request.reference)
    mentor.follow(proposal.request.reference)
    mentor.press("Alles aanvaarden")
    for knows in mentor.page.locator("main").get_by_role("checkbox").all():
        knows.check()
    mentor.press("Bevestigen")
    expect(mentor.page.locator("h1")).to_have_text("Uw antwoord is bewaard")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    mentor.choose_from_menu("Hoe vol zijn wij?")
    mentor.sees("Aanvaard", "Wat zou één plaats meer brengen?")
    assert heading(mentor.page).startswith("Hoe vol is Demo-atheneum Gent in")
    assert broken_invariants() == {}
