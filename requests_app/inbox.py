"""The school's inbox: proposals put to a school, with all that a row shows, in one query.

What is asked is read with subqueries, so that a list costs the same for 1 and for 100 rows.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Concat

from calendar_cfg import clock
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.models import PlacementSchool, SchoolFreeDay
from requests_app.enums import ProposalState
from requests_app.models import Activity, PlacementRequest, Proposal
from requests_app.names import names_or_number, school_reads_names

THROUGH = PlacementRequest.trainees.through


def proposals_of(actor: Actor, year: AcademicYear) -> QuerySet[Proposal]:
    """The proposals of a year that the actor may see at the school."""
    rows: QuerySet[Proposal] = Proposal.objects.visible_to(actor).filter(request__year=year)
    return rows


def with_what_is_asked(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The same, each with `trainee_names`, `group_size`, `subject_names` and `hours_asked`."""
    return proposals.select_related(
        "request__institution", "request__programme", "request__year"
    ).annotate(
        trainee_names=_names(),
        group_size=_count(),
        subject_names=_subjects(),
        hours_asked=_hours(),
    )


def _lines() -> QuerySet[Activity]:
    return Activity.objects.filter(request=OuterRef("request_id"))


def _names() -> ArraySubquery:
    people = THROUGH.objects.filter(placementrequest=OuterRef("request_id"))
    full_name = Concat("trainee__first_name", Value(" "), "trainee__last_name")
    return ArraySubquery(
        people.order_by("trainee__last_name", "trainee__pk").values_list(full_name)
    )


def _count() -> Coalesce:
    people: Any = THROUGH.objects.filter(placementrequest=OuterRef("request_id")).order_by()
    return _one_number(people.values("placementrequest").annotate(n=Count("pk")).values("n"))


def _subjects() -> ArraySubquery:
    names = _lines().filter(subject__isnull=False).order_by("subject__name")
    return ArraySubquery(names.values_list("subject__name").distinct())


def _hours() -> Coalesce:
    total = _lines().order_by().values("request").annotate(n=Sum("hours")).values("n")
    return _one_number(total)


def _one_number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def trainees_of(proposal: Any) -> str:
    """The trainees of an inbox row: their names while the school may read them."""
    return names_or_number(proposal.trainee_names, readable=school_reads_names(proposal))


def calendar_of(school: PlacementSchool | None) -> SchoolCalendar:
    """The lesdagen as they count for one school, or in general; one query."""
    if school is None:
        return school_calendar()
    free = SchoolFreeDay.objects.filter(school=school, date__gte=clock.today())
    return school_calendar(free.values_list("date", flat=True))


def to_answer(actor: Actor, year: AcademicYear) -> QuerySet[Proposal]:
    """What waits for the school's answer, the most urgent first."""
    rows = proposals_of(actor, year).filter(state=ProposalState.OPEN)
    return rows.order_by("due_on", "pk")


def next_to_answer(actor: Actor, year: AcademicYear) -> tuple[Proposal | None, int]:
    """The most urgent proposal that waits, and how many wait."""
    rows = to_answer(actor, year).annotate(waiting=Window(Count("pk")))
    first = rows.first()
    return first, first.waiting if first else 0
