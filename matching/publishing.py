"""Makes the answer of a run known: its requests are put to their schools, in batches.

A batch holds whole schools, is one transaction, and costs a constant number of queries; no school
is locked longer than a batch takes. Each result leaves the state "planned" in the transaction in
which something was done with it, so that a publication that was broken off goes on where it was,
and nothing is done twice (decision 0014). All proposals of a run have the moment at which its
publication began.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import PhaseClosed
from calendar_cfg.models import AcademicYear
from calendar_cfg.tasks_base import enqueue
from calendar_cfg.withholding import withheld_when
from institutions.actors import SYSTEM, Actor
from matching.announcing import suggest
from matching.enums import ResultStatus, RunScope, RunState, RunTrigger
from matching.exceptions import RunActive, RunRefused
from matching.marking import mark, mark_skipped
from matching.models import MatchingResult, MatchingRun
from matching.rechecking import Now, Skip, read_now, why_skipped
from matching.splits import publish_splits
from matching.starting import become_active, lock_run, require_may_run
from requests_app.enums import Onward
from requests_app.models import PlacementRequest
from requests_app.proposing import propose_many

logger = logging.getLogger(__name__)

FIRST, BATCH = 300, 800
"""Results in the first batch, and in one at the most, about: it ends with a whole school."""
SMALLEST = 20
LONG = timedelta(milliseconds=500)
"""A batch that took longer is followed by one of half its size."""
SPLIT_COSTS = 3
"""So much more than another result a request costs that is split."""
LONGEST_ERROR = 1000

RELEASED = {"scope": RunScope.ALL, "state": RunState.PUBLISHED}
"""What the run is that released a year: it was about everything, and is made known."""


def is_released(year: AcademicYear, *, before: MatchingRun | None = None) -> bool:
    """Whether the release of a year has been: a run over everything was made known.

    Arguments:
        before: not counting this run.
    """
    rows = MatchingRun.objects.filter(year=year, **RELEASED)
    return (rows if before is None else rows.exclude(pk=before.pk)).exists()


@transaction.atomic
def publish(run: MatchingRun, *, actor: Actor) -> MatchingRun:
    """Make the answer of a run known; a task does it, in batches. Twice changes nothing.

    Raises:
        PermissionDenied: the actor is no administrator.
        PhaseClosed: schools cannot answer yet, or any more.
        RunActive: another run of the year is under way.
        RunRefused: there is no answer to make known.
    """
    require_may_run(actor)
    run = lock_run(run.pk)
    if run.state in (RunState.PUBLISHING, RunState.PUBLISHED):
        return run
    if run.state != RunState.READY:
        raise RunRefused(_("Deze ronde is niet klaar om bekendgemaakt te worden."))
    begin_publishing(run)
    enqueue_publishing(run)
    return run


def enqueue_publishing(run: MatchingRun) -> None:
    from matching import tasks

    enqueue(tasks.publish_run, run.pk)


def begin_publishing(run: MatchingRun) -> None:
    """Note the moment that all proposals of a locked run share.

    Raises:
        PhaseClosed, RunActive: as `publish`.
    """
    phases.require_open(run.year, PhaseKind.ANSWERS)
    run.published_at = clock.now()
    run.version += 1
    become_active(run, RunState.PUBLISHING)


def publish_by_itself(run_id: int) -> None:
    """Go on making a run known, or begin with it when it publishes itself and now it can."""
    run = MatchingRun.objects.without_files().get(pk=run_id)
    if run.state == RunState.READY and run.publishes_itself:
        try:
            with transaction.atomic():
                run = lock_run(run_id)
                if run.state == RunState.READY:
                    begin_publishing(run)
        except (PhaseClosed, RunActive) as error:
            logger.info("matching run %s is not made known yet: %s", run_id, error)
            return
    publish_batches(run_id)


def publish_batches(run_id: int) -> None:
    """Put all that is planned to its school, batch by batch, and close the run.

    A fault is noted with the run, which stays where it is: the next round tries again.
    """
    try:
        size = min(FIRST, BATCH)
        began = clock.real_now()
        while _publish_batch(run_id, size):
            size = next_size(size, clock.real_now() - began)
            began = clock.real_now()
    except Exception as error:
        words = f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\x00", "")
        MatchingRun.objects.filter(pk=run_id).update(error=words)
        raise


def next_size(size: int, took: timedelta) -> int:
    """How many results the next batch holds, when this one took so long.

    On a busy machine batches become smaller, so that no school waits a second for one.
    """
    if took > LONG:
        return max(size // 2, SMALLEST)
    return min(size * 2, BATCH) if took < LONG / 2 else size


@transaction.atomic
def _publish_batch(run_id: int, size: int = FIRST) -> bool:
    """One batch under the lock of the run; whether there may be more."""
    _look_up_by_index()
    run = lock_run(run_id)
    if run.state != RunState.PUBLISHING:
        return False
    with withheld_when(run.is_late):
        return _publish_next(run, size)


def _publish_next(run: MatchingRun, size: int) -> bool:
    if results := _next_batch(run, size):
        now = read_now(run.year, results)
        skipped = _put_or_suggest(run, now, results)
    elif split := _next_splits(run, size):
        now = read_now(run.year, split)
        skipped = publish_splits(run, now, split, puts=puts_for(run, now))
    else:
        return _close(run)
    _count_skipped(run, skipped)
    run.heartbeat_at = clock.real_now()
    run.save(update_fields=["figures", "heartbeat_at"])
    return True


def _look_up_by_index() -> None:
    """Never read whole tables in this transaction.

    PostgreSQL keeps the plan with which it checks a foreign key for as long as a connection lasts.
    In the first batch the proposals are so few that reading them all looks quickest; for each
    line of the later ones it would read them all again, thousands of times.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def _planned(run: MatchingRun) -> QuerySet[MatchingResult]:
    """What is left to do, without the explanations, which are long."""
    return run.results.filter(status=ResultStatus.PLANNED).defer("explanation")


