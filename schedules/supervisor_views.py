"""The week of a stagebegeleider."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from calendar_cfg import clock
from institutions.enums import Role
from institutions.roles import for_roles
from schedules.supervisor_week import SupervisorWeek


@require_safe
@for_roles(Role.SUPERVISOR, Role.COORDINATOR)
def supervisor_week(request: ActorRequest) -> HttpResponse:
    """What the supervised trainees do each day; `?week=2017-10-16`, or else this week."""
    page = SupervisorWeek(request.actor, _day(request.GET.get("week", "")))
    return render(request, "schedules/supervisor_week.html", {"page": page})


def _day(asked: str) -> date:
    """The day that the address names, where a week around it exists; otherwise today."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return clock.today()
    return day if 1900 < day.year < 2200 else clock.today()
