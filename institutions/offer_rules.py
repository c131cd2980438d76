"""What a school's data for a year may be. Pure: a plan in, its problems out.

Forms and the service ask the same function, so that a page can point at the row that is wrong
and nothing wrong gets past any other way in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range
from institutions.enums import Graad, Stance

TRIMESTERS = (1, 2, 3)

Places = tuple[int, int, int]
"""Places in T1, T2 and T3."""


@dataclass(frozen=True)
class OfferRow:
    """A row of the grid: a subject for a graad at a campus, with places per trimester.

    Attributes:
        graad: None means: in any graad.
        campus_id: None means: anywhere in the school.
        kinds: the kinds of activity accepted, in the order of the enum; empty means: all.
    """

    subject_id: int
    places: Places
    graad: int | None = None
    campus_id: int | None = None
    kinds: tuple[str, ...] = ()
    remark: str = ""

    def lines(self) -> Iterator[tuple[int | None, int]]:
        """(trimester, places) as stored: one line without trimester where all are equal."""
        if len(set(self.places)) == 1:
            yield None, self.places[0]
            return
        yield from ((n, p) for n, p in zip(TRIMESTERS, self.places, strict=True) if p)

    def slots(self) -> set[tuple[int, int | None, int | None, int]]:
        """What this row offers places in; no other row may offer the same."""
        return {
            (self.subject_id, self.graad, self.campus_id, trimester)
            for trimester, places in zip(TRIMESTERS, self.places, strict=True)
            if places
        }


@dataclass(frozen=True)
class BlockedDays:
    """Days on which a school takes nobody, both inclusive."""

    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class OfferPlan:
    """All that a school says of one year."""

    stance: Stance = Stance.UNKNOWN
    reason: str = ""
    total: int | None = None
    rows: tuple[OfferRow, ...] = ()
    blocked: tuple[BlockedDays, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What the year and the school allow, and the words to say it with."""

    first_day: date
    last_day: date
    subjects: dict[int, str] = field(default_factory=dict)
    campuses: Collection[int] = ()


class Section(Enum):
    """The part of the page that a problem belongs to."""

    STANCE = "stance"
    OFFER = "offer"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Problem:
    """Something that is wrong: where (section, row from 0, field) and what to do about it."""

    section: Section
    index: int
    field: str
    message: str


def problems_of(plan: OfferPlan, limits: Limits) -> list[Problem]:
    """All that is wrong with a plan, in the order of the page; empty when it may be saved."""
    return [
        *_stance_problems(plan),
        *_row_problems(plan, limits),
        *_double_problems(plan, limits),
        *_blocked_problems(plan, limits),
        *_overlap_problems(plan),
    ]


def _stance_problems(plan: OfferPlan) -> Iterator[Problem]:
    if plan.stance == Stance.UNKNOWN:
        message = _("Kies of uw school dit jaar stagiairs neemt.")
        yield Problem(Section.STANCE, 0, "stance", message)
    if plan.stance in (Stance.MAYBE, Stance.NO) and not plan.reason:
        message = _("Geef kort de reden. Lerarenopleidingen lezen ze bij uw school.")
        yield Problem(Section.STANCE, 0, "stance_reason", message)
    if plan.total == 0 and plan.stance != Stance.NO:
        message = _("Vul minstens 1 in, of kies dat uw school dit jaar geen stagiairs neemt.")
        yield Problem(Section.STANCE, 0, "total_at_same_time", message)


def _row_problems(plan: OfferPlan, limits: Limits) -> Iterator[Problem]:
    for index, row in enumerate(plan.rows):
        name = limits.subjects.get(row.subject_id)
        if name is None:
            yield Problem(Section.OFFER, index, "subject", _("Kies een vak uit de lijst."))
        if row.campus_id is not None and row.campus_id not in limits.campuses:
            message = _("Kies een vestigingsplaats van uw school.")
            yield Problem(Section.OFFER, index, "campus", message)
        if not any(row.places):
            message = _("Vul voor minstens één trimester plaatsen in, of verwijder deze rij.")
            yield Problem(Section.OFFER, index, "t1", message)
        elif plan.total and max(row.places) > plan.total:
            trimester = TRIMESTERS[row.places.index(max(row.places))]
            message = _(
                "U biedt %(places)s plaatsen aan, maar uw school neemt maar %(total)s stagiairs "
                "tegelijk. Verlaag dit getal of verhoog het totaal."
            ) % {"places": max(row.places), "total": plan.total}
            yield Problem(Section.OFFER, index, f"t{trimester}", message)


def _double_problems(plan: OfferPlan, limits: Limits) -> Iterator[Problem]:
    seen: set[tuple[int, int | None, int | None, int]] = set()
    for index, row in enumerate(plan.rows):
        if twice := row.slots() & seen:
            trimester = min(slot[3] for slot in twice)
            message = _(
                "%(subject)s, %(graad)s, staat al in een andere rij voor T%(trimester)s. "
                "Tel de plaatsen samen in één rij."
            ) % {
                "subject": limits.subjects.get(row.subject_id, _("Dit vak")),
                "graad": graad_words(row.graad),
                "trimester": trimester,
            }
            yield Problem(Section.OFFER, index, f"t{trimester}", message)
        seen |= row.slots()


def _blocked_problems(plan: OfferPlan, limits: Limits) -> Iterator[Problem]:
    for index, days in enumerate(plan.blocked):
        if days.first_day > days.last_day:
            message = _("De laatste dag valt voor de eerste dag.")
            yield Problem(Section.BLOCKED, index, "last_day", message)
        elif days.first_day < limits.first_day or days.last_day > limits.last_day:
            message = _("Kies dagen in dit schooljaar: %(days)s.") % {
                "days": date_range(limits.first_day, limits.last_day)
            }
            yield Problem(Section.BLOCKED, index, "first_day", message)


def _overlap_problems(plan: OfferPlan) -> Iterator[Problem]:
    for index, days in enumerate(plan.blocked):
        for other in plan.blocked[:index]:
            if days.first_day <= other.last_day and other.first_day <= days.last_day:
                message = _("Deze periode overlapt met %(days)s (%(reason)s).") % {
                    "days": date_range(other.first_day, other.last_day),
                    "reason": other.reason,
                }
                yield Problem(Section.BLOCKED, index, "first_day", message)
                break


def graad_words(graad: int | None) -> str:
    """ "2de graad", or "elke graad"."""
    return str(Graad(graad).label) if graad else _("elke graad")
