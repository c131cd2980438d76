"""The institution's own clauses: kept by its coordinators, in an order.

A clause that changes changes no agreement that was made before: it stands in what is made next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from agreements.enums import ClauseUse
from agreements.models import Clause
from agreements.placeholders import EXAMPLES, fill, need_known
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.models import TrainingInstitution
from requests_app.exceptions import StaleForm

MOST = 40


class Direction(StrEnum):
    """Where a clause moves in the order."""

    UP = "omhoog"
    DOWN = "omlaag"


@dataclass(frozen=True)
class ClauseText:
    """What a coordinator typed; `use` is one of `ClauseUse`."""

    title: str
    text: str
    use: str


def may_edit_clauses(actor: Actor) -> bool:
    """Whether the actor keeps the clauses of the institution."""
    return actor.is_coordinator


def clauses_of(institution: TrainingInstitution) -> QuerySet[Clause]:
    """The clauses of an institution, in order."""
    return Clause.objects.filter(institution=institution)


def where_words(clause: Clause) -> str:
    """In which documents a clause stands, where the choices do not stand beside each other."""
    if clause.use == ClauseUse.BOTH:
        return _("In de volledige stageovereenkomst en in de bijlage bij een raamovereenkomst")
    return str(ClauseUse(clause.use).label)


def example_of(clause: Clause | ClauseText) -> str:
    """The text with example values in the place of its placeholders."""
    return fill(clause.text, EXAMPLES)


@transaction.atomic
def add_clause(*, wanted: ClauseText, actor: Actor) -> Clause:
    """Add a clause at the end; one that is there already, word for word, is given back.

    Raises:
        PermissionDenied: the actor is no coordinator.
        DomainError: an unknown or unfinished placeholder, or too many clauses.
    """
    institution = _lock_institution(actor)
    need_known(wanted.text, wanted.use)
    rows = clauses_of(institution)
    same = rows.filter(title=wanted.title, text=wanted.text, use=wanted.use)
    if existing := same.first():
        return existing
    if rows.count() >= MOST:
        raise DomainError(_("Meer dan %(most)d bepalingen kunnen er niet zijn.") % {"most": MOST})
    last = rows.aggregate(last=Max("position"))["last"]
    with logged_as(actor):
        return Clause.objects.create(
            institution=institution,
            position=0 if last is None else last + 1,
            title=wanted.title,
            text=wanted.text,
            use=wanted.use,
        )


@transaction.atomic
def change_clause(
    *, clause_pk: int, wanted: ClauseText, expected_version: int | None, actor: Actor
) -> Clause:
    """Change a clause; the same words again change nothing.

    Raises:
        PermissionDenied: the actor is no coordinator.
        DomainError: it was removed in the meantime, or it has an unknown placeholder.
        StaleForm: somebody changed it after the form was opened.
    """
    clause = _locked(clause_pk, actor)
    need_known(wanted.text, wanted.use)
    if ClauseText(clause.title, clause.text, clause.use) == wanted:
        return clause
    if expected_version not in (None, clause.version):
        raise StaleForm(_("Deze bepaling werd intussen gewijzigd."))
    clause.title, clause.text, clause.use = wanted.title, wanted.text, wanted.use
    clause.version += 1
    with logged_as(actor):
        clause.save()
    return clause


@transaction.atomic
def remove_clause(*, clause_pk: int, actor: Actor) -> None:
    """Remove a clause; agreements that have it keep it. Once it is gone, this does nothing.

    Raises:
        PermissionDenied: the actor is no coordinator.
    """
    institution = _lock_institution(actor)
    with logged_as(actor):
        clauses_of(institution).filter(pk=clause_pk).delete()


@transaction.atomic
def move_clause(*, clause_pk: int, direction: Direction, seen_at: int, actor: Actor) -> None:
    """Let a clause and its neighbour change places.

    Arguments:
        seen_at: where it stood on the page, counted from 0: a second click moves it no further.

    Raises:
        PermissionDenied: the actor is no coordinator.
    """
    rows = list(clauses_of(_lock_institution(actor)))
    places = {row.pk: place for place, row in enumerate(rows)}
    place = places.get(clause_pk)
    if place is None or place != seen_at:
        return
    other = place + (-1 if direction == Direction.UP else 1)
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    with logged_as(actor):
        Clause.objects.bulk_update(rows, ["position"])


def _lock_institution(actor: Actor) -> TrainingInstitution:
    """The actor's institution, so that two coordinators change its clauses after each other."""
    if not may_edit_clauses(actor) or actor.institution is None:
        raise PermissionDenied(_("Alleen een stagecoördinator wijzigt de eigen bepalingen."))
    rows = TrainingInstitution.objects.select_for_update()
    institution: TrainingInstitution = rows.get(pk=actor.institution.pk)
    return institution


def _locked(clause_pk: int, actor: Actor) -> Clause:
    institution = _lock_institution(actor)
    clause = clauses_of(institution).filter(pk=clause_pk).first()
    if clause is None:
        raise DomainError(_("Deze bepaling werd intussen verwijderd."))
    return clause
