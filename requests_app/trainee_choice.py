"""Stagiairs to choose from: those ticked already, and those that a search finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, Value, When

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from requests_app.models import Trainee
from requests_app.trainee_selectors import TraineeFilter, trainees_for

SHOWN = 60
MAX_WORDS = 8


@dataclass(frozen=True)
class TraineeSearch:
    """Whose trainees, and for requests of which year."""

    actor: Actor
    year: AcademicYear


@dataclass(frozen=True)
class Found:
    """The trainees to show: those ticked, then those without a request, then the others.

    `more` when the search finds others too.
    """

    rows: list[Any]
    more: bool


def trainees_to_choose(search: TraineeSearch, *, text: str, chosen: Iterable[str]) -> Found:
    """Trainees of the actor's institution, each with `subject_names` and `request_count`.

    Arguments:
        text: words to find in a name, a student number, a programme or a subject.
        chosen: public ids that stay in the list, also when the search does not find them.
    """
    ids = uuids(chosen)
    ticked = Q(public_id__in=ids)
    wanted = Q(is_active=True)
    for word in text.replace("\0", "").split()[:MAX_WORDS]:
        wanted &= (
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(student_number__icontains=word)
            | Q(programme__name__icontains=word)
            | Q(
                pk__in=Trainee.subjects.through.objects.filter(
                    subject__name__icontains=word
                ).values("trainee")
            )
        )
    first = Case(When(ticked, then=Value(False)), default=Value(True), output_field=BooleanField())
    rows = trainees_for(search.actor, search.year, TraineeFilter()).filter(ticked | wanted)
    order = ("is_found", "has_request", "last_name", "first_name", "pk")
    limit = SHOWN + len(ids)
    placed = Case(
        When(request_count=0, then=Value(False)), default=Value(True), output_field=BooleanField()
    )
    rows = rows.annotate(is_found=first, has_request=placed)
    found = list(rows.order_by(*order)[: limit + 1])
    return Found(found[:limit], len(found) > limit)


def uuids(values: Iterable[str]) -> list[UUID]:
    """The values that are ids; the others are left out."""
    found: list[UUID] = []
    for value in values:
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found
