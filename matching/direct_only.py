"""When a run has failed for good: what needs no search can still reach its school.

Direct requests, and those fixed by hand, go to the school that they name. The others keep looking
and are matched in the rounds that follow.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.actors import Actor
from matching import storing
from matching.engine.instance import OTHER_RANK, Instance, Request
from matching.engine.outcome import Assignment, Outcome
from matching.enums import RunState
from matching.exceptions import RunRefused
from matching.models import MatchingResult, MatchingRun
from matching.publishing import begin_publishing, enqueue_publishing
from matching.reading import read_instance
from matching.starting import lock_run, require_may_run


@transaction.atomic
def publish_direct(run: MatchingRun, *, actor: Actor) -> MatchingRun:
    """Make known, of a run that failed, only the requests whose school is fixed.

    Raises:
        PermissionDenied: the actor is no administrator.
        PhaseClosed, RunActive: as `publishing.publish`.
        RunRefused: the run did not fail.
    """
    require_may_run(actor)
    run = lock_run(run.pk)
    if run.state != RunState.FAILED:
        raise RunRefused(
            _("Alleen van een mislukte ronde kan u de rechtstreekse aanvragen vrijgeven.")
        )
    reading = read_instance(run.year)
    fixed = [request for request in reading.instance.requests if request.fixed_at is not None]
    whole = Instance(tuple(fixed), reading.instance.schools, reading.instance.notes)
    outcome = _all_fixed(whole)
    for name, value in storing.reading_fields(reading).items():
        setattr(run, name, value)
    for name, value in storing.outcome_fields(whole, outcome, reading.left_out).items():
        setattr(run, name, value)
    run.figures["direct_only"] = True
    run.finished_at = clock.now()
    run.results.all().delete()
    MatchingResult.objects.bulk_create(
        storing.results_of(run, whole, outcome), batch_size=storing.BATCH
    )
    begin_publishing(run)
    enqueue_publishing(run)
    return run


def _all_fixed(whole: Instance) -> Outcome:
    """The answer that needs no search: each goes where it is fixed."""
    return Outcome(
        assignments=tuple(_fixed(request) for request in whole.requests),
        unplaced=(),
        bound=0,
        is_optimal=False,
        stopped_by_time=False,
        wanted=sum(request.size for request in whole.requests),
    )


def _fixed(request: Request) -> Assignment:
    school = request.fixed_at
    assert school is not None
    named = request.preferences
    return Assignment(
        request=request.key,
        school=school,
        subjects=request.subjects,
        rank=named.index(school) + 1 if school in named else OTHER_RANK,
        hectometres=None,
        is_fixed=True,
    )
