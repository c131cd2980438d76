"""A run of the matching begins: one a year at a time. It may be stopped, and taken up again."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_moment
from calendar_cfg.models import AcademicYear
from calendar_cfg.tasks_base import enqueue
from institutions.actors import SYSTEM, Actor
from institutions.models import TrainingInstitution
from matching.engine.instance import Limits
from matching.enums import ACTIVE_STATES, RunScope, RunState, RunTrigger
from matching.exceptions import RunActive, RunRefused
from matching.models import MatchingRun
from matching.run_words import starter_words

MOST_SECONDS = 900
"""A part is one task, which is killed after `calendar_cfg.tasks_base.TIME_LIMIT_SECONDS`."""
LIMITS = Limits()
STOPPABLE = (
    RunState.QUEUED,
    RunState.RUNNING,
    RunState.INTERRUPTED,
    RunState.READY,
    RunState.FAILED,
)


@dataclass(frozen=True)
class About:
    """What a run is about: everything, one trimester, or what one institution still looks for."""

    trimester: int | None = None
    institution: TrainingInstitution | None = None

    @property
    def scope(self) -> RunScope:
        """The scope that goes with it; a trimester goes before an institution."""
        if self.trimester is not None:
            return RunScope.TRIMESTER
        return RunScope.ALL if self.institution is None else RunScope.INSTITUTION


EVERYTHING = About()


def require_may_run(actor: Actor) -> None:
    """Runs are for administrators, and for the system itself.

    Raises:
        PermissionDenied: the actor is neither.
    """
    if not (actor.is_admin or actor == SYSTEM):
        raise PermissionDenied


def require_none_active(year: AcademicYear, *, but: MatchingRun | None = None) -> None:
    """One run a year at a time.

    Raises:
        RunActive: another one is under way; the message says who started it, and when.
    """
    active = MatchingRun.objects.filter(year=year, state__in=ACTIVE_STATES)
    if but is not None:
        active = active.exclude(pk=but.pk)
    found = active.without_files().select_related("started_by").first()
    if found is not None:
        words = _("Voor %(year)s loopt al een matchingronde (%(who)s, %(when)s). Wacht even.")
        names = {"who": starter_words(found), "when": long_moment(found.created_at)}
        raise RunActive(words % {"year": year, **names})


def own_active_run(year: AcademicYear, actor: Actor) -> MatchingRun | None:
    """The run of a year that this person has under way."""
    rows = MatchingRun.objects.filter(year=year, state__in=ACTIVE_STATES, started_by=actor.user)
    return rows.without_files().first() if actor.user else None


@transaction.atomic
def start_run(
    *,
    year: AcademicYear,
    actor: Actor,
    about: About = EVERYTHING,
    trigger: RunTrigger = RunTrigger.ADMIN,
    publishes_itself: bool = False,
    based_on: MatchingRun | None = None,
    limits: Limits = LIMITS,
) -> MatchingRun:
    """Queue a run; a task reads, solves and, when it `publishes_itself`, makes it known.

    Arguments:
        based_on: a run whose answer the search starts from.
        limits: stored with the run, so that it can be done again with the same answer.

    Raises:
        PermissionDenied: the actor is no administrator.
        RunActive: another run of the year is under way; the message says whose.
        RunRefused: the limit is longer than a task may take.
    """
    require_may_run(actor)
    if limits.seconds > MOST_SECONDS:
        raise RunRefused(
            _("Kies hoogstens %(seconds)d seconden.") % {"seconds": MOST_SECONDS},
            field="seconds_limit",
        )
    run = MatchingRun(
        year=year,
        scope=about.scope,
        trimester=about.trimester,
        institution=about.institution,
        trigger=trigger,
        started_by=actor.user,
        based_on=based_on,
        publishes_itself=publishes_itself,
        seed=limits.seed,
        seconds_limit=round(limits.seconds),
        effort_limit=limits.effort,
    )
    become_active(run, RunState.QUEUED)
    _enqueue_work(run)
    return run


def become_active(run: MatchingRun, state: RunState) -> None:
    """Save a run in an active state; of two at once the constraint lets one through.

    Raises:
        RunActive: another run of the year is under way.
    """
    require_none_active(run.year, but=run if run.pk else None)
    run.state = state
    run.heartbeat_at = clock.real_now()
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        require_none_active(run.year, but=run if run.pk else None)
        raise


@transaction.atomic
def resume_run(run: MatchingRun, *, actor: Actor) -> MatchingRun:
    """Take up an interrupted or failed run again: the parts that are done stay done.

    Raises:
        PermissionDenied: the actor is no administrator.
        RunActive: another run of the year is under way.
        RunRefused: this run was not interrupted and did not fail.
    """
    require_may_run(actor)
    run = lock_run(run.pk)
    if run.state not in (RunState.INTERRUPTED, RunState.FAILED):
        raise RunRefused(_("Deze ronde is niet onderbroken en niet mislukt."))
    run.attempts, run.error = 0, ""
    become_active(run, RunState.INTERRUPTED)
    _enqueue_work(run)
    return run


@transaction.atomic
def discard(run: MatchingRun, *, actor: Actor) -> MatchingRun:
    """Stop a run that is under way, or throw its answer away; nothing of it is made known.

    Raises:
        PermissionDenied: the actor is no administrator.
        RunRefused: it was made known, or is being made known.
    """
    require_may_run(actor)
    run = lock_run(run.pk)
    if run.state == RunState.DISCARDED:
        return run
    if run.state not in STOPPABLE:
        raise RunRefused(_("Wat bekendgemaakt is, kan niet meer weggegooid worden."))
    run.state = RunState.DISCARDED
    run.finished_at = run.finished_at or clock.now()
    run.version += 1
    run.save(update_fields=["state", "finished_at", "version"])
    return run


def lock_run(pk: int) -> MatchingRun:
    """The run without its files, its row locked until the end of the transaction."""
    rows = MatchingRun.objects.without_files().select_for_update(of=("self",))
    run: MatchingRun = rows.select_related("year").get(pk=pk)
    return run


def _enqueue_work(run: MatchingRun) -> None:
    from matching.tasks import work_on_run

    enqueue(work_on_run, run.pk)
