"""The pages of the planning: the week grid, the form, repeating, copying, taking out."""

import re
from datetime import date, time
from uuid import UUID

import pytest
from django.test import Client

from accounts.models import Membership
from institutions.enums import ActivityKind
from institutions.models import BlockedPeriod
from placements.guides import assign_mentors
from requests_app.ending import cancel_request
from schedules.models import PlannedActivity
from tests.browsing import logged_in
from tests.factories import (
    ActivityFactory,
    MentorFactory,
    SchoolFreeDayFactory,
    SchoolYearFactory,
    actor_for,
)
from tests.requests_app.world import on
from tests.schedules.world import MONDAY, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee(stage: Stage) -> Client:
    """The browser of the trainee."""
    return logged_in(stage.trainee)


def shown(client: Client, url: str) -> str:
    """A page as text."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the form, and what is filled in."""
    main = page.split("<main")[1]
    found = {}
    for tag in re.findall(r"<input[^>]*>", main):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        found[said["name"]] = said.get("value", "")
    return found


def typed(page: str, **fields: str) -> dict[str, str]:
    """The form of a page, with these fields typed over."""
    return {**fields_of(page), **fields}


def slots(page: str) -> list[str]:
    """What the activities of the grid say."""
    found = re.findall(r'<li class="slot .*?</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", slot).split()).replace(" ,", ",") for slot in found]


def note_of(page: str, day: str) -> str:
    """What the head of a day says."""
    (head,) = re.findall(rf'id="dag-{day}">(.*?)</div>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", head).split())


# --- The week ---


def test_the_grid_shows_what_is_planned_and_where_there_is_room(stage: Stage, trainee: Client):
    stage.plan(MONDAY, 3, last_lesuur=4, room="L12", mentor=stage.subject_mentor, note="Toets")
    stage.plan("2017-10-17", start=time(12, 10), end=time(12, 50))
    page = shown(trainee, f"{stage.url}?week=2017-10-18")
    first, second = slots(page)
    assert first == (
        "10.25–12.05 · lesuur 3–4 Actieve stage Wiskunde klas 3A, lokaal L12 Vik "
        f"{stage.subject_mentor.user.last_name} Toets"
    )
    assert second.startswith("12.10–12.50 Actieve stage Wiskunde")
    assert 'class="slot day-1 at-3 for-2"' in page
    assert 'class="slot day-2 at-5 for-1"' in page  # a row of its own, after lesuur 4
    for lesuur, is_free in ((2, True), (3, False), (4, False), (5, True)):
        link = f"{stage.url}nieuw/?dag=2017-10-16&amp;lesuur={lesuur}"
        assert (link in page) == is_free, lesuur
    assert "dag-2017-10-21" not in page  # nothing in the weekend
    assert "zo 22 oktober" not in page


def test_the_heads_of_days_say_what_is_special(stage: Stage, trainee: Client):
    school = stage.mentor.school
    SchoolFreeDayFactory(school=school, date=date(2017, 11, 8), name="Studiedag")
    here = SchoolYearFactory(school=school, year=stage.placement.year)
    BlockedPeriod.objects.create(
        school_year=here, first_day="2017-11-09", last_day="2017-11-10", reason="Examens"
    )
    week = shown(trainee, f"{stage.url}?week=2017-11-06")
    assert note_of(week, "2017-11-08").endswith("Vrije dag van de school: Studiedag")
    assert note_of(week, "2017-11-10").endswith("De school neemt niemand: Examens")
    assert f"{stage.url}nieuw/?dag=2017-11-08&amp;lesuur=1" in week  # it warns, and may be
    herfst = shown(trainee, f"{stage.url}?week=2017-10-30")
    assert note_of(herfst, "2017-10-30").endswith("Herfstvakantie")
    before = shown(trainee, f"{stage.url}?week=2017-10-09")
    assert note_of(before, "2017-10-13").endswith("Buiten de stageperiode")
    for page in (herfst, before):
        assert "lesuur=" not in page


def test_it_opens_at_today_or_at_the_nearest_week(stage: Stage, trainee: Client):
    for day, monday in (("2017-10-10", 16), ("2017-11-08", 6), ("2018-03-01", 20)):
        with on(day):
            assert f'aria-current="page">ma {monday} ' in shown(logged_in(stage.trainee), stage.url)
    for nonsense in ("?week=gisteren", "?week=2017-02-31", "?week=9999-12-31", "?week="):
        assert 'aria-current="page">ma 16 oktober' in shown(trainee, stage.url + nonsense)


def test_the_list_of_weeks_counts_lesuren(stage: Stage, trainee: Client):
    stage.plan(MONDAY, 1, last_lesuur=2)
    stage.plan("2017-10-19", start=time(12, 10), end=time(12, 50))
    page = shown(trainee, stage.url)
    weeks = re.findall(r"<li><a href=\"[^\"]+week=([\d-]+)\".*?number\">([^<]+)<", page)
    assert weeks[:2] == [("2017-10-16", "2,75 lesuren"), ("2017-10-23", "0 lesuren")]
    assert len(weeks) == 6


def test_a_school_names_the_trainee_until_thirty_days_after(stage: Stage):
    stage.plan(MONDAY)
    assert "Stageplanning van Tine" in shown(logged_in(stage.mentor), stage.url)
    with on("2017-12-24"):
        assert "Tine" in shown(logged_in(stage.mentor), stage.url)
    with on("2017-12-25"):
        late = shown(logged_in(stage.mentor), stage.url)
        assert "Stageplanning van 1 stagiair" in late
        assert "Tine" not in late


def test_who_reads_sees_no_way_to_enter(stage: Stage, coordinator: Membership, trainee: Client):
    row = stage.plan(MONDAY)
    page = shown(logged_in(coordinator), stage.url)
    assert len(slots(page)) == 1
    for way in ("planning/nieuw", f"planning/{row.public_id}/", "week-kopieren"):
        assert way not in page
        assert way in shown(trainee, stage.url)
    for url in (f"{stage.url}nieuw/", f"/planning/{row.public_id}/", f"{stage.url}week-kopieren/"):
        refused = logged_in(coordinator).get(url)
        assert refused.status_code == 403
        assert "maken de stageplanning" in refused.content.decode()


def test_a_vakmentor_who_no_longer_guides_is_outside(stage: Stage):
    row, client = stage.plan(MONDAY), logged_in(stage.subject_mentor)
    assert client.get(stage.url).status_code == 200
    assign_mentors(
        placement_pk=stage.placement.pk,
        subject=stage.line.subject,
        members=[stage.mentor],
        actor=actor_for(stage.mentor),
    )
    for url in (stage.url, f"{stage.url}nieuw/", f"/planning/{row.public_id}/"):
        assert client.get(url).status_code == 404


def test_a_cancelled_stage_is_read_only(stage: Stage, coordinator: Membership, trainee: Client):
    stage.plan(MONDAY)
    new = shown(trainee, f"{stage.url}nieuw/?dag=2017-10-17&lesuur=1")
    cancel_request(
        request_pk=stage.placement.request.pk, reason="Ziek", actor=actor_for(coordinator)
    )
    page = shown(trainee, stage.url)
    assert "Deze stage is geannuleerd" in page
    assert "lesuur=" not in page
    answer = trainee.post(f"{stage.url}nieuw/", typed(new, first_lesuur="1", last_lesuur="1"))
    assert "gaat niet door" in answer.content.decode()
    assert len(stage.planned) == 1


# --- The form ---


def test_planning_from_a_cell_of_the_grid(stage: Stage, trainee: Client):
    url = f"{stage.url}nieuw/?dag=2017-10-17&lesuur=2"
    page = shown(trainee, url)
    assert '<option value="2" selected>2 (9.20–10.10)</option>' in page
    data = typed(page, first_lesuur="2", last_lesuur="3", class_name="3A", note="Zonder gsm")
    for _double_click in range(2):
        answer = trainee.post(url, data, follow=True)
    assert answer.redirect_chain[-1][0] == f"{stage.url}?week=2017-10-16"
    assert "Gepland: Actieve stage Wiskunde (3A), di 17 oktober 2017, 9.20–11.15." in (
        answer.content.decode()
    )
    (row,) = PlannedActivity.objects.all()
    assert (row.class_name, row.note, row.first_lesuur, row.last_lesuur) == (
        "3A",
        "Zonder gsm",
        2,
        3,
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Kies lesuren, of vul een begin- en einduur in."),
        ({"last_lesuur": "3"}, "Kies het eerste lesuur."),
        ({"first_lesuur": "3", "start": "10:00", "end": "11:00"}, "Niet allebei."),
        ({"start": "10:00"}, "Vul het beginuur en het einduur in."),
        ({"start": "11:00", "end": "10:00"}, "Het einduur (10.00) moet na het beginuur (11.00)"),
        ({"first_lesuur": "4", "last_lesuur": "3"}, "Het laatste lesuur valt voor het eerste."),
        ({"first_lesuur": "12"}, "geldige keuze"),
        (
            {"first_lesuur": "3", "day": "2017-11-02"},
            "do 2 november 2017 is er geen school",
        ),
        ({"first_lesuur": "3", "day": "2017-12-04"}, "buiten de stageperiode"),
        ({"first_lesuur": "3", "day": "morgen"}, "geldige datum"),
        ({"first_lesuur": "3", "line": ""}, "Kies welke stageactiviteit u plant."),
        ({"first_lesuur": "3", "mentor": "00000000-0000-0000-0000-000000000000"}, "geldige keuze"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    stage: Stage, trainee: Client, fields: dict[str, str], words: str
):
    url = f"{stage.url}nieuw/?dag=2017-10-17"
    data = typed(shown(trainee, url), room="Zaal 7", note="Mijn nota", **fields)
    page = trainee.post(url, data).content.decode()
    assert words in page
    assert "error-summary" in page
    assert 'value="Zaal 7"' in page
    assert "Mijn nota" in page
    assert not PlannedActivity.objects.exists()


def test_warnings_are_listed_and_planned_over_when_ticked(stage: Stage, trainee: Client):
    SchoolFreeDayFactory(school=stage.mentor.school, date=MONDAY, name="Studiedag")
    SchoolFreeDayFactory(school=stage.mentor.school, date=date(2017, 10, 17), name="Sportdag")
    url = f"{stage.url}nieuw/?dag=2017-10-16&lesuur=1"
    data = typed(shown(trainee, url), first_lesuur="1", room="Zaal 7")
    asked = trainee.post(url, data).content.decode()
    assert "Er is nog niets bewaard. Let op:" in asked
    assert "ma 16 oktober 2017 heeft de school een vrije dag: Studiedag." in asked
    assert 'value="Zaal 7"' in asked
    again = typed(asked, first_lesuur="1")
    assert "anyway" not in again  # it is not ticked by itself
    assert "Let op:" in trainee.post(url, again).content.decode()
    moved = trainee.post(url, {**again, "anyway": "on", "day": "2017-10-17"}).content.decode()
    assert "Sportdag" in moved  # the tick was for another day
    assert trainee.post(url, {**again, "anyway": "on"}).status_code == 302
    assert stage.planned == [("2017-10-16", time(8, 30))]


def test_a_klasoverstijgende_activiteit_asks_for_functionele_gehelen(
    coordinator: Membership, stage: Stage, trainee: Client
):
    assert "functional_wholes" not in shown(trainee, f"{stage.url}nieuw/")
    cross = ActivityFactory(
        request=stage.placement.request,
        kind=ActivityKind.CROSS_CLASS,
        subject=None,
        functional_wholes=[6, 7],
        position=1,
    )
    stage.placement.proposal.lines.create(activity=cross, decision="accepted")
    url = f"{stage.url}nieuw/?dag=2017-11-18"  # a Saturday
    page = shown(trainee, url)
    (marked,) = re.findall(r'<input[^>]*class="cross-class"[^>]*>', page)  # shows the ten
    assert str(cross.public_id) in marked
    assert 'class="planned-form mixed"' in page
    data = typed(page, line=str(cross.public_id), start="10:00", end="12:30")
    assert "functional_wholes" not in data  # two were asked: the trainee chooses
    assert "minstens één functioneel geheel" in trainee.post(url, data).content.decode()
    asked = trainee.post(url, {**data, "functional_wholes": ["6"]}).content.decode()
    assert "za 18 november 2017 valt in het weekend" in asked
    data = {**typed(asked), **data, "known": fields_of(asked)["known"], "anyway": "on"}
    assert trainee.post(url, {**data, "functional_wholes": ["6"]}).status_code == 302
    page = shown(trainee, f"{stage.url}?week=2017-11-13")
    assert "za 18 november" in page  # the weekend shows when something is in it
    assert "Functionele gehelen: 6" in slots(page)[0]


def test_what_needs_no_choice_is_chosen_already(
    stage: Stage, trainee: Client, subject_mentor: Membership
):
    cross = ActivityFactory(
        request=stage.placement.request,
        kind=ActivityKind.CROSS_CLASS,
        subject=None,
        functional_wholes=[7],
        position=1,
    )
    stage.placement.proposal.lines.create(activity=cross, decision="accepted")
    page = shown(trainee, f"{stage.url}nieuw/")
    assert re.findall(r'<option value="([^"]*)" selected', page) == [
        "",
        "",
        str(subject_mentor.public_id),  # though a schoolmentor may be named too
    ]
    data = typed(page)
    assert "line" not in data
    assert data["functional_wholes"] == "7"


def test_what_looks_like_personal_data_is_warned_of(stage: Stage, trainee: Client):
    url = f"{stage.url}nieuw/?dag=2017-10-17"
    data = typed(shown(trainee, url), first_lesuur="1", note="geboren 12/03/1996")
    assert "geboortedatum lijkt" in trainee.post(url, data, follow=True).content.decode()


def test_changing_keeps_what_was_typed_when_somebody_was_first(stage: Stage, trainee: Client):
    row = stage.plan(MONDAY, room="A1")
    url = f"/planning/{row.public_id}/"
    mine = typed(shown(trainee, url), first_lesuur="3", last_lesuur="3", room="Mijn lokaal")
    theirs = typed(shown(logged_in(stage.mentor), url), first_lesuur="5", room="Hun lokaal")
    saved = logged_in(stage.mentor).post(url, theirs, follow=True)
    assert "Bewaard: Actieve stage Wiskunde (3A), ma 16 oktober 2017, 13.00–13.50." in (
        saved.content.decode()
    )
    late = trainee.post(url, mine)
    page = late.content.decode()
    assert late.status_code == 409
    assert "Iemand wijzigde deze activiteit intussen." in page
    assert "Hun lokaal" in page
    assert 'value="Mijn lokaal"' in page
    assert trainee.post(url, {**mine, **fields_of(page)}).status_code == 302
    row.refresh_from_db()
    assert (row.room, row.start, row.sequence) == ("Mijn lokaal", time(10, 25), 2)


def test_taking_out_asks_first(stage: Stage, trainee: Client):
    row = stage.plan(MONDAY)
    url = f"/planning/{row.public_id}/wegnemen/"
    assert "ma 16 oktober 2017, 10.25–11.15" in shown(trainee, url)
    assert len(stage.planned) == 1
    for _twice in range(2):
        page = trainee.post(url, follow=True).content.decode()
        assert "Weggenomen: Actieve stage Wiskunde (3A)" in page
    assert not stage.planned
    gone = trainee.get(f"/planning/{row.public_id}/", follow=True).content.decode()
    assert "is weggenomen" in gone


# --- Many ---


def test_repeating_reports_what_was_left_out(stage: Stage, trainee: Client):
    row = stage.plan(MONDAY)
    url = f"/planning/{row.public_id}/herhalen/"
    page = shown(trainee, url)
    data = typed(page, times="4")
    for _double_click in range(2):
        report = trainee.post(url, data).content.decode()
        assert "3 activiteiten gepland" in report
        assert "Op ma 30 oktober 2017 is er geen school: Herfstvakantie." in report
    assert len(stage.planned) == 4
    for wrong in ({"times": ""}, {"times": "0"}, {"times": "2", "until": "2017-11-06"}):
        assert "error-summary" in trainee.post(url, typed(page, **wrong)).content.decode()
    too_soon = trainee.post(url, typed(page, until="2017-10-18")).content.decode()
    assert "Herhaal minstens 1" in too_soon
    assert 'value="2017-10-18"' in too_soon


def test_copying_a_week_reports_too(stage: Stage, trainee: Client):
    stage.plan(MONDAY)
    url = f"{stage.url}week-kopieren/?week=2017-10-16"
    page = shown(trainee, url)
    assert '<option value="2017-10-23" selected>' in page
    data = typed(page, week="2017-10-16", to_week="2017-10-23")
    assert "1 activiteit gepland" in trainee.post(url, data).content.decode()
    same = trainee.post(url, {**data, "to_week": "2017-10-16"}).content.decode()
    assert "Kies een andere week" in same
    empty = trainee.post(url, {**data, "week": "2017-11-13"}).content.decode()
    assert "niets gepland om te kopiëren" in empty


def test_addresses_of_nothing(trainee: Client):
    nothing = UUID(int=7)
    for url in (f"/stages/{nothing}/planning/", f"/planning/{nothing}/"):
        assert trainee.get(url).status_code == 404


def test_only_who_guides_or_coordinates_can_be_named(stage: Stage, trainee: Client):
    silent = MentorFactory(
        school=stage.mentor.school, role="subject_mentor", handles_requests=False
    )
    page = shown(trainee, f"{stage.url}nieuw/")
    (options,) = re.findall(r'<select name="mentor".*?</select>', page, re.DOTALL)
    assert str(stage.subject_mentor.user) in options
    assert str(stage.mentor.user) in options
    assert str(silent.user) not in options
