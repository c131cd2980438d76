"""Makers of runs of the matching and what belongs to them. Say what matters, leave the rest."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from matching.enums import LockKind, ResultStatus, RunState, RunTrigger
from matching.models import MatchingPart, MatchingResult, MatchingRun, PairLock
from tests.factories import RequestFactory, SchoolFactory, YearFactory


def row(name: str, **given: object) -> dict[str, object]:
    """A row of figures, of an institution, a subject or a province."""
    plain = {"wanted": 10, "placed": 9, "mean_rank": 1.5, "mean_km": 12.1, "first_choice": 6}
    return {"name": name, **plain, **given}


def figures(**given: object) -> dict[str, object]:
    """Figures in the shape of `matching.figures`: 9 of 10 trainees placed, which is the best."""
    trainees_by_rank = {1: 6, 2: 2, 6: 1}
    plain = {
        "wanted": 10,
        "placed": 9,
        "bound": 9,
        "is_optimal": True,
        "stopped_by_time": False,
        "requests": {"wanted": 10, "placed": 9, "partly": 0, "without": 1, "fixed": 2},
        "hardship": {"wanted": 1, "placed": 1},
        "split": {"requests": 0, "trainees": 0},
        "ranks": [
            {"rank": rank, "trainees": trainees_by_rank.get(rank, 0)} for rank in range(1, 7)
        ],
        "mean_rank": 1.5,
        "mean_km": 12.1,
        "load": [
            {"from": 0, "to": 50, "schools": 3},
            {"from": 50, "to": 100, "schools": 2},
            {"from": 100, "to": None, "schools": 1},
        ],
        "institutions": [row("Hogeschool Eigen")],
        "subjects": [row("frans")],
        "provinces": [row("oost-vlaanderen"), row("", wanted=0, placed=0)],
        "calls": [],
        "left_out": [],
    }
    return {**plain, **given}


class MatchingRunFactory(DjangoModelFactory[MatchingRun]):
    """A run over everything that is ready to be looked at: 9 of 10 placed, at most 9 possible."""

    class Meta:
        model = MatchingRun

    year = factory.SubFactory(YearFactory)
    trigger = RunTrigger.ADMIN
    state = RunState.READY
    engine_version = "1"
    wanted = 10
    placed = 9
    bound = 9
    is_optimal = True
    figures = factory.LazyFunction(figures)
    created_at = datetime(2017, 9, 12, 8, 0, tzinfo=UTC)
    started_at = datetime(2017, 9, 12, 8, 1, tzinfo=UTC)
    finished_at = datetime(2017, 9, 12, 8, 2, tzinfo=UTC)


class MatchingPartFactory(DjangoModelFactory[MatchingPart]):
    """The first part of a run, waiting to be solved."""

    class Meta:
        model = MatchingPart

    run = factory.SubFactory(MatchingRunFactory, state=RunState.RUNNING)
    number = 1
    requests = 20


class MatchingResultFactory(DjangoModelFactory[MatchingResult]):
    """A request that goes to a school it did not name; `school=None` for one without a place."""

    class Meta:
        model = MatchingResult

    run = factory.SubFactory(MatchingRunFactory)
    request = factory.SubFactory(
        RequestFactory, year=factory.SelfAttribute("..run.year"), school=False, route="wishes"
    )
    request_version = factory.SelfAttribute("request.version")
    school = factory.SubFactory(SchoolFactory)
    rank = factory.LazyAttribute(lambda o: 6 if o.school else None)
    hectometres = factory.LazyAttribute(lambda o: 123 if o.school else None)
    status = factory.LazyAttribute(
        lambda o: ResultStatus.PLANNED if o.school else ResultStatus.WITHOUT_PLACE
    )


class PairLockFactory(DjangoModelFactory[PairLock]):
    """A request fixed at a school by hand."""

    class Meta:
        model = PairLock

    request = factory.SubFactory(RequestFactory, school=False, route="wishes")
    school = factory.SubFactory(SchoolFactory)
    kind = LockKind.FIXED
    reason = "Afgesproken aan de telefoon"
