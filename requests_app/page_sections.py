"""What an app above adds to pages of this one: imports run one way, so it registers itself.

    @adds_to_dashboard(Role.ADMIN)
    def runs(asking: Asking) -> Dashboard: ...

    @tells_what_changed
    def told(asking: Asking, since: datetime) -> Changes: ...

    @adds_to_way
    def of_stages(asking: Asking) -> Mapping[int, Sequence[Step]]: ...

    @adds_to_request_page
    def matching(page: RequestPage) -> Section | None: ...

    @adds_to_proposal_page
    def stage(page: ProposalPage) -> Section | None: ...

    @adds_to_proposal_reading
    def links(rows: QuerySet[Proposal]) -> QuerySet[Proposal]: ...

The page of a request put to a school asks ten queries already, so its sections are best read with
the request itself: a subquery that the last of these annotates.

A module that does so is imported in the `ready` of its app.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from calendar_cfg import clock
from institutions.enums import Role
from requests_app.dashboards import Asking, Changes, Dashboard, Task, in_order
from requests_app.models import Proposal
from requests_app.way import Step

Adding = Callable[[Asking], Dashboard]

_ADDING: dict[Role, list[Adding]] = defaultdict(list)


def adds_to_dashboard(*roles: Role) -> Callable[[Adding], Adding]:
    """Let a function add tasks, what is waited for, and facts to the dashboard of some roles."""

    def register(adding: Adding) -> Adding:
        for role in roles:
            if adding not in _ADDING[role]:
                _ADDING[role].append(adding)
        return adding

    return register


def with_additions(board: Dashboard, asking: Asking) -> Dashboard:
    """A dashboard with what other apps add for the role that asks, and the time left of tasks."""
    role = asking.actor.role
    boards = [board, *(adding(asking) for adding in _ADDING.get(role, []))] if role else [board]
    tasks = in_order(task for one in boards for task in one.tasks)
    return replace(
        board,
        tasks=[_with_time_left(task, asking) for task in tasks],
        waiting=[fact for one in boards for fact in one.waiting],
        facts=[fact for one in boards for fact in one.facts],
    )


def _with_time_left(task: Task, asking: Asking) -> Task:
    return replace(task, left=asking.time_to(task.due)) if task.due else task


Telling = Callable[[Asking, datetime], Changes]

FIRST_VISIT = timedelta(days=7)
"""How far back somebody who never looked before is told what changed."""

_TELLING: list[Telling] = []


def tells_what_changed(telling: Telling) -> Telling:
    """Let a function say what changed for who asks since a moment; there is one."""
    _TELLING[:] = [telling]
    return telling


def with_changes(board: Dashboard, asking: Asking, since: datetime | None) -> Dashboard:
    """A dashboard with what changed since the visit before; at a first visit, of the last days."""
    start = since or clock.now() - FIRST_VISIT
    found = _TELLING[0](asking, start) if _TELLING else Changes(start)
    return replace(board, changed=replace(found, is_first=since is None))


Walking = Callable[[Asking], Mapping[int, Sequence[Step]]]

_WALKING: list[Walking] = []


def adds_to_way(walking: Walking) -> Walking:
    """Let a function say the later steps of a trainee's own requests of a year, by their id."""
    if walking not in _WALKING:
        _WALKING.append(walking)
    return walking


def later_steps(asking: Asking) -> dict[int, list[Step]]:
    """The steps after the school's answer, of the requests of who asks."""
    found: dict[int, list[Step]] = defaultdict(list)
    for walking in _WALKING:
        for pk, steps in walking(asking).items():
            found[pk] += steps
    return found


@dataclass(frozen=True)
class Section:
    """A part of the page of a request, or of a request put to a school.

    Arguments:
        template: draws it, with `content` in its context besides what the page has.
        has_primary: whether the one thing to do on the page stands in it.
    """

    template: str
    content: Any
    has_primary: bool = False


Drawing = Callable[[Any], Section | None]

_SECTIONS: list[Drawing] = []


def adds_to_request_page(drawing: Drawing) -> Drawing:
    """Let a function add a section to the page of a request; it is given the `RequestPage`."""
    if drawing not in _SECTIONS:
        _SECTIONS.append(drawing)
    return drawing


def sections_of(page: Any) -> list[Section]:
    """The sections that other apps add to the page of a request."""
    return _drawn(_SECTIONS, page)


_PROPOSAL_SECTIONS: list[Drawing] = []


def adds_to_proposal_page(drawing: Drawing) -> Drawing:
    """Let a function add a section to the school's page; it is given the `ProposalPage`."""
    if drawing not in _PROPOSAL_SECTIONS:
        _PROPOSAL_SECTIONS.append(drawing)
    return drawing


Reading = Callable[[QuerySet[Proposal]], QuerySet[Proposal]]
_PROPOSAL_READINGS: list[Reading] = []


def adds_to_proposal_reading(reading: Reading) -> Reading:
    """Let a function annotate the one query of the school's page with what its section shows."""
    if reading not in _PROPOSAL_READINGS:
        _PROPOSAL_READINGS.append(reading)
    return reading


def with_proposal_readings(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Requests put to a school with what the sections of other apps show of them."""
    for reading in _PROPOSAL_READINGS:
        rows = reading(rows)
    return rows


def proposal_sections_of(page: Any) -> list[Section]:
    """The sections that other apps add to the page of a request put to a school."""
    return _drawn(_PROPOSAL_SECTIONS, page)


def _drawn(drawings: list[Drawing], page: Any) -> list[Section]:
    found = [drawing(page) for drawing in drawings]
    return [section for section in found if section is not None]
