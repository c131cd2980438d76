"""Why a school cannot be asked: what it said of the year, its blocked days, what it refused.

What a school said is read together with the rows that name it (`with_said`), so that a list of
requests or schools costs no query for each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from institutions.enums import Stance
from institutions.models import BlockedPeriod, PlacementSchool, SchoolYear
from requests_app.models import PlacementRequest, Trainee
from requests_app.refusals import schools_that_refused

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class BlockedDays:
    """Days on which a school takes nobody, both inclusive, and why."""

    first: date
    last: date
    reason: str

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether any of these days lies in a period."""
        return bool(first and last and self.first <= last and self.last >= first)


@dataclass(frozen=True)
class Said:
    """What a school said of a year; all empty while it said nothing."""

    stance: str = Stance.UNKNOWN
    total: int | None = None
    blocked: tuple[BlockedDays, ...] = ()
    is_excluded: bool = False  # not said by the school: a trainee of the request goes elsewhere

    @property
    def takes_nobody(self) -> bool:
        """Whether the school takes no trainees in the year."""
        return self.stance == Stance.NO or self.total == 0

    def blocked_in(self, first: date | None, last: date | None) -> BlockedDays | None:
        """The first blocked days that touch a period."""
        return next((days for days in self.blocked if days.overlaps(first, last)), None)


def with_said(rows: Rows, *, school: str, year: Any, request: Any = None) -> Rows:
    """Add what each row's school said of the year, to read with `said_of`.

    Arguments:
        school: the path from a row to its school's id ("pk", "school").
        year: an AcademicYear, or an OuterRef to one.
        request: the id of the request that the schools are for, or an OuterRef to one: whether
            one of its trainees does not go to the school; without it nobody excludes any.
    """
    said = SchoolYear.objects.filter(school=OuterRef(school), year=year)
    blocked = BlockedPeriod.objects.filter(
        school_year__school=OuterRef(school), school_year__year=year
    ).order_by("first_day")
    annotated: Rows = rows.annotate(
        said_stance=Subquery(said.values("stance")),
        said_total=Subquery(said.values("total_at_same_time")),
        said_blocked=ArraySubquery(
            blocked.values(
                days=JSONObject(first=F("first_day"), last=F("last_day"), reason=F("reason"))
            )
        ),
        is_excluded=Value(False) if request is None else _excluded(school, request),
    )
    return annotated


def _excluded(school: str, request: Any) -> Exists:
    """Whether a trainee of a request does not go to a row's school."""
    return Exists(
        Trainee.excluded_schools.through.objects.filter(
            placementschool=OuterRef(school), trainee__placement_requests=request
        )
    )


def said_of(row: Any) -> Said:
    """What `with_said` read for a row."""
    return Said(
        stance=row.said_stance or Stance.UNKNOWN,
        total=row.said_total,
        blocked=tuple(
            BlockedDays(
                date.fromisoformat(days["first"]), date.fromisoformat(days["last"]), days["reason"]
            )
            for days in row.said_blocked
        ),
        is_excluded=row.is_excluded,
    )


def why_not(
    request: PlacementRequest, school: PlacementSchool, refused: Collection[int] | None = None
) -> str:
    """Why this request cannot be put to this school, in words; empty when it can.

    A school that never said anything for the year can be asked (domain.md, 4).

    Arguments:
        refused: ids of the schools that refused a line of the request; read when left out.
    """
    rows = PlacementSchool.objects.filter(pk=school.pk)
    row = with_said(rows, school="pk", year=request.year_id, request=request.pk).get()
    gone = schools_that_refused(request) if refused is None else refused
    return why_not_said(request, row, said_of(row), gone)


def why_not_said(
    request: PlacementRequest, school: PlacementSchool, said: Said, refused: Collection[int]
) -> str:
    """The same, from what was read already.

    Arguments:
        refused: ids of the schools that refused a line of the request.
    """
    if not school.is_active:
        return _("%(school)s neemt geen stagiairs meer: de school bestaat niet meer.") % {
            "school": school
        }
    if said.takes_nobody:
        return _("%(school)s neemt in %(year)s geen stagiairs. Kies een andere school.") % {
            "school": school,
            "year": request.year,
        }
    if said.is_excluded:
        return excluded_words(request, school)
    if school.pk in refused:
        return _("%(school)s heeft dit al geweigerd of geannuleerd. Kies een andere school.") % {
            "school": school
        }
    days = said.blocked_in(request.period_start, request.period_end)
    return blocked_words(school, days) if days else ""


def excluded_words(request: PlacementRequest, school: PlacementSchool) -> str:
    """That a trainee of a request does not go to a school; nobody keeps why."""
    if request.is_group:
        words = _(
            "%(school)s staat bij de scholen waar een van deze stagiairs niet heen gaat. "
            "Kies een andere school."
        )
    else:
        words = _(
            "%(school)s staat bij de scholen waar deze stagiair niet heen gaat. "
            "Kies een andere school."
        )
    return words % {"school": school}


def blocked_words(school: PlacementSchool, days: BlockedDays) -> str:
    """That a school takes nobody on some days, and why."""
    return _("%(school)s neemt niemand van %(first)s tot %(last)s (%(reason)s).") % {
        "school": school,
        "first": long_date(days.first),
        "last": long_date(days.last),
        "reason": days.reason,
    }
