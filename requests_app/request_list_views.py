"""The list of stageaanvragen of an institution, and the drafts that wait for a check."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import workflow
from requests_app.enums import Action
from requests_app.models import PlacementRequest
from requests_app.request_filters import RequestFilter
from requests_app.request_list_words import (
    empty_words,
    heading_words,
    nothing_to_check_words,
    to_check_words,
)
from requests_app.request_selectors import with_last_steps, with_what_is_asked
from requests_app.request_tables import RequestTable
from requests_app.table_pages import sort_and_page

FOLDER = "requests_app/requests"


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN)
def requests(request: ActorRequest) -> HttpResponse:
    """All requests of a year that the actor may see, to find one or to go on with some."""
    year = year_of(request)
    rows = PlacementRequest.objects.visible_to(request.actor).filter(year=year)
    chosen = RequestFilter(request.GET, rows)
    table = _table(request, chosen.qs)
    count = table.page.paginator.count
    context = {
        "table": table,
        "filter": chosen,
        "heading": heading_words(chosen.state, count),
        "empty": None if count else empty_words(filtered=_is_filtered(chosen), year=year),
        "may_prepare": request.actor.is_institution_staff,
        "year": year,
    }
    return render(request, f"{FOLDER}/requests.html", context)


@require_safe
@for_roles(Role.COORDINATOR)
def to_check(request: ActorRequest) -> HttpResponse:
    """The drafts that colleagues offered for a check, to look at and file."""
    year = year_of(request)
    rows = PlacementRequest.objects.visible_to(request.actor).to_check().filter(year=year)
    table = _table(request, rows)
    count = table.page.paginator.count
    context = {
        "table": table,
        "heading": to_check_words(count),
        "empty": None if count else nothing_to_check_words(),
        "year": year,
    }
    return render(request, f"{FOLDER}/to_check.html", context)


def _table(request: ActorRequest, rows: Any) -> RequestTable:
    shown = with_what_is_asked(with_last_steps(rows)).select_related("supervisor__user")
    table = RequestTable(
        shown,
        tick_all=request.GET.get("alles") == "1",
        may_file=bool(workflow.transition(Action.FILE).who & workflow.positions_of(request.actor)),
    )
    sort_and_page(table, request)
    return table


def _is_filtered(chosen: RequestFilter) -> bool:
    return any(value for value in chosen.form.cleaned_data.values()) or bool(chosen.form.errors)
