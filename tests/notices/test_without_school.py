"""What a coordinator is told of requests for which the matching found no school."""

from __future__ import annotations

from datetime import date

import pytest

from calendar_cfg import clock
from matching.continuing import continue_matching
from matching.looking import match_request
from matching.releasing import start_release
from notices.enums import NoticeState
from notices.models import Notice
from notices.reminding import tell_without_school
from requests_app.ending import withdraw_request
from requests_app.enums import Onward
from requests_app.models import PlacementRequest
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.matching.world import looking, offering, release
from tests.notices.world import holding, line_of, told
from tests.queries import queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db

KIND = "no_school_found"


def round_of(day: str) -> int:
    """How many were told in the round of a day."""
    with on(day, hour=0):
        return tell_without_school(date.fromisoformat(day))


def test_what_finds_no_school_is_counted_once_in_one_line_a_day(
    coordinator, coordinator_elsewhere, year_2017, french
):
    with on("2017-06-05"):
        for onward in (Onward.ASK, Onward.AUTOMATIC):
            looking(coordinator, year_2017, french, onward=onward)
    with on("2017-06-15"):
        release(year_2017)
    assert [round_of(f"2017-06-{day}") for day in (15, 16, 16, 17)] == [0, 1, 1, 0]
    assert told(coordinator) == [KIND]
    assert told(coordinator_elsewhere) == []
    line = line_of(coordinator, KIND)
    assert "Voor 2 stageaanvragen vond de matching geen school." in line.text
    first, last = PlacementRequest.objects.order_by("pk")
    with on("2017-06-16", hour=9):
        page = logged_in(coordinator).get(line.url).content.decode()
        assert first.reference in page
        assert last.reference in page
        assert "Voor 2 stageaanvragen" in (
            logged_in(coordinator).get("/berichten/?toon=te-doen").content.decode()
        )
    with on("2017-09-05"):  # filed later: matched at once, and counted by itself
        offering(year_2017, french, name="School Voorstel")
        late = looking(coordinator, year_2017, french)
        match_request(late.pk)
    assert round_of("2017-09-06") == 0  # there is a suggestion
    withdraw_request(request_pk=first.pk, reason="Stopt", actor=actor_for(coordinator))
    assert len(holding(KIND)) == 1
    assert len(queries_of(lambda: holding(KIND))) == 3
    withdraw_request(request_pk=last.pk, reason="Stopt", actor=actor_for(coordinator))
    assert holding(KIND) == set()


def test_who_waits_for_a_named_school_is_not_told_that_there_is_none(
    coordinator, year_2017, french
):
    with on("2017-06-05"):
        request = looking(coordinator, year_2017, french)
    with on("2017-06-15"):
        release(year_2017)
    school = offering(year_2017, french)
    moment = clock.now()
    rows = PlacementRequest.objects.filter(pk=request.pk)
    rows.update(waits_for=school, waits_since=moment)
    assert round_of("2017-06-16") == 0


def test_what_a_late_release_did_not_find_is_withheld(coordinator, year_2017, french):
    with on("2017-06-05"):
        looking(coordinator, year_2017, french)
    with on("2017-06-20"):
        start_release(year_2017, is_late=True)
        continue_matching()
    assert round_of("2017-06-21") == 1
    assert Notice.objects.get(kind=KIND).state == NoticeState.WITHHELD
