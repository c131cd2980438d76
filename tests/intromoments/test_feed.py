"""An intromoment in the feeds of who is concerned, while it moves three times and is called off."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from feeds.addresses import address_of
from feeds.making import make_feed
from institutions.enums import Role
from intromoments.models import Intromoment
from intromoments.planning import call_off
from placements.models import Placement
from requests_app.ending import cancel_request
from tests.factories import MembershipFactory, actor_for
from tests.intromoments.world import T2, other_coordinator, placed_trainee, planned
from tests.queries import Limit, check, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


def address(member: Membership, placement: Placement | None = None) -> str:
    feed = make_feed(user=member.user, placement=placement, actor=actor_for(member))
    return address_of(feed).removeprefix("http://testserver")


def read(url: str) -> Calendar:
    answer = Client().get(url)
    assert answer.status_code == 200
    calendar: Any = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    return calendar


def at_an_hour(url: str) -> list[Any]:
    """The events that have an hour: not the days of the calendar."""
    found = read(url).walk("VEVENT")
    return [row for row in found if isinstance(row["DTSTART"].dt, datetime)]


def event(url: str) -> Any:
    (found,) = at_an_hour(url)
    assert found.errors == []
    return found


def test_over_three_moves_it_stays_one_event_whose_sequence_grows(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        row = planned(mentor, year_2017, day=date(2017, 10, 27))
        url = address(one.member)
    moves = [
        (date(2017, 10, 27), time(16), "14:00:00+00:00"),  # summer time
        (date(2017, 10, 30), time(16), "15:00:00+00:00"),  # winter time since Sunday
        (date(2017, 10, 26), time(9), "07:00:00+00:00"),
        (date(2017, 12, 1), time(13, 30), "12:30:00+00:00"),
    ]
    seen = []
    for number, (day, start, in_utc) in enumerate(moves):
        with on(f"2017-09-{13 + number}"):
            if number:
                row = planned(mentor, year_2017, version=row.version, day=day, start=start)
            found = event(url)
        begins, ends = found["DTSTART"].dt, found["DTEND"].dt
        assert begins == datetime.combine(day, start, BRUSSELS)
        assert begins.astimezone(ZoneInfo("UTC")).isoformat() == f"{day}T{in_utc}"
        assert ends == datetime.combine(day, time(17, 30), BRUSSELS)
        assert found["DTSTART"].params["TZID"] == "Europe/Brussels"
        seen.append((str(found["UID"]), int(found["SEQUENCE"]), found["LAST-MODIFIED"].dt))
    uids, sequences, changed = zip(*seen, strict=True)
    assert set(uids) == {f"{row.public_id}@testserver"}
    assert sequences == (0, 1, 2, 3)
    assert list(changed) == sorted(set(changed))
    with on("2017-09-20"):
        call_off(intromoment=row, reason="Staking", actor=actor_for(mentor))
        found = event(url)
    assert (str(found["UID"]), found["SEQUENCE"], str(found["STATUS"])) == (
        uids[0],
        4,
        "CANCELLED",
    )


def test_the_zone_in_the_file_turns_the_clock_as_belgium_does(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        planned(mentor, year_2017)
        (zone,) = read(address(mentor)).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Brussels"
    theirs = zone.to_tz()
    for day in ((2017, 10, 28), (2017, 10, 30), (2018, 3, 24), (2018, 3, 26)):
        noon = datetime(*day, 12, tzinfo=theirs)
        assert noon.utcoffset() == noon.replace(tzinfo=BRUSSELS).utcoffset()


def test_each_feed_holds_what_its_person_may_see_and_no_name_of_a_trainee(
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        t1 = planned(mentor, year_2017, text="Welkom aan allen")
        t2 = planned(mentor, year_2017, trimester=2, day=date(2018, 1, 23))
        planned(mentor_elsewhere, year_2017)
        mine = placed_trainee(coordinator, mentor, year_2017, "Kanarieeen")
        other = placed_trainee(other_coordinator(), mentor, year_2017, "Kanarietwee", **T2)
        wanted = {
            address(mine.member): {t1},
            address(mine.member, mine.placement): {t1},
            address(other.member): {t2},
            address(mentor): {t1, t2},
            address(mentor, other.placement): {t2},
            address(subject_mentor): {t1, t2},
            address(coordinator): set(),
        }
        for url, rows in wanted.items():
            text = Client().get(url).content.decode()
            uids = {str(found["UID"]) for found in at_an_hour(url)}
            assert uids == {f"{row.public_id}@testserver" for row in rows}, url
            assert "Kanarie" not in text
        assert "Welkom aan allen" in Client().get(address(mine.member)).content.decode()
        cancel_request(request_pk=mine.placement.request.pk, reason="Ziek", actor=actor_for(mentor))
        assert not at_an_hour(address(mine.member))


def test_two_roles_of_one_person_make_one_event_and_an_ended_one_none(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        planned(mentor, year_2017)
        also = MembershipFactory(
            user=one.member.user, role=Role.SUBJECT_MENTOR, school=mentor.school, institution=None
        )
        url = address(one.member)
        assert len(at_an_hour(url)) == 1
        type(also).objects.filter(user=also.user).update(is_active=False)
        assert read(url).walk("VEVENT") == []


def test_a_feed_asks_the_same_for_one_and_for_many(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        url = address(mentor)
        planned(mentor, year_2017)
        read(url)
        few = check("feed", queries_of(lambda: read(url)), Limit.DETAIL)
        for number, day in ((2, date(2018, 1, 23)), (3, date(2018, 2, 26))):
            planned(mentor, year_2017, trimester=number, day=day)
            placed_trainee(coordinator, mentor, year_2017, f"Nr{number}")
        assert check("feed", queries_of(lambda: read(url)), Limit.DETAIL) == few
    assert one.placement.pk
    assert Intromoment.objects.count() == 3
