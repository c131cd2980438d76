"""The page "Intromomenten": a school's own three, or a trainee's invitations."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from institutions.access import own_school, year_of
from institutions.enums import Role
from institutions.rights import may_edit_school
from institutions.roles import for_roles
from intromoments.invitations import invitations_of
from intromoments.overview import of_school


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR, Role.TRAINEE)
def intromoments(request: ActorRequest) -> HttpResponse:
    """Picked by role."""
    if request.actor.role == Role.TRAINEE:
        return _invitations(request)
    school, year = own_school(request), year_of(request)
    window = phases.phase_window(year, PhaseKind.SCHOOL_DATA)
    context = {
        "school": school,
        "year": year,
        "trimesters": of_school(school, year, request.actor),
        "window": window,
        "is_open": window is not None and window.is_open(clock.today()),
        "may_edit": may_edit_school(request.actor, school),
    }
    return render(request, "intromoments/school.html", context)


def _invitations(request: ActorRequest) -> HttpResponse:
    """What a trainee is invited to in the year."""
    year = year_of(request)
    context = {"rows": invitations_of(request.actor, year), "year": year}
    return render(request, "intromoments/mine.html", context)
