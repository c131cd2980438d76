"""The lesuren of a school: when each begins and ends. A school that says none has the usual ones.

What was planned keeps the hours that it was planned with: moving a lesuur moves nobody's activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from hashlib import sha256
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.exceptions import StaleVersion
from institutions.models import PlacementSchool
from institutions.rights import require_school_editor
from placements.models import Placement
from schedules.lesuren import USUAL, Lesuren, Lesuur
from schedules.models import MOST_LESUREN, LessonHour


def own_lesuren(school: PlacementSchool) -> Lesuren:
    """What the school says itself, possibly nothing; one query."""
    rows = LessonHour.objects.filter(school=school).order_by("number")
    return tuple(Lesuur(*row) for row in rows.values_list("number", "start", "end"))


def lesuren_of_school(school: PlacementSchool) -> Lesuren:
    """The lesuren of a school: its own, or the usual ones; one query."""
    return own_lesuren(school) or USUAL


def with_lesuren(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Stages with the lesuren of their school, for `lesuren_of_placement`; in the same query."""
    rows = LessonHour.objects.filter(school=OuterRef("proposal__school")).order_by("number")
    facts = JSONObject(number=F("number"), start=F("start"), end=F("end"))
    return placements.annotate(lesuren_rows=ArraySubquery(rows.values(facts=facts)))


def lesuren_of_placement(placement: Any) -> Lesuren:
    """The lesuren of the school of a stage; one query, and none when read `with_lesuren`."""
    rows = getattr(placement, "lesuren_rows", None)
    if rows is None:
        return lesuren_of_school(placement.school)
    own = tuple(
        Lesuur(row["number"], time.fromisoformat(row["start"]), time.fromisoformat(row["end"]))
        for row in rows
    )
    return own or USUAL


def stamp_of(lesuren: Lesuren) -> str:
    """A short mark that differs when the lesuren do: the version of the form."""
    return sha256(repr(lesuren).encode()).hexdigest()[:16]


def why_wrong(lesuren: Sequence[Lesuur]) -> list[tuple[int, str]]:
    """What is wrong, by the number of the lesuur; empty when they may be saved."""
    wrong = []
    before: Lesuur | None = None
    for lesuur in sorted(lesuren):
        if lesuur.end <= lesuur.start:
            wrong.append((lesuur.number, _("Een lesuur moet beginnen voor het eindigt.")))
        elif before is not None and lesuur.start < before.end:
            words = _("Dit lesuur begint voor lesuur %(number)d eindigt (%(hours)s).")
            hours = {"number": before.number, "hours": before.hours}
            wrong.append((lesuur.number, words % hours))
        before = lesuur
    return wrong


@transaction.atomic
def save_lesson_hours(
    *, actor: Actor, school: PlacementSchool, lesuren: Iterable[Lesuur], stamp: str
) -> Lesuren:
    """Store the lesuren of a school; none at all means the usual ones. The same again is harmless.

    Arguments:
        stamp: `stamp_of` what the form was opened with.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        DomainError: they overlap, or one ends before it begins.
        StaleVersion: somebody saved other lesuren in between; `current` are those.
    """
    require_school_editor(actor, school)
    PlacementSchool.objects.select_for_update().get(pk=school.pk)
    wanted = tuple(sorted(lesuren))
    if wrong := why_wrong(wanted):
        raise DomainError(wrong[0][1])
    stored = own_lesuren(school)
    if wanted == stored:
        return stored
    if stamp != stamp_of(stored):
        message = _("Iemand bewaarde intussen andere lesuren. Kijk na wat er nu staat.")
        raise StaleVersion(message, current=stored)
    with logged_as(actor):
        LessonHour.objects.filter(school=school).delete()
        LessonHour.objects.bulk_create(
            LessonHour(school=school, number=row.number, start=row.start, end=row.end)
            for row in wanted
            if 1 <= row.number <= MOST_LESUREN
        )
    return wanted
