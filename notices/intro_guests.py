"""The trainees with an account who are invited to intromoments, by the stages as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Membership
from institutions.enums import Role
from intromoments.models import Intromoment
from notices.recipients import Recipient, members, of_membership
from placements.models import Placement


def guests_of(rows: Iterable[Intromoment]) -> Mapping[int, list[Recipient]]:
    """By id of the intromoment; two queries for any number (`intromoments.querysets.invited`)."""
    rows = list(rows)
    if not rows:
        return {}
    trainee = "proposal__request__trainees__user"
    of = ("proposal__school", "proposal__request__year", "proposal__request__trimester")
    stages = Placement.objects.live().filter(
        proposal__seen_at__isnull=False,
        proposal__school__in={row.school_id for row in rows},
        proposal__request__year__in={row.year_id for row in rows},
        proposal__request__trimester__in={row.trimester for row in rows},
        **{f"{trainee}__isnull": False},
    )
    placed = set(stages.order_by().values_list(*of, trainee, "proposal__request__institution"))
    people = _trainees(user for *_of, user, _institution in placed)
    by_moment: dict[tuple[Any, ...], list[Recipient]] = {}
    for *moment, user, institution in sorted(placed):
        if to := people.get((user, institution)):
            by_moment.setdefault(tuple(moment), []).append(to)
    return {row.pk: by_moment.get((row.school_id, row.year_id, row.trimester), []) for row in rows}


def _trainees(users: Iterable[int]) -> dict[tuple[int, int | None], Recipient]:
    """By account and institution."""
    rows = Membership.objects.filter(user__in=set(users), role=Role.TRAINEE)
    return {(row.user_id, row.institution_id): of_membership(row) for row in members(rows)}
