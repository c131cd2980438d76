"""The dashboard "Waar staan we nu?", one address for every role, and a trainee's own page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from accounts.looking import note_look
from calendar_cfg import clock
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.dashboard_admin import admin_dashboard
from requests_app.dashboard_institution import coordinator_dashboard, supervisor_dashboard
from requests_app.dashboard_open import open_now
from requests_app.dashboard_school import mentor_dashboard, subject_mentor_dashboard
from requests_app.dashboards import Asking, Dashboard
from requests_app.own_requests import held_until, own_requests, with_later_steps
from requests_app.page_sections import later_steps, with_additions, with_changes

OF_ROLE: dict[Role, Callable[[Asking], Dashboard]] = {
    Role.COORDINATOR: coordinator_dashboard,
    Role.SUPERVISOR: supervisor_dashboard,
    Role.SCHOOL_MENTOR: mentor_dashboard,
    Role.SUBJECT_MENTOR: subject_mentor_dashboard,
    Role.ADMIN: admin_dashboard,
}


@require_safe
def dashboard(request: ActorRequest) -> HttpResponseBase:
    """What is open, what must I do, until when, for whom do I wait, what changed; by role."""
    role, year = request.actor.role, request.year
    if role is None:
        return render(request, "requests_app/dashboard/no_membership.html")
    if not year:
        return render(request, "requests_app/dashboard/no_year.html")
    if role == Role.TRAINEE:
        return my_requests(request)
    asking = Asking(request.actor, year, clock.today())
    board = with_additions(OF_ROLE[role](asking), asking)
    board = with_changes(board, asking, note_look(request))
    context = {"board": board, "year": year, "line": asking.line}
    context["open"] = open_now(asking)
    return render(request, "requests_app/dashboard/dashboard.html", context)


@require_safe
@for_roles(Role.TRAINEE)
def my_requests(request: ActorRequest) -> HttpResponse:
    """A trainee's own requests, once released: what to do, how far each is, what changed."""
    asking = Asking(request.actor, year_of(request), clock.today())
    board = with_additions(Dashboard(), asking)
    board = with_changes(board, asking, note_look(request))
    context = {
        "rows": with_later_steps(own_requests(asking.actor, asking.year), later_steps(asking)),
        "year": asking.year,
        "line": asking.line,
        "board": board,
        "held_until": held_until(asking),
    }
    return render(request, "requests_app/dashboard/my_requests.html", context)
