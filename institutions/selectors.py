"""Reads about schools: what they offer in a year, and where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.models import AcademicYear
from institutions.enums import ActivityKind, Graad, Stance
from institutions.geography import Point, mean_point
from institutions.models import Campus, Offer, PlacementSchool, PostalCode, SchoolYear, Subject
from institutions.offer_rules import TRIMESTERS, graad_words

PlacesByTrimester = dict[tuple[int, int], int]
"""Places by (primary key of the subject, number of the trimester)."""


@dataclass
class GridRow:
    """One row of a school's offer: a subject for a graad, at a campus, on the same terms.

    Attributes:
        graad: None means: in any graad.
        campus: None means: anywhere in the school.
        kinds: the kinds of activity accepted; empty means all.
        places: trimester -> places; a line for the whole year counts in all three.
    """

    subject: Subject
    graad: Graad | None
    campus: Campus | None
    kinds: tuple[ActivityKind, ...] = ()
    remark: str = ""
    places: dict[int, int] = field(default_factory=lambda: dict.fromkeys(TRIMESTERS, 0))

    @property
    def by_trimester(self) -> list[tuple[int, int]]:
        """(trimester, places) for T1, T2 and T3."""
        return [(trimester, self.places[trimester]) for trimester in TRIMESTERS]

    @property
    def graad_words(self) -> str:
        """ "2de graad", or "elke graad"."""
        return graad_words(self.graad)

    @property
    def kinds_words(self) -> str:
        """The kinds of activity in words; "alle soorten" where none is left out."""
        return ", ".join(str(kind.label) for kind in self.kinds) or _("alle soorten")


def school_year(school: PlacementSchool, year: AcademicYear) -> SchoolYear | None:
    """What a school says of itself for a year; None while it has said nothing."""
    rows = SchoolYear.objects.filter(school=school, year=year)
    return rows.select_related("school", "year", "confirmed_by").first()


def offer_grid(school_year: SchoolYear) -> list[GridRow]:
    """The offer as a table: a row per subject, graad and campus, with T1 to T3 side by side.

    Lines with other kinds or another remark stay rows of their own, so that nothing is lost.
    """
    offers = school_year.offers.select_related("subject", "campus")
    grid: dict[object, GridRow] = {}
    for offer in offers.order_by("subject__name", "graad", "campus__number", "trimester", "pk"):
        kinds = tuple(kind for kind in ActivityKind if kind in offer.kinds)
        key = (offer.subject_id, offer.graad, offer.campus_id, kinds, offer.remark)
        if key not in grid:
            graad = Graad(offer.graad) if offer.graad else None
            grid[key] = GridRow(offer.subject, graad, offer.campus, kinds, offer.remark)
        for trimester in trimesters_of(offer.trimester):
            grid[key].places[trimester] += offer.places
    return list(grid.values())


def totals(grid: Iterable[GridRow]) -> list[tuple[int, int]]:
    """(trimester, places) over all rows, for the foot of the table."""
    rows = list(grid)
    return [(number, sum(row.places[number] for row in rows)) for number in TRIMESTERS]


def trimesters_of(trimester: int | None) -> tuple[int, ...]:
    """The trimesters in which a row counts: its own, or all three."""
    return (trimester,) if trimester else TRIMESTERS


def places_offered(school: PlacementSchool, year: AcademicYear) -> PlacesByTrimester:
    """Places of one school by (subject, trimester); see `places_offered_by_school`."""
    return places_offered_by_school(year, [school.pk]).get(school.pk, {})


def places_offered_by_school(
    year: AcademicYear, schools: Iterable[int] | None = None
) -> dict[int, PlacesByTrimester]:
    """Places by school, subject and trimester, in one query.

    Graden and campuses are added together. A row without a trimester counts in each trimester.
    A school that says it takes nobody offers nothing, whatever rows it still has. What was
    carried over and not yet confirmed does count.

    Arguments:
        schools: ids of the only schools to look at; all schools of the year when left out.
    """
    offers = Offer.objects.filter(school_year__year=year).exclude(school_year__stance=Stance.NO)
    if schools is not None:
        offers = offers.filter(school_year__school__in=list(schools))
    rows = offers.values_list("school_year__school_id", "subject_id", "trimester", "places")
    found: dict[int, PlacesByTrimester] = defaultdict(lambda: defaultdict(int))
    for school_id, subject_id, trimester, places in rows.order_by():
        for number in trimesters_of(trimester):
            found[school_id][subject_id, number] += places
    return {school_id: dict(places) for school_id, places in found.items()}


@dataclass(frozen=True)
class Supply:
    """What one school offers in a year; `total` at the same time is None when it gave none."""

    places: PlacesByTrimester
    total: int | None


def supply_by_school(year: AcademicYear, schools: Iterable[int] | None = None) -> dict[int, Supply]:
    """Offered places and the total of the schools that said something, in one query.

    Places are counted as in `places_offered_by_school`.
    """
    said = SchoolYear.objects.filter(year=year)
    if schools is not None:
        said = said.filter(school__in=list(schools))
    rows: Any = said.order_by().values_list(
        "school_id",
        "total_at_same_time",
        "stance",
        "offers__subject_id",
        "offers__trimester",
        "offers__places",
    )
    found: dict[int, Supply] = {}
    for school, total, stance, subject, trimester, places in rows:
        here = found.setdefault(school, Supply({}, total))
        if places is None or stance == Stance.NO:  # no offer at all gives a row without places
            continue
        for number in trimesters_of(trimester):
            here.places[subject, number] = here.places.get((subject, number), 0) + places
    return found


def postal_code_point(code: str) -> Point | None:
    """Where a postal code is: the middle of its localities; None when it is unknown."""
    rows = PostalCode.objects.filter(code=code).values_list("latitude", "longitude")
    return mean_point(Point(*row) for row in rows)


def campus_point(campus: Campus) -> Point | None:
    """Where a campus is; None while its coordinates are unknown."""
    if campus.latitude is None or campus.longitude is None:
        return None
    return Point(campus.latitude, campus.longitude)
