"""2017-2018 walked in a real browser on the practice clock, as administrator, coordinator, mentor.

One story, in the order of the calendar, by clicking what a person would click.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from calendar_cfg.models import AcademicYear
from requests_app.enums import RequestState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from tests.browser.people import Person, live_on, press
from tests.browser.site import Site, heading

SCHOOL = "Demo-atheneum Gent"


@pytest.fixture(scope="module")
def begins_on() -> date:
    """The day before anything is possible."""
    return date(2017, 5, 1)


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


def test_1_before_2_may_the_school_reads_and_is_told_from_when(people: dict[str, Person]) -> None:
    text = people["mentor"].reads("/school/aanbod/?jaar=2017-2018")
    assert "di 2 mei 2017" in text
    assert people["mentor"].page.get_by_role("link", name="Aanbod wijzigen").count() == 0
    assert "di 2 mei 2017" in people["coordinator"].reads("/sjablonen/")


def test_2_on_2_may_the_school_says_what_it_offers(people: dict[str, Person]) -> None:
    live_on(people["administrator"], "2017-05-02")
    page = people["mentor"].at("/school/aanbod/wijzigen/")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Hoeveel stagiairs tegelijk").fill("5")
    page.locator("select[name$='subject']").first.select_option(label="Nederlands")
    for trimester, places in enumerate("211", start=1):
        page.locator(f"input[name$='-t{trimester}']").first.fill(places)
    press(page, "Aanbod bewaren")
    text = people["mentor"].reads("/school/aanbod/")
    assert "Nederlands" in text
    assert "Laatst bevestigd" in text


def test_3_the_coordinator_prepares_a_template_and_attaches_trainees(
    people: dict[str, Person],
) -> None:
    page = people["coordinator"].at("/sjablonen/nieuw/")
    page.get_by_label("Naam van het sjabloon").fill("Actieve stage T1")
    page.get_by_label("Opleiding", exact=True).select_option(index=1)
    page.get_by_label("Trimester 1").check()
    page.get_by_label("Eerste dag van de stageperiode").fill("2017-10-16")
    page.get_by_label("Laatste dag van de stageperiode").fill("2017-10-27")
    for number, subject in enumerate(["Nederlands", "Frans"]):
        page.locator(f"select[name='lines-{number}-kind']").select_option(label="Actieve stage")
        page.locator(f"select[name='lines-{number}-subject']").select_option(label=subject)
        page.locator(f"input[name='lines-{number}-hours']").fill("10")
        if number == 0:
            press(page, "Voeg een activiteit toe")
    press(page, "Sjabloon bewaren")
    expect(page.locator("h1")).to_contain_text("Actieve stage T1")
    page.get_by_role("link", name="Stagiairs koppelen").first.click()
    for box in page.locator("tbody input[type=checkbox]").all()[:2]:
        box.check()
    press(page, "Stagiairs koppelen")
    drafts = PlacementRequest.objects.filter(template__name="Actieve stage T1")
    assert [draft.state for draft in drafts] == [RequestState.DRAFT] * 2


def requests() -> list[PlacementRequest]:
    """The two requests of the story, in order."""
    return list(
        PlacementRequest.objects.filter(template__name="Actieve stage T1", parent=None).order_by(
            "pk"
        )
    )


def test_4_before_1_june_filing_is_refused_with_the_date(people: dict[str, Person]) -> None:
    page = people["coordinator"].page
    for request in requests():
        people["coordinator"].at(f"/aanvragen/{request.public_id}/school/")
        page.get_by_label("Rechtstreeks naar één school").check()
        page.get_by_label("Zoek een school op naam").fill(SCHOOL)
        press(page, "Zoek")
        page.get_by_role("button", name=f"Kies {SCHOOL}").first.click()
        press(page, "Bewaren en verder")
        text = people["coordinator"].reads(f"/aanvragen/{request.public_id}/nakijken/")
        assert SCHOOL in text
        assert "do 1 juni 2017" in text


def test_5_on_1_june_requests_are_filed_and_the_school_sees_nothing(
    people: dict[str, Person],
) -> None:
    live_on(people["administrator"], "2017-06-01")
    page = people["coordinator"].page
    for request in requests():
        people["coordinator"].at(f"/aanvragen/{request.public_id}/nakijken/")
        press(page, "Indienen")
        expect(page.locator("main")).to_contain_text("do 15 juni 2017")
    inbox = people["mentor"].reads("/postvak/")
    assert not any(request.reference in inbox for request in requests())
    assert "do 15 juni 2017" in inbox


def test_6_on_15_june_they_reach_the_school_together(people: dict[str, Person]) -> None:
    live_on(people["administrator"], "2017-06-15")
    inbox = people["mentor"].reads("/postvak/")
    assert all(request.reference in inbox for request in requests())
    assert "ma 18 september 2017" in inbox


def test_7_a_mentor_accepts_on_a_phone_in_three_clicks(people: dict[str, Person]) -> None:
    live_on(people["administrator"], "2017-09-05")
    request = requests()[0]
    page = people["mentor"].at("/postvak/")
    page.get_by_role("link", name=request.reference).click()
    press(page, "Alles aanvaarden")
    knows = page.get_by_role("checkbox")
    if knows.count():  # Frans is not in the offer: told before, and wanted
        knows.first.check()
    page.locator("main button.btn-primary").first.click()
    expect(page.locator("h1")).to_contain_text("Uw antwoord is bewaard")
    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED


def test_8_the_other_is_accepted_partly_with_a_reason(people: dict[str, Person]) -> None:
    request = requests()[1]
    page = people["mentor"].at("/postvak/")
    page.get_by_role("link", name=request.reference).click()
    page.get_by_role("link", name="Per activiteit antwoorden").click()
    groups = page.get_by_role("group", name="Uw antwoord")
    groups.nth(0).get_by_label("Aanvaarden").check()
    groups.nth(1).get_by_label("Weigeren").check()
    press(page, "Verder naar nakijken")
    expect(page.locator("main")).to_contain_text("reden")  # the reason is missing: asked
    page.locator("select[name$='reason']:visible").last.select_option(
        label="Geen mentor voor dit vak"
    )
    press(page, "Verder naar nakijken")
    page.locator("main button.btn-primary").first.click()
    expect(page.locator("h1")).to_contain_text("Uw antwoord is bewaard")
    request.refresh_from_db()
    assert request.state == RequestState.PARTIALLY_ACCEPTED


def test_9_the_coordinator_reads_the_answer_and_chooses_the_next_school(
    people: dict[str, Person],
) -> None:
    request = requests()[1]
    page = people["coordinator"].at(f"/aanvragen/{request.public_id}/")
    press(page, "Bekijk het antwoord")
    assert "Geen mentor voor dit vak" in page.locator("main").inner_text()
    follow_up = request.follow_ups.get()
    people["coordinator"].at(f"/aanvragen/{follow_up.public_id}/scholen/")
    page.get_by_role("link", name="Kies").or_(page.get_by_role("button", name="Kies")).first.click()
    expect(page.locator("main")).to_contain_text("(tot di 19 september 2017)")
    follow_up.refresh_from_db()
    assert follow_up.state == RequestState.PROPOSED
    assert follow_up.proposals.get().school.name != SCHOOL


def test_10_the_administrator_proposes_2018_2019_and_it_opens_beside_it(
    people: dict[str, Person],
) -> None:
    page = people["administrator"].at("/beheer/kalender/2017/volgend-jaar/")
    assert "wo 2 mei 2018" in page.locator("#content").inner_text()
    page.get_by_role("button", name="Goedkeuren en bewaren").click()
    assert AcademicYear.objects.filter(start_year=2018).exists()
    live_on(people["administrator"], "2018-05-02")
    text = people["mentor"].reads("/school/aanbod/?jaar=2018-2019")
    assert "Nederlands" in text
    assert "nog niet bevestigd" in text.lower()
    assert "2017-2018" in people["coordinator"].at("/aanvragen/").content()


def test_11_on_3_july_a_last_request_is_filed_and_on_4_july_none(
    people: dict[str, Person],
) -> None:
    live_on(people["administrator"], "2018-07-03")
    last = next(iter(requests()[1].follow_ups.all()))
    assert last.state == RequestState.PROPOSED
    live_on(people["administrator"], "2018-07-04")
    last.refresh_from_db()
    assert last.state == RequestState.EXPIRED
    page = people["coordinator"].at(f"/aanvragen/{last.public_id}/")
    assert "Vervallen" in page.locator("main").inner_text()
    assert "di 3 juli 2018" in people["coordinator"].reads("/aanvragen/nieuw/?jaar=2017-2018")
    assert broken_invariants() == {}
    assert heading(people["mentor"].at("/start/")) == "Waar staan we nu?"
