"""Hears of intromoments: trainees are invited, and told of changes; and reminds them.

Nobody else is told: the page of a stage says to the institution whether its trainee comes, and the
school reads the answers on its own page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.dispatch import receiver

from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from intromoments.changes import called_off, planned
from intromoments.enums import Coming
from intromoments.models import Attendance, Intromoment
from intromoments.querysets import invited_by_row
from notices.daily import daily
from notices.intro_guests import guests_of
from notices.kind import Kind
from notices.kinds.intromoments import (
    IntroCalledOff,
    IntroChanged,
    IntroInvitation,
    IntroReminder,
)
from notices.recipients import Recipient, trainees_of
from notices.telling import Told, tell
from placements.models import Placement
from requests_app.models import PlacementRequest
from requests_app.signals import answer_opened
from schedules.lesuren import hours_words


@receiver(planned)
def invite(intromoment: Intromoment, actor: Actor, is_new: bool, **_kwargs: Any) -> None:
    """The trainees of that trimester are invited, or told of the change."""
    _tell(IntroInvitation if is_new else IntroChanged, guests_of([intromoment]), [intromoment])


@receiver(called_off)
def does_not_take_place(intromoment: Intromoment, actor: Actor, **_kwargs: Any) -> None:
    """Who was invited is told."""
    _tell(IntroCalledOff, guests_of([intromoment]), [intromoment])


@receiver(answer_opened)
def invite_who_is_placed_now(request: PlacementRequest, proposal_pk: int, **_kwargs: Any) -> None:
    """From now on the trainees of a stage know of it, and are invited to what was planned."""
    stage = Placement.objects.filter(proposal=proposal_pk)
    rows = Intromoment.objects.on().filter(invited_by_row(stage)).select_related("school", "year")
    to_come = [row for row in rows if not row.has_begun]
    if to_come:
        people = trainees_of([request]).get(request.pk, [])
        _tell(IntroInvitation, {row.pk: people for row in to_come}, to_come)


@daily
def tomorrow(day: date) -> int:
    """Remind the invited the lesdag before; not who said that they cannot come."""
    until = school_calendar().next_lesdag(day + timedelta(days=1))
    rows = Intromoment.objects.on().filter(day__gt=day, day__lte=until)
    found = list(rows.select_related("school", "year").order_by("pk"))
    said = Attendance.objects.filter(intromoment__in=found, coming=Coming.NO)
    stay_away = set(said.values_list("intromoment", "trainee__user"))
    guests = {
        pk: [to for to in people if (pk, to.user_id) not in stay_away]
        for pk, people in guests_of(found).items()
    }
    return _tell(IntroReminder, guests, found)


def _tell(
    kind: type[Kind], people: Mapping[int, Iterable[Recipient]], rows: Sequence[Intromoment]
) -> int:
    return tell(
        kind,
        [
            Told(to, f"{row.pk}:{row.sequence}", year=row.year, data=_data(row))
            for row in rows
            for to in people[row.pk]
        ],
    )


def _data(row: Intromoment) -> dict[str, Any]:
    return {
        "intromoment": str(row.public_id),
        "sequence": row.sequence,
        "school": str(row.school),
        "day": row.day.isoformat(),
        "hours": hours_words(row.start, row.end),
        "place": row.place,
    }
