"""Schools found by name, number or place, each with why it cannot be asked for a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from institutions.actors import Actor
from institutions.models import Campus, PlacementSchool
from requests_app.askable import said_of, why_not_said, with_said
from requests_app.enums import RequestState
from requests_app.models import PlacementRequest
from requests_app.refusals import schools_that_refused

SHOWN = 20
MAX_WORDS = 8
MAX_NUMBER = 2_147_483_647


@dataclass(frozen=True)
class Choosable:
    """A school, where it is, and why it cannot be asked; `why_not` is empty when it can."""

    school: PlacementSchool
    place: str
    why_not: str


@dataclass(frozen=True)
class SchoolsFound:
    """What a search found, and the schools chosen already, in order."""

    found: list[Choosable]
    chosen: list[Choosable]
    more: bool


def find_schools(
    request: PlacementRequest, actor: Actor, *, text: str, chosen: Sequence[UUID] = ()
) -> SchoolsFound:
    """Schools of which each word is in the name, or is the number, the code or the place.

    One query (and one for what was refused, where something can be).

    Arguments:
        chosen: public ids of the schools chosen so far, in order.
    """
    rows = with_said(
        _wanted(actor, text, chosen), school="pk", year=request.year_id, request=request.pk
    )
    refused = set() if request.state == RequestState.DRAFT else schools_that_refused(request)
    return _found(rows, chosen, lambda row: why_not_said(request, row, said_of(row), refused))


def find_any_schools(actor: Actor, *, text: str, chosen: Sequence[UUID] = ()) -> SchoolsFound:
    """The same for no request: every school can be chosen. One query.

    Arguments:
        chosen: public ids of the schools chosen so far, in order.
    """
    return _found(_wanted(actor, text, chosen), chosen, lambda _row: "")


def _wanted(actor: Actor, text: str, chosen: Sequence[UUID]) -> QuerySet[PlacementSchool]:
    wanted = Q(public_id__in=chosen)
    if words := text.replace("\0", "").split()[:MAX_WORDS]:
        wanted |= _found_by(words)
    rows: QuerySet[PlacementSchool] = PlacementSchool.objects.visible_to(actor)
    return rows.filter(wanted)


def _found(
    rows: QuerySet[PlacementSchool], chosen: Sequence[UUID], why_not: Callable[[Any], str]
) -> SchoolsFound:
    placed: Any = rows.annotate(place=_place()).order_by("name", "number")
    by_id = {
        row.public_id: Choosable(row, row.place or "", why_not(row))
        for row in placed[: SHOWN + len(chosen) + 1]
    }
    others = [row for key, row in by_id.items() if key not in set(chosen)]
    return SchoolsFound(
        found=others[:SHOWN],
        chosen=[by_id[key] for key in dict.fromkeys(chosen) if key in by_id],
        more=len(others) > SHOWN,
    )


def _place() -> Subquery:
    head = Campus.objects.filter(school=OuterRef("pk"), is_active=True)
    return Subquery(head.order_by("-is_head", "number").values("locality")[:1])


def _found_by(words: Iterable[str]) -> Q:
    found = Q(is_active=True)
    for word in words:
        campus = Campus.objects.filter(school=OuterRef("pk"), is_active=True).filter(
            Q(postal_code=word) | Q(locality__icontains=word)
        )
        here: Any = Q(name__icontains=word) | Exists(campus)
        if word.isascii() and word.isdigit() and int(word) <= MAX_NUMBER:
            here |= Q(number=int(word))
        found &= here
    return found
