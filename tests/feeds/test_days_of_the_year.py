"""The feed of everything: the days of the year and due dates; a moved day stays one event."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import Membership
from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.models import AcademicYear, Milestone, Phase
from feeds.addresses import address_of
from feeds.making import make_feed
from institutions.enums import Role
from placements.models import Placement
from tests.browsing import logged_in
from tests.factories import MembershipFactory, TraineeFactory, actor_for
from tests.placements.world import new_placement
from tests.queries import queries_of
from tests.requests_app.world import YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db
LAST_OF_ANSWERS = "Laatste dag: Matchen en beantwoorden, 2017-2018"


@pytest.fixture(autouse=True)
def _today(year_2017: AcademicYear) -> Iterator[None]:
    """Tuesday 12 September 2017, at ten."""
    with on("2017-09-12"):
        yield


def events(member: Membership, placement: Placement | None = None) -> dict[str, Any]:
    """What a calendar program reads, by what it is called."""
    feed = make_feed(user=member.user, placement=placement, actor=actor_for(member))
    answered = Client().get(address_of(feed))
    assert answered.status_code == 200
    calendar: Any = Calendar.from_ical(answered.content)
    found = calendar.walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in found}


def days_of(found: dict[str, Any]) -> dict[str, date]:
    return {name: event.decoded("DTSTART") for name, event in found.items()}


def test_each_role_gets_the_days_that_it_can_do_something_with(
    coordinator: Membership, mentor: Membership, subject_mentor: Membership
):
    days = days_of(events(coordinator))
    assert days["Opent: Stageaanvragen indienen, 2017-2018"] == date(2017, 6, 1)
    assert days["Laatste dag: Stageaanvragen indienen, 2017-2018"] == date(2018, 7, 3)
    assert days["Scholen proberen te antwoorden, 2017-2018"] == date(2017, 9, 18)
    assert days["T1: Aanvragen bij voorkeur versturen, 2017-2018"] == date(2017, 9, 19)
    assert days["T3: Intromoment, 2017-2018"] == date(2018, 2, 26)
    assert not [name for name in days if "Schoolgegevens" in name]

    of_school = days_of(events(mentor))
    assert of_school["Opent: Schoolgegevens en stageaanbod, 2017-2018"] == date(2017, 5, 2)
    assert not [name for name in of_school if "indienen" in name or "versturen" in name]
    assert days_of(events(subject_mentor)) == of_school

    trainee = MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution)
    assert set(days_of(events(trainee))) == {
        "Opent: Matchen en beantwoorden, 2017-2018",
        LAST_OF_ANSWERS,
        "Scholen proberen te antwoorden, 2017-2018",
        "T1: Intromoment, 2017-2018",
        "T2: Intromoment, 2017-2018",
        "T3: Intromoment, 2017-2018",
    }


def test_a_day_that_moves_stays_the_same_event_and_its_sequence_grows(
    coordinator: Membership, year_2017: AcademicYear
):
    before = events(coordinator)[LAST_OF_ANSWERS]
    phase = Phase.objects.get(year=year_2017, kind=PhaseKind.ANSWERS)
    for last_day in (date(2018, 6, 29), date(2018, 7, 6)):
        Phase.objects.filter(pk=phase.pk).update(last_day=last_day)
    Milestone.objects.filter(kind=MilestoneKind.ANSWER_BY).update(date=date(2017, 9, 20))
    found = events(coordinator)
    moved = found[LAST_OF_ANSWERS]
    assert moved["UID"] == before["UID"]
    assert moved.decoded("DTSTART") == date(2018, 7, 6)
    assert moved.decoded("DTEND") == date(2018, 7, 7)
    assert (before["SEQUENCE"], moved["SEQUENCE"]) == (0, 2)
    answer_by = found["Scholen proberen te antwoorden, 2017-2018"]
    assert (answer_by.decoded("DTSTART"), answer_by["SEQUENCE"]) == (date(2017, 9, 20), 1)
    assert found["T1: Intromoment, 2017-2018"]["SEQUENCE"] == 0


def test_a_row_that_is_deleted_and_made_again_goes_on_where_it_was(
    coordinator: Membership, year_2017: AcademicYear
):
    named: dict[str, Any] = {"year": year_2017, "kind": MilestoneKind.SEND, "trimester": 2}
    before = events(coordinator)["T2: Aanvragen bij voorkeur versturen, 2017-2018"]
    Milestone.objects.filter(**named).delete()
    Milestone.objects.create(**named, date=date(2018, 1, 9))
    after = events(coordinator)["T2: Aanvragen bij voorkeur versturen, 2017-2018"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_due_dates_are_one_event_a_day_for_who_answers_and_who_waits(
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
):
    kanarie = TraineeFactory(institution=coordinator.institution, last_name="Kanarie")
    requests = [
        filed(coordinator, mentor, year_2017, trainee=kanarie),
        filed(coordinator, mentor, year_2017),
    ]
    to_answer, awaited = events(mentor), events(coordinator)
    mine = to_answer["Beantwoord 2 stageaanvragen"]
    assert mine.decoded("DTSTART") == date(2017, 9, 26)
    assert awaited["2 antwoorden verwacht"].decoded("DTSTART") == date(2017, 9, 26)
    for nobody in (colleague, subject_mentor, mentor_elsewhere):
        assert not [name for name in events(nobody) if "beantwoord " in name.lower()], nobody
        assert not [name for name in events(nobody) if "verwacht" in name], nobody

    answer(proposal_of(requests[0]), mentor, YES)
    one_left = events(mentor)["Beantwoord 1 stageaanvraag"]
    assert one_left["UID"] == mine["UID"]
    assert one_left["SEQUENCE"] > mine["SEQUENCE"]
    assert one_left["STATUS"] == "CONFIRMED"
    answer(proposal_of(requests[1]), mentor, YES)
    done = events(mentor)["Alle stageaanvragen zijn beantwoord"]
    assert (done["UID"], done["STATUS"]) == (mine["UID"], "CANCELLED")
    feed = make_feed(user=coordinator.user, placement=None, actor=actor_for(coordinator))
    assert "Kanarie" not in Client().get(address_of(feed)).content.decode()


def test_the_feed_of_one_stage_has_no_days_of_the_year(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    placement = new_placement(coordinator, mentor, year_2017)
    assert events(mentor, placement) == {}


def test_the_page_says_what_is_in_it(
    coordinator: Membership, mentor: Membership, subject_mentor: Membership
):
    def page(who: Membership) -> str:
        return logged_in(who).get("/agenda/").content.decode()

    assert "een fase van het jaar opent en eindigt" in page(subject_mentor)
    assert "stageaanvragen beantwoordt, met hun aantal" in page(mentor)
    assert "antwoorden van scholen verwacht, met hun aantal" in page(coordinator)
    assert "met hun aantal" not in page(subject_mentor)


def test_reading_asks_the_same_for_one_and_for_ten_requests(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    feed = make_feed(user=mentor.user, placement=None, actor=actor_for(mentor))
    counts = []
    for more in (1, 9):
        for _n in range(more):
            filed(coordinator, mentor, year_2017)
        counts.append(len(queries_of(lambda: Client().get(address_of(feed)))))
    assert counts[0] == counts[1]
