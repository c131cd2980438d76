"""Reads the demand of a year as the engine takes it, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, QuerySet
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.models import PostalCode
from matching.engine import instance
from matching.enums import LockKind, ResultStatus
from matching.models import MatchingResult, PairLock
from requests_app.enums import RequestState, Route
from requests_app.models import Activity, PlacementRequest, Preference, Trainee
from requests_app.refusals import passed_over_schools_of

ATTACHED = PlacementRequest.trainees.through
EXCLUDED = Trainee.excluded_schools.through
COLUMNS = (
    "pk",
    "reference",
    "version",
    "state",
    "route",
    "institution__name",
    "trimester",
    "period_start",
    "period_end",
    "max_distance_km",
    "nets",
    "education_forms",
    "other_schools",
    "may_split",
    "hardship_confirmed_at",
    "waits_for_id",
    "waits_since",
)


@dataclass
class Around:
    """What lies around requests, by their primary key; schools by theirs."""

    lines: dict[int, list[instance.Line]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[int, list[instance.Point | None]] = field(default_factory=lambda: defaultdict(list))
    preferences: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    refused: Mapping[int, set[int]] = field(default_factory=dict)
    late: Mapping[int, set[int]] = field(default_factory=dict)
    not_at: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    fixed: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Demand:
    """Requests as the engine takes them, and those that go nowhere, with why.

    Arguments:
        rows: reference to (primary key, version), of both.
        left_out: reference to why its school cannot be asked, in words.
    """

    requests: tuple[instance.Request, ...]
    rows: dict[str, tuple[int, int]]
    left_out: dict[str, str]


def read_requests(
    requests: QuerySet[PlacementRequest],
    schools: Mapping[int, instance.School],
    *,
    with_fixed: bool,
) -> Demand:
    """What these requests ask.

    Arguments:
        schools: by primary key.
        with_fixed: requests whose school is fixed go along; else they are left away silently.
    """
    rows = list(requests.order_by("pk").values(*COLUMNS))
    around = _read_around([row["pk"] for row in rows])
    found: list[instance.Request] = []
    left_out: dict[str, str] = {}
    for row in rows:
        school = _fixed_at(row, around)
        if school is not None and not with_fixed:
            continue
        if school is not None and (why := _why_not_there(row, school, schools, around)):
            left_out[row["reference"]] = why
        else:
            found.append(_request(row, school, schools, around))
    known = {row["reference"]: (row["pk"], row["version"]) for row in rows}
    return Demand(tuple(found), known, left_out)


def _fixed_at(row: Mapping[str, Any], around: Around) -> int | None:
    """The school by hand, or the one that a direct request names; who waits only waits.

    A direct request that was refused looks beyond the school that it named.
    """
    if row["waits_for_id"] is not None:
        return None
    if row["pk"] in around.fixed:
        return around.fixed[row["pk"]]
    named = around.preferences.get(row["pk"])
    is_direct = row["route"] == Route.DIRECT and row["state"] == RequestState.SUBMITTED
    return named[0] if is_direct and named else None


def _why_not_there(
    row: Mapping[str, Any], school: int, schools: Mapping[int, instance.School], around: Around
) -> str:
    found = schools.get(school)
    if found is None:
        return _("De school bestaat niet meer.")
    if found.takes_nobody:
        return _("De school neemt dit jaar geen stagiairs.")
    if school in around.refused.get(row["pk"], ()):
        return _("De school heeft dit al geweigerd.")
    if school in around.not_at.get(row["pk"], ()):
        return _("Een stagiair gaat niet naar deze school.")
    first, last = row["period_start"], row["period_end"]
    if any(days.first <= last and days.last >= first for days in found.blocked):
        return _("De school neemt in deze periode niemand.")
    return ""


def _request(
    row: Mapping[str, Any],
    fixed: int | None,
    schools: Mapping[int, instance.School],
    around: Around,
) -> instance.Request:
    pk = row["pk"]
    homes = around.homes.get(pk, [])
    waits_for = row["waits_for_id"]
    named = {*around.preferences.get(pk, ()), waits_for, fixed}
    late = around.late.get(pk, set()) - named
    gone = around.refused.get(pk, set()) | around.not_at.get(pk, set()) | late
    return instance.Request(
        key=row["reference"],
        institution=row["institution__name"],
        trimester=row["trimester"],
        first_day=row["period_start"],
        last_day=row["period_end"],
        lines=tuple(around.lines.get(pk, ())),
        size=max(1, len(homes)),
        homes=tuple(homes),
        max_distance_km=row["max_distance_km"],
        nets=frozenset(row["nets"]),
        education_forms=frozenset(row["education_forms"]),
        preferences=_keys([s for s in around.preferences.get(pk, ()) if s not in gone], schools),
        other_schools=row["other_schools"],
        may_split=row["may_split"] and len(homes) < 2,  # a groepsstage stays at one school
        is_hardship=row["hardship_confirmed_at"] is not None,
        not_at=frozenset(_keys(gone, schools)),
        fixed_at=None if fixed is None else schools[fixed].key,
        waits_for=schools[waits_for].key if waits_for in schools else None,
        waits_since=_day(row["waits_since"]),
    )


def _keys(pks: Iterable[int], schools: Mapping[int, instance.School]) -> tuple[int, ...]:
    return tuple(schools[pk].key for pk in pks if pk in schools)


def _day(moment: Any) -> Any:
    return moment.astimezone(clock.BRUSSELS).date() if moment else None


def _read_around(pks: list[int]) -> Around:
    refused, late = passed_over_schools_of(pks)
    around = Around(refused=refused, late=late)
    _read_lines(around, pks)
    _read_trainees(around, pks)
    named = Preference.objects.filter(request__in=pks).order_by("rank")
    for pk, school in named.values_list("request_id", "school_id"):
        around.preferences[pk].append(school)
    _read_locks(around, pks)
    return around


def _read_lines(around: Around, pks: Collection[int]) -> None:
    rows = Activity.objects.filter(request__in=pks).order_by("position", "pk")
    for pk, subject, kind, graad, form, finality in rows.values_list(
        "request_id", "subject__slug", "kind", "graad", "education_form", "finality"
    ):
        around.lines[pk].append(instance.Line(subject or "", kind, graad, form, finality))


def _read_trainees(around: Around, pks: Collection[int]) -> None:
    """Where each leaves from, and the schools to which one of them does not go."""
    points = postal_code_points()
    attached = ATTACHED.objects.filter(placementrequest__in=pks)
    rows = attached.order_by("placementrequest_id", "trainee__student_number")
    for pk, code in rows.values_list("placementrequest_id", "trainee__postal_code"):
        around.homes[pk].append(points.get(code))
    excluded = EXCLUDED.objects.filter(trainee__placement_requests__in=pks)
    for pk, school in excluded.values_list("trainee__placement_requests", "placementschool_id"):
        around.not_at[pk].add(school)


def _read_locks(around: Around, pks: Collection[int]) -> None:
    """What was decided by hand, and the suggestions that a coordinator left aside."""
    locks = PairLock.objects.filter(request__in=pks).order_by()
    for pk, school, kind in locks.values_list("request_id", "school_id", "kind"):
        if kind == LockKind.FIXED:
            around.fixed[pk] = school
        else:
            around.not_at[pk].add(school)
    left_aside = MatchingResult.objects.filter(request__in=pks, status=ResultStatus.DISMISSED)
    for pk, school in left_aside.order_by().values_list("request_id", "school_id"):
        if school is not None:
            around.not_at[pk].add(school)


def postal_code_points() -> dict[str, instance.Point]:
    """Where each postal code is: the middle of its localities."""
    rows = PostalCode.objects.order_by().values("code")
    means = rows.annotate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    return {
        code: (round(latitude, 6), round(longitude, 6))
        for code, latitude, longitude in means.values_list("code", "latitude", "longitude")
    }
