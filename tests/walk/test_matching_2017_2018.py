"""The matching of 2017-2018: filed, released late, refused, matched again until nothing is left.

With the real schools where their list lies beside the project (330 of them say what they offer,
800 requests, of which 200 are filed through the service one by one and the others in bulk
through its check and the one door), and always in a small made-up world, where all go one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection

from benchmarks.flanders import make_instance
from calendar_cfg.enums import EffectState, SweepTrigger
from calendar_cfg.models import AcademicYear, EffectEntry
from institutions.models import PlacementSchool
from matching import storing
from matching.continuing import continue_matching
from matching.engine.certificates import check
from matching.engine.solver import match
from matching.enums import ResultStatus, RunScope, RunState, RunTrigger
from matching.models import MatchingResult, MatchingRun
from matching.reading import looking_requests, read_instance
from requests_app.enums import Onward, ProposalState, RequestState, Route
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from requests_app.waiting import wait_for
from tests.factories import actor_for
from tests.requests_app.world import NO, answer_as, on
from tests.walk.conftest import sweep
from tests.walk.flemish_demand import make_demand
from tests.walk.flemish_supply import make_offers
from tests.walk.matched_year import (
    MatchedYear,
    answer_some,
    choose_suggestions,
    file_all,
    mentor_of,
    without_place,
)
from tests.walk.registers import SCHOOLS, Register, made_up_registers, real_registers
from tests.walk.waiting_list import full_schools

pytestmark = pytest.mark.django_db

MOST_ROUNDS = 20
SEED = 2017


@dataclass(frozen=True)
class World:
    """How large and how tight a year is, and where its schools come from."""

    requests: int
    schools: int
    one_by_one: int
    tightness: float
    fill_registers: Register


SMALL = World(150, 20, one_by_one=150, tightness=0.7, fill_registers=made_up_registers)
REAL = World(800, 330, one_by_one=200, tightness=0.9, fill_registers=real_registers)
WORLDS = [
    pytest.param(SMALL, id="made-up"),
    pytest.param(
        REAL,
        id="real",
        marks=pytest.mark.skipif(not SCHOOLS.exists(), reason=f"needs {SCHOOLS.name}"),
    ),
]


def begin(world: World, year: AcademicYear) -> MatchedYear:
    """The second of May: schools say what they offer; requests are prepared after that."""
    random = Random(SEED)
    whole = make_instance(world.requests, world.schools, seed=SEED, tightness=world.tightness)
    with on("2017-05-02"):
        codes = world.fill_registers(whole)
        make_offers(year, whole)
        walk = MatchedYear(year, make_demand(year, whole, codes, random), random)
    know_how_many()
    return walk


def know_how_many() -> None:
    """Let the database count its rows, as it does by itself in an hour of real life."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("world", WORLDS)
def test_a_year_is_matched_until_no_improvement_is_left(
    world: World, year_2017: AcademicYear
) -> None:
    walk = begin(world, year_2017)
    file_all(walk, one_by_one=world.one_by_one)
    all_are_held(walk)
    released_late(walk)
    some_wait_for_a_full_school(walk)
    for day in days_from(date(2017, 9, 6)):
        with on(day):
            if not something_changed(walk):
                break
            a_round_leaves_fewer_without_a_place(walk)
    nothing_is_left_to_improve(walk)


def all_are_held(walk: MatchedYear) -> None:
    """Until the day of the release no school sees anything."""
    with on("2017-06-14"):
        sweep(SweepTrigger.BEAT)
    states = PlacementRequest.objects.values_list("state", flat=True).order_by().distinct()
    assert list(states) == [RequestState.SUBMITTED]
    assert not Proposal.objects.exists()
    assert not MatchingRun.objects.exists()
    assert broken_invariants() == {}


