"""Who may read the names of trainees: the one rule (domain.md, 7; trust.md, 22).

The institution knows its own trainees. A school knows a trainee's name from the moment the
request reached it until 30 days after the stageperiode, and then only how many they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import ngettext

from calendar_cfg import clock
from institutions.actors import Actor
from requests_app.models import PlacementRequest, Proposal

KEPT_AFTER_PERIOD = timedelta(days=30)


def last_day_of_names(request: PlacementRequest) -> date | None:
    """The last day on which a school reads the names; None while there is no period."""
    return request.period_end + KEPT_AFTER_PERIOD if request.period_end else None


def school_reads_names(proposal: Proposal) -> bool:
    """Whether the school that a proposal was put to may read the trainees' names today."""
    today, last = clock.today(), last_day_of_names(proposal.request)
    return proposal.released_at.astimezone(clock.BRUSSELS).date() <= today and (
        last is None or today <= last
    )


def may_read_names(actor: Actor, proposal: Proposal) -> bool:
    """Whether this actor, who may see the proposal, may read its trainees' names today."""
    return actor.is_admin or actor.institution is not None or school_reads_names(proposal)


def how_many_trainees(count: int) -> str:
    """ "1 stagiair", "3 stagiairs": what stands in the place of names."""
    return ngettext("%(count)d stagiair", "%(count)d stagiairs", count) % {"count": count}


def names_or_number(names: Sequence[str], *, readable: bool) -> str:
    """The names, or only how many they are."""
    return ", ".join(names) if readable and names else how_many_trainees(len(names))
