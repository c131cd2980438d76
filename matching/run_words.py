"""Runs of the matching in words: what each is about, who started it, and how good it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_moment
from matching.enums import RunScope, RunState, RunTrigger
from matching.models import MatchingRun

COMPUTING = (RunState.QUEUED, RunState.RUNNING)


def scope_words(run: MatchingRun) -> str:
    """Which requests a run is about: "Trimester 2", "Wat nog zoekt van Hogeschool X"."""
    if run.scope == RunScope.TRIMESTER:
        return _("Trimester %(number)s") % {"number": run.trimester}
    if run.scope == RunScope.INSTITUTION:
        return _("Wat nog zoekt van %(institution)s") % {"institution": run.institution}
    return str(RunScope(run.scope).label)


def starter_words(run: MatchingRun) -> str:
    """Who or what started a run."""
    if run.trigger == RunTrigger.ADMIN and run.started_by is not None:
        return str(run.started_by)
    return str(RunTrigger(run.trigger).label)


def trainees(n: int) -> str:
    """ "1 stagiair", "12 stagiairs"."""
    return ngettext("%(n)d stagiair", "%(n)d stagiairs", n) % {"n": n}


def placed_words(run: MatchingRun) -> str:
    """ "1 812 van 1 900 stagiairs"; empty before there is an answer."""
    if run.placed is None or run.wanted is None:
        return ""
    return _("%(placed)d van %(wanted)s") % {
        "placed": run.placed,
        "wanted": trainees(run.wanted),
    }


def gap(run: MatchingRun) -> int | None:
    """How many trainees more could have a place at the most; None before that is known."""
    if run.placed is None or run.bound is None:
        return None
    return run.bound - run.placed


def gap_words(run: MatchingRun) -> str:
    """How far from the best possible: proven best, or at most so many more."""
    left = gap(run)
    if left is None:
        return ""
    if run.is_optimal:
        return _("bewezen best")
    if left == 0:
        return _("meer plaatsen kan niet, bewezen")
    return _("hoogstens %(trainees)s meer") % {"trainees": trainees(left)}


def since_words(run: MatchingRun) -> str:
    """The moment that its state speaks of: published, finished, begun, or made."""
    moments = {
        RunState.PUBLISHED: run.published_at,
        RunState.READY: run.finished_at,
        RunState.RUNNING: run.started_at,
    }
    return long_moment(moments.get(RunState(run.state)) or run.created_at)


def title_of(run: MatchingRun) -> str:
    """The name of a run in a heading or a list: when it was made."""
    return _("Matchingronde van %(moment)s") % {"moment": long_moment(run.created_at)}