def _next_batch(run: MatchingRun, most: int) -> list[MatchingResult]:
    """What is planned at the next few schools, whole requests only."""
    whole = _planned(run).filter(subjects=[])
    schools: list[int] = []
    size = 0
    for school, count in (
        whole.order_by("school_id").values_list("school_id").annotate(count=Count("pk"))
    ):
        if schools and size + count > most:
            break
        schools.append(school)
        size += count
    return list(whole.filter(school__in=schools).order_by("pk"))


def _next_splits(run: MatchingRun, most: int) -> list[MatchingResult]:
    """What is planned for parts of the next few requests that are split."""
    split = _planned(run).exclude(subjects=[])
    requests = split.order_by("request_id").values_list("request_id", flat=True).distinct()
    next_few = list(requests[: max(1, most // SPLIT_COSTS)])
    return list(split.filter(request__in=next_few).order_by("pk"))


def puts_for(run: MatchingRun, now: Now) -> set[int]:
    """The requests that are put to their school without asking their coordinator first.

    At the release that is everybody. Afterwards: who goes on automatically, and who waits for
    a named school. Where schools can answer from another day on, and the release runs again, also
    who was held until that day: their page promised that they go together with the others.
    """
    if not is_released(run.year, before=run):
        return set(now.requests)
    held_before = _midnight_of_release(run)
    return {
        pk
        for pk, request in now.requests.items()
        if request.onward == Onward.AUTOMATIC
        or request.waits_for_id is not None
        or (held_before and request.filed_at and request.filed_at < held_before)
    }


def _midnight_of_release(run: MatchingRun) -> datetime | None:
    """When the day began on which schools can answer; None when the run is no release."""
    if run.trigger != RunTrigger.EFFECT:
        return None
    window = phases.phase_window(run.year, PhaseKind.ANSWERS)
    return datetime.combine(window.opens_on, time(), tzinfo=clock.BRUSSELS) if window else None


def _put_or_suggest(
    run: MatchingRun, now: Now, results: Sequence[MatchingResult]
) -> Iterable[Skip]:
    puts = puts_for(run, now)
    put: list[MatchingResult] = []
    suggested: list[MatchingResult] = []
    skipped: list[tuple[MatchingResult, Skip]] = []
    for result in sorted(results, key=lambda result: precedence(now, result)):
        if skip := why_skipped(now, result):
            skipped.append((result, skip))
        elif result.is_fixed or result.request_id in puts:
            put.append(result)
        else:
            suggested.append(result)
    pairs = [(now.requests[r.request_id], now.schools[int(r.school_id or 0)]) for r in put]
    propose_many(pairs, actor=SYSTEM, moment=run.published_at)
    mark(put, ResultStatus.PUT_TO_SCHOOL)
    suggest(suggested)
    return mark_skipped(skipped)


def precedence(now: Now, result: MatchingResult) -> tuple[object, ...]:
    """Who comes first where places were lost: fixed, waiting longest, voorrang, named highest."""
    request: PlacementRequest = now.requests[result.request_id]
    return (
        not result.is_fixed,
        request.waits_since or datetime.max.replace(tzinfo=clock.BRUSSELS),
        request.hardship_confirmed_at is None,
        result.rank or 0,
        request.reference,
    )


def _count_skipped(run: MatchingRun, skipped: Iterable[Skip]) -> None:
    counts = Counter(run.figures.get("skipped", {}))
    counts.update(str(skip.reason.label) for skip in skipped)
    run.figures["skipped"] = dict(counts)


def _close(run: MatchingRun) -> bool:
    """Everything is known: the run is published."""
    run.state, run.error = RunState.PUBLISHED, ""
    run.figures.setdefault("skipped", {})
    run.version += 1
    run.save(update_fields=["state", "error", "figures", "version"])
    logger.info("matching run %s is made known", run.pk)
    return False
