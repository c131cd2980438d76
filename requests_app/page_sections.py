"""What an app above adds to pages of this one: imports run one way, so it registers itself.

    @adds_to_dashboard(Role.ADMIN)
    def runs(asking: Asking) -> Dashboard: ...

    @adds_to_request_page
    def matching(page: RequestPage) -> Section | None: ...

    @adds_to_proposal_page
    def stage(page: ProposalPage) -> Section | None: ...

A module that does so is imported in the `ready` of its app.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from institutions.enums import Role
from requests_app.dashboards import Asking, Dashboard, in_order

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
    """A dashboard with what other apps add for the role that asks."""
    role = asking.actor.role
    more = [adding(asking) for adding in _ADDING.get(role, [])] if role else []
    if not more:
        return board
    return replace(
        board,
        tasks=in_order([*board.tasks, *(task for one in more for task in one.tasks)]),
        waiting=[*board.waiting, *(fact for one in more for fact in one.waiting)],
        facts=[*board.facts, *(fact for one in more for fact in one.facts)],
    )


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


def proposal_sections_of(page: Any) -> list[Section]:
    """The sections that other apps add to the page of a request put to a school."""
    return _drawn(_PROPOSAL_SECTIONS, page)


def _drawn(drawings: list[Drawing], page: Any) -> list[Section]:
    found = [drawing(page) for drawing in drawings]
    return [section for section in found if section is not None]
