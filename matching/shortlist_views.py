"""The schools that fit a request: as a list with a map, and up to four side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.models import PlacementSchool
from institutions.roles import for_roles
from matching.compare_pages import ComparePage
from matching.shortlist_pages import ShortlistPage
from matching.shortlist_reading import shortlist_for
from requests_app import access
from requests_app.enums import Action, RequestState
from requests_app.naming_schools import name_school
from requests_app.request_selectors import lines_of_draft
from requests_app.school_choice_views import choose, school_pressed
from requests_app.trainee_choice import uuids

FOLDER = "matching/shortlist"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@STAFF
def shortlist(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The schools that fit a request, best first; choose one for a draft."""
    found: Any = access.request_for(request.actor, public_id, Action.EDIT)
    error = ""
    if request.method == "POST":
        if found.state != RequestState.DRAFT:
            access.request_for(request.actor, public_id, Action.CHOOSE_NEXT_SCHOOL)
            return choose(request, found)
        school = school_pressed(request)
        try:
            if school is not None:
                return _name(request, found, school)
            error = _("Kies een school uit de lijst.")
        except DomainError as refused:
            error = refused.message
    return _list_page(request, found, error)


def _list_page(request: ActorRequest, found: Any, error: str) -> HttpResponse:
    wider = request.GET.get("ruimer") == "1"
    lines = lines_of_draft(found)
    reading = shortlist_for(found, lines, wishes_exclude=not wider)
    page = ShortlistPage(found, request.actor, lines, reading)
    rows = page.page(request.GET.get("page"))
    context = {
        "page": page,
        "found": found,
        "rows": rows,
        "map": page.map_of(list(rows)),
        "wider": wider,
        "error": error,
    }
    return render(request, f"{FOLDER}/shortlist.html", context, status=409 if error else 200)


def _name(request: ActorRequest, draft: Any, school: PlacementSchool) -> HttpResponse:
    as_preference = "voorkeur" in request.POST
    name_school(
        request_pk=draft.pk, school=school, as_preference=as_preference, actor=request.actor
    )
    words = (
        _("%(school)s is toegevoegd als voorkeurschool.")
        if as_preference
        else _("De aanvraag gaat naar %(school)s zodra u ze indient.")
    )
    messages.success(request, words % {"school": school})
    return redirect("draft_school" if as_preference else "draft_check", draft.public_id)


@require_safe
@STAFF
def compare(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Up to four schools of the list side by side; who ticked more chooses again."""
    found: Any = access.request_for(request.actor, public_id, Action.EDIT)
    lines = lines_of_draft(found)
    wider = request.GET.get("ruimer") == "1"
    reading = shortlist_for(found, lines, wishes_exclude=not wider)
    chosen = uuids(request.GET.getlist("vergelijk"))
    page = ComparePage(found, request.actor, lines, reading, chosen)
    context = {"page": page, "found": found, "wider": wider}
    return render(request, f"{FOLDER}/compare.html", context)
