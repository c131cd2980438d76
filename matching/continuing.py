"""Each minute: go on with the runs that stand still, then match what looks for a school.

It needs no queue: what a broker lost, or never took, is done here and now.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM
from matching import looking, publishing, running
from matching.enums import ACTIVE_STATES, RunScope, RunState
from matching.exceptions import RunActive
from matching.models import MatchingRun
from matching.standing import is_stale
from matching.starting import discard

logger = logging.getLogger(__name__)


def continue_matching() -> None:
    """Do what is left to do of all runs; safe at any time, any number of times, also at once.

    In order: a run whose worker was lost is interrupted, and taken up again; queued parts are
    solved; a publication that was broken off goes on; answers that make themselves known are made
    known; requests that look for a school are matched, in each year that was released.
    """
    active = MatchingRun.objects.filter(state__in=ACTIVE_STATES).without_files().order_by("pk")
    for run in active:
        with _the_others_go_on():
            _continue(run)
    ready = MatchingRun.objects.filter(state=RunState.READY, publishes_itself=True)
    for pk in ready.order_by("pk").values_list("pk", flat=True):
        with _the_others_go_on():
            publishing.publish_by_itself(pk)
    for year in AcademicYear.objects.filter(matching_runs__state=RunState.PUBLISHED).distinct():
        with _the_others_go_on(), suppress(RunActive):  # else in the next round
            looking.match_looking(year)


@contextmanager
def _the_others_go_on() -> Iterator[None]:
    """Whatever goes wrong with one run or year, the rest of the round is done."""
    try:
        yield
    except running.CONNECTION_ERRORS:
        raise
    except Exception:  # told in the log and with the run
        logger.exception("a step of the matching failed")


def _continue(run: MatchingRun) -> None:
    if run.state == RunState.PUBLISHING:
        if is_stale(run):
            publishing.publish_batches(run.pk)
        return
    if run.scope == RunScope.LOOKING:
        if is_stale(run):  # small, and of the moment: a new one is made from how things are now
            discard(run, actor=SYSTEM)
        return
    if run.state == RunState.RUNNING and is_stale(run):
        running.interrupt(run.pk, "The worker was lost.")
    running.work_through(run.pk)
