"""After the release: requests that look for a school are matched at once, or in the next round.

A round takes the requests that look for a school and that were not matched yet as they are now, or
for which a place came free since; it leaves alone those whose coordinator has a suggestion to
choose. It is a small run, with of the schools only what these requests ask, and makes itself known.
The same input is never matched twice: its answer would be the same (decision 0015).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F, Q

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear
from matching import storing
from matching.engine import solver
from matching.engine.instance import Instance, Limits
from matching.enums import ResultStatus, RunScope, RunState, RunTrigger
from matching.exceptions import RunActive
from matching.hoping import Room
from matching.models import MatchingResult, MatchingRun
from matching.publishing import is_released, publish_by_itself
from matching.reading import Reading, looking_requests, read_instance, slim, versions_digest
from matching.running import CONNECTION_ERRORS, LONGEST_ERROR
from matching.starting import become_active
from requests_app.models import PlacementRequest

logger = logging.getLogger(__name__)

LIMITS = Limits(seconds=10, effort=50)
"""A lone request is matched in the time of a page; a few hundred in that of a cup of coffee."""
MOST_LOST = 5
"""After so many workers that were lost on the same input, it is left alone."""


@dataclass(frozen=True)
class Last:
    """What the last run gave for a request as it is now: status, and school, of each part."""

    parts: tuple[tuple[str, int | None], ...]

    @property
    def statuses(self) -> set[str]:
        """The statuses of its parts."""
        return {status for status, _school in self.parts}


def match_request(request_pk: int) -> MatchingRun | None:
    """Match one request that started to look for a school.

    Returns:
        The run; None when there was nothing to do, or when it is left to the next round since
        another run is under way.
    """
    request = PlacementRequest.objects.select_related("year").get(pk=request_pk)
    try:
        return match_looking(request.year, only=request.reference, trigger=RunTrigger.REQUEST)
    except RunActive:
        logger.info("request %s is left to the next round", request.reference)
        return None


def match_looking(
    year: AcademicYear, *, only: str | None = None, trigger: RunTrigger = RunTrigger.SWEEP
) -> MatchingRun | None:
    """Match what looks for a school in a year, and make it known.

    Arguments:
        only: the reference of the request that it is about. Who waits for a named school goes
            along all the same, since a place that comes free is theirs first.

    Returns:
        The run; None when there was nothing to do.

    Raises:
        RunActive: another run of the year is under way.
    """
    if not _is_time(year):
        return None
    rows = looking_requests(year, with_refused=True)
    if only is not None:
        rows = rows.filter(Q(reference=only) | Q(waits_for__isnull=False))
    if not rows.exists():
        return None
    reading = read_instance(year, requests=rows)
    chosen = choose(reading, only)
    if not chosen:
        return None
    narrowed = narrow(reading, chosen)
    fields = storing.reading_fields(narrowed)
    if _was_matched(year, str(fields["input_hash"])):
        return None
    run = MatchingRun(
        year=year,
        scope=RunScope.LOOKING,
        trigger=trigger,
        publishes_itself=True,
        seed=LIMITS.seed,
        seconds_limit=round(LIMITS.seconds),
        effort_limit=LIMITS.effort,
        started_at=clock.now(),
        **fields,
    )
    with transaction.atomic():
        become_active(run, RunState.RUNNING)
    _solve(run, narrowed.instance)
    return run


def _is_time(year: AcademicYear) -> bool:
    """After the release, while requests can be filed and schools can answer."""
    return (
        is_released(year)
        and phases.is_open(year, PhaseKind.ANSWERS)
        and phases.is_open(year, PhaseKind.REQUESTS)
    )


def choose(reading: Reading, only: str | None = None) -> set[str]:
    """The references of the requests that are worth matching now.

    Arguments:
        only: the one that it is about: besides it only who waits, and nobody when it is not.
    """
    last = _last_results(reading)
    room = Room(reading.instance)
    asked = {request.key: request for request in reading.instance.requests}
    numbers = {pk: number for number, pk in reading.school_pks.items()}
    found: set[str] = set()
    for reference in reading.request_pks:
        request = asked.get(reference)
        before = last.get(reference)
        if before is None:
            worth = True
        elif request is None:  # its own school cannot be asked, as it was told
            worth = False
        elif ResultStatus.SUGGESTED in before.statuses:
            schools = [numbers.get(school or 0) for _status, school in before.parts if school]
            worth = not all(school and room.is_at(school, request) for school in schools)
        elif before.statuses == {ResultStatus.WITHOUT_PLACE}:
            worth = room.is_somewhere(request)
        else:
            worth = True
        waits = request is not None and request.waits_for is not None
        if worth and (only is None or reference == only or waits):
            found.add(reference)
    return found if only is None or only in found else set()


def _last_results(reading: Reading) -> dict[str, Last]:
    """By reference, of the requests that were matched as they are now, the last time."""
    rows = MatchingResult.objects.filter(
        request__in=reading.request_pks.values(),
        request_version=F("request__version"),
        run__state=RunState.PUBLISHED,
    ).order_by("run_id", "pk")
    runs: dict[str, int] = {}
    found: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for reference, run, status, school in rows.values_list(
        "request__reference", "run_id", "status", "school_id"
    ):
        if runs.get(reference) != run:
            runs[reference], found[reference] = run, []
        found[reference].append((status, school))
    return {reference: Last(tuple(parts)) for reference, parts in found.items()}


def narrow(reading: Reading, chosen: set[str]) -> Reading:
    """A reading of only some of its requests, with of the schools only what they ask."""
    requests = tuple(r for r in reading.instance.requests if r.key in chosen)
    versions = {key: version for key, version in reading.versions.items() if key in chosen}
    notes = {**reading.instance.notes, "versions": versions_digest(versions)}
    whole = Instance(requests, reading.instance.schools, notes)
    return replace(
        reading,
        instance=slim(whole),
        request_pks={key: pk for key, pk in reading.request_pks.items() if key in chosen},
        versions=versions,
        left_out={key: why for key, why in reading.left_out.items() if key in chosen},
    )


def _was_matched(year: AcademicYear, input_hash: str) -> bool:
    """Whether this very input was matched before: the answer would be the same."""
    rows = MatchingRun.objects.filter(
        year=year, scope=RunScope.LOOKING, input_hash=input_hash
    ).values_list("state", flat=True)
    states = list(rows)
    lost = states.count(RunState.DISCARDED)
    return RunState.PUBLISHED in states or RunState.FAILED in states or lost >= MOST_LOST


def _solve(run: MatchingRun, whole: Instance) -> None:
    try:
        outcome = solver.match(whole, LIMITS)
        stored = storing.store_outcome(run.pk, whole, outcome)
    except CONNECTION_ERRORS:
        raise
    except Exception as error:  # whatever it is: told to administrators
        logger.exception("matching run %s failed", run.pk)
        MatchingRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
            state=RunState.FAILED,
            error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\x00", ""),
            finished_at=clock.now(),
        )
        return
    if stored:
        publish_by_itself(run.pk)
