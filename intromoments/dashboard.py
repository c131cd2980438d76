"""What dashboards say of intromoments: a school plans and marks, an invited trainee answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.models import Milestone
from institutions.enums import Role
from intromoments.models import Attendance, Intromoment
from intromoments.querysets import invited
from placements.models import Placement
from requests_app.dashboards import Asking, Dashboard, Fact, Task
from requests_app.page_sections import adds_to_dashboard

ASKED_BEFORE, ASKED_AFTER = timedelta(weeks=6), timedelta(weeks=2)
"""From how long before the calendar's day a school is asked to plan, until how long after."""
SOON = timedelta(weeks=2)


@adds_to_dashboard(Role.SCHOOL_MENTOR)
def intromoments_of_school(asking: Asking) -> Dashboard:
    """What to plan and to mark, and what comes; in two queries."""
    planned = list(
        Intromoment.objects.on()
        .filter(school=asking.actor.school, year=asking.year)
        .annotate(is_marked=Exists(_marks()), has_guests=Exists(_guests(asking)))
    )
    return Dashboard(tasks=[*_to_plan(asking), *_to_mark(planned, asking)], facts=_to_come(planned))


@adds_to_dashboard(Role.SUBJECT_MENTOR)
def intromoments_to_come(asking: Asking) -> Dashboard:
    """When the school introduces itself; one query."""
    rows = Intromoment.objects.on().filter(school=asking.actor.school, year=asking.year)
    return Dashboard(facts=_to_come(list(rows)))


@adds_to_dashboard(Role.TRAINEE)
def invitations_to_answer(asking: Asking) -> Dashboard:
    """What an invited trainee did not answer and has not begun; one query."""
    said = Attendance.objects.filter(
        intromoment=OuterRef("pk"), trainee__user=asking.actor.user
    ).exclude(coming="")
    rows = Intromoment.objects.on().visible_to(asking.actor).exclude(Exists(said))
    found = rows.filter(year=asking.year, day__gte=asking.today).order_by("day", "pk")
    return Dashboard(tasks=[_to_answer(row, asking) for row in found if not row.has_begun])


def _to_answer(row: Intromoment, asking: Asking) -> Task:
    """To do at the latest the day before."""
    return Task(
        title=_("Antwoord op de uitnodiging voor het intromoment"),
        url=reverse("intromoment_answer", args=[row.public_id]),
        text=_when_and_where(row),
        due=max(row.day - timedelta(days=1), asking.today),
        tone="soon" if row.day - asking.today <= SOON else "due",
    )


def _to_plan(asking: Asking) -> list[Task]:
    """A task for each trimester with trainees and no intromoment, near the calendar's day.

    One query, and none on a day that is near to none.
    """
    today = asking.today
    first, last = today - ASKED_AFTER, today + ASKED_BEFORE
    points = [mark.milestone for mark in asking.line.marks]
    near = [row for row in points if row.kind == MilestoneKind.INTRO and first <= row.date <= last]
    if not near or not asking.is_open(PhaseKind.SCHOOL_DATA):
        return []
    rows = Milestone.objects.filter(
        Exists(_stages(asking)),
        ~Exists(_planned(asking)),
        year=asking.year,
        kind=MilestoneKind.INTRO,
        date__range=(first, last),
    )
    return [_task(row, today) for row in rows]


def _task(row: Milestone, today: date) -> Task:
    late, soon = row.date < today, row.date <= today + SOON
    return Task(
        title=_("Plan uw intromoment voor trimester %(number)d") % {"number": row.trimester},
        url=reverse("intromoment_edit", kwargs={"trimester": row.trimester}),
        text=_("Dag in de kalender: %(day)s.") % {"day": long_date(row.date)},
        due=row.date,
        tone="late" if late else "soon" if soon else "due",
    )


def _to_mark(planned: list[Any], asking: Asking) -> list[Task]:
    """Who was there is asked from the day on, for two weeks."""
    first = asking.today - ASKED_AFTER
    return [
        Task(
            title=_("Duid aan wie er was op het intromoment van %(day)s")
            % {"day": long_date(row.day)},
            url=reverse("intromoment", args=[row.public_id]),
        )
        for row in planned
        if first <= row.day <= asking.today and row.has_guests and not row.is_marked
    ]


def _to_come(planned: list[Intromoment]) -> list[Fact]:
    return [
        Fact(_when_and_where(row), reverse("intromoment", args=[row.public_id]))
        for row in planned
        if not row.has_begun
    ]


def _when_and_where(row: Intromoment) -> str:
    words = {"day": long_date(row.day), "place": row.place}
    return _("Intromoment op %(day)s, %(place)s.") % words


def _marks() -> QuerySet[Any]:
    return Attendance.objects.filter(intromoment=OuterRef("pk"), was_there__isnull=False)


def _guests(asking: Asking) -> QuerySet[Any]:
    outer = {name: OuterRef(name) for name in ("school", "year", "trimester")}
    return invited(Placement.objects.visible_to(asking.actor), **outer)


def _stages(asking: Asking) -> QuerySet[Any]:
    stages = Placement.objects.visible_to(asking.actor)
    outer = {name: OuterRef(name) for name in ("year", "trimester")}
    return invited(stages, school=asking.actor.school, **outer)


def _planned(asking: Asking) -> QuerySet[Any]:
    rows = Intromoment.objects.on().filter(school=asking.actor.school)
    return rows.filter(year=OuterRef("year"), trimester=OuterRef("trimester"))