def released_late(walk: MatchedYear) -> None:
    """Beat was down from the 14th: the sweep of the 17th releases all at one moment, once."""
    with on("2017-06-17"):
        sweep(SweepTrigger.WORKER)
        sweep(SweepTrigger.BEAT)
    know_how_many()
    entry = EffectEntry.objects.get(effect="release_held_requests")
    assert (entry.state, entry.scheduled_on) == (EffectState.DONE, date(2017, 6, 15))
    run = MatchingRun.objects.get(scope=RunScope.ALL)
    assert (run.trigger, run.state, run.is_late) == (RunTrigger.EFFECT, RunState.PUBLISHED, True)
    assert set(Proposal.objects.values_list("released_at", flat=True)) == {run.published_at}
    the_answer_is_sound(run)
    directs_are_at_their_schools()
    assert broken_invariants() == {}


def the_answer_is_sound(run: MatchingRun) -> None:
    """What was stored proves itself, and all of it was made known."""
    assert run.placed is not None
    assert run.bound is not None
    assert run.wanted is not None
    assert 0.5 * run.wanted < run.placed <= run.bound <= run.wanted
    assert check(storing.instance_of(run), storing.outcome_of(run)) == []
    known = {ResultStatus.PUT_TO_SCHOOL, ResultStatus.WITHOUT_PLACE}
    assert set(run.results.values_list("status", flat=True)) == known


def directs_are_at_their_schools() -> None:
    """Who named one school lies there."""
    rows = PlacementRequest.objects.filter(route=Route.DIRECT, parent=None)
    assert rows.exists()
    for named, lies_at in rows.values_list("preferences__school", "proposals__school"):
        assert named == lies_at


def some_wait_for_a_full_school(walk: MatchedYear) -> None:
    """The place that comes free there is for who waited longest, and for nobody else."""
    with on("2017-09-04"):
        full = full_schools(walk.year)[0]
        longest, *later = reversed(full.could_wait[:2])
        wait_at(walk, longest, full.school)
    with on("2017-09-05"):
        for request in later:
            wait_at(walk, request, full.school)
        continue_matching()
        assert waiting_at(full.school) == {longest, *later}
    with on("2017-09-05", hour=14):
        answer_as(mentor_of(full.school), full.holder, NO)
        walk.read.add(full.holder.pk)
        continue_matching()
    assert waiting_at(full.school) == set(later)
    assert longest.proposals.get().school == full.school
    assert broken_invariants() == {}


def wait_at(walk: MatchedYear, request: PlacementRequest, school: PlacementSchool) -> None:
    """The coordinator lets a request wait for a place at a school."""
    wait_for(request_pk=request.pk, school=school, actor=actor_for(walk.demand.of(request)))


def waiting_at(school: PlacementSchool) -> set[PlacementRequest]:
    """Who waits for a place at a school."""
    return set(PlacementRequest.objects.filter(waits_for=school))


def days_from(first: date) -> Iterator[str]:
    """A day for each round, as many as there can be."""
    for number in range(MOST_ROUNDS):
        yield (first + timedelta(days=number)).isoformat()
    pytest.fail("it does not come to an end")


def something_changed(walk: MatchedYear) -> bool:
    """Schools and coordinators answer what is new to them."""
    given = answer_some(walk) + choose_suggestions(walk)
    assert broken_invariants() == {}
    return bool(given)


def a_round_leaves_fewer_without_a_place(walk: MatchedYear) -> None:
    """Never more; who goes on automatically is put, the others get a suggestion."""
    before = without_place(walk.year)
    last = MatchingRun.objects.latest("pk").pk
    continue_matching()
    assert without_place(walk.year) <= before
    assert broken_invariants() == {}
    suggested = MatchingResult.objects.filter(run__gt=last, status=ResultStatus.SUGGESTED)
    assert set(suggested.values_list("request__onward", flat=True)) <= {Onward.ASK}


def nothing_is_left_to_improve(walk: MatchedYear) -> None:
    """A further round finds nothing to do, and nor does the engine with all that still look."""
    with on("2017-10-01"):
        rounds = MatchingRun.objects.count()
        continue_matching()
        assert MatchingRun.objects.count() == rounds
        rows = looking_requests(walk.year, with_refused=True)
        left = read_instance(walk.year, requests=rows).instance
    assert match(left).assignments == ()
    assert not MatchingRun.objects.exclude(state=RunState.PUBLISHED).exists()
    assert Proposal.objects.filter(state=ProposalState.REFUSED).count() > 10
