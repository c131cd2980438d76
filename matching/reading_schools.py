"""Reads the supply of a year as the engine takes it: all active schools, in seven queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import BlockedPeriod, Campus, Offer, PlacementSchool, SchoolYear, Subject
from institutions.provinces import province_of
from matching.engine import instance
from requests_app.places import Taken, taken_by_school

Facts = Mapping[int, Any]
"""By the primary key of the school."""


@dataclass(frozen=True)
class Supply:
    """The schools, and what a request must know of each: its key, and whether it takes anybody."""

    schools: tuple[instance.School, ...]
    keys: dict[int, int]
    """Primary key to instellingsnummer."""


def read_schools(year: AcademicYear, only: Collection[int] | None = None) -> Supply:
    """Every active school with what it said, offers, blocks and has taken.

    Arguments:
        only: primary keys of the only schools to read; all when left out.
    """
    rows = PlacementSchool.objects.active().order_by("pk")
    if only is not None:
        rows = rows.filter(pk__in=only)
    facts = list(rows.values_list("pk", "number", "net", "education_forms", "finalities", "graden"))
    said = _said(year)
    offers, blocked = _offers(year), _blocked(year)
    points, provinces = _campuses()
    taken = taken_by_school(year, schools=only)
    slugs = dict(Subject.objects.values_list("pk", "slug"))
    schools = tuple(
        instance.School(
            key=number,
            points=points.get(pk, ()),
            net=net,
            education_forms=frozenset(forms),
            finalities=frozenset(finalities),
            graden=frozenset(graden),
            province=provinces.get(pk, ""),
            offers=offers.get(pk, ()),
            blocked=blocked.get(pk, ()),
            **said.get(pk, NOTHING_SAID),
            **_taken(taken.get(pk), slugs),
        )
        for pk, number, net, forms, finalities, graden in facts
    )
    return Supply(schools, {row[0]: row[1] for row in facts})


NOTHING_SAID: Mapping[str, Any] = {"total": None, "takes_nobody": False, "is_confirmed": False}


def _said(year: AcademicYear) -> dict[int, dict[str, Any]]:
    rows = SchoolYear.objects.filter(year=year).order_by()
    return {
        pk: {
            "total": total,
            "takes_nobody": stance == Stance.NO or total == 0,
            "is_confirmed": confirmed_at is not None,
        }
        for pk, total, stance, confirmed_at in rows.values_list(
            "school_id", "total_at_same_time", "stance", "confirmed_at"
        )
    }


def _offers(year: AcademicYear) -> dict[int, tuple[instance.Offer, ...]]:
    """What schools offer; the rows of a school that says no do not count (decision 0008)."""
    rows = Offer.objects.filter(school_year__year=year).exclude(school_year__stance=Stance.NO)
    found: dict[int, list[instance.Offer]] = defaultdict(list)
    for school, subject, places, trimester, graad, kinds in rows.order_by("pk").values_list(
        "school_year__school_id", "subject__slug", "places", "trimester", "graad", "kinds"
    ):
        found[school].append(instance.Offer(subject, places, trimester, graad, frozenset(kinds)))
    return {school: tuple(sorted(lines, key=_offer_order)) for school, lines in found.items()}


def _offer_order(offer: instance.Offer) -> tuple[Any, ...]:
    """An order that does not depend on when a row was written."""
    kinds = sorted(offer.kinds)
    return offer.subject, offer.trimester or 0, offer.graad or 0, kinds, offer.places


def _blocked(year: AcademicYear) -> dict[int, tuple[instance.BlockedDays, ...]]:
    rows = BlockedPeriod.objects.filter(school_year__year=year).order_by("first_day")
    found: dict[int, list[instance.BlockedDays]] = defaultdict(list)
    for school, first, last in rows.values_list("school_year__school_id", "first_day", "last_day"):
        found[school].append(instance.BlockedDays(first, last))
    return {school: tuple(days) for school, days in found.items()}


def _campuses() -> tuple[dict[int, tuple[instance.Point, ...]], dict[int, str]]:
    """Where the campuses of each school are, and the province of its head campus.

    A school without a head campus lies where its first one does.
    """
    rows = Campus.objects.filter(is_active=True).order_by("-is_head", "number")
    points: dict[int, list[instance.Point]] = defaultdict(list)
    provinces: dict[int, str] = {}
    for school, code, latitude, longitude in rows.values_list(
        "school_id", "postal_code", "latitude", "longitude"
    ):
        provinces.setdefault(school, province_of(code).value)
        if latitude is not None and longitude is not None:
            points[school].append((latitude, longitude))
    return {school: tuple(sorted(found)) for school, found in points.items()}, provinces


def _taken(taken: Taken | None, slugs: Mapping[int, str]) -> dict[str, Any]:
    if taken is None:
        return {}
    by_subject = sorted(
        (slugs[subject], trimester, count)
        for (subject, trimester), count in taken.by_subject.items()
    )
    return {"taken": tuple(by_subject), "taken_in_all": tuple(sorted(taken.total.items()))}
