"""Choose a school: the next one after a refusal, or one from the shortlist."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.models import PlacementSchool
from institutions.roles import for_roles
from requests_app import access
from requests_app.enums import Action, RequestState
from requests_app.naming_schools import name_school
from requests_app.proposing import choose_next_school
from requests_app.request_page import RequestPage
from requests_app.request_selectors import lines_of_draft
from requests_app.school_search import find_schools
from requests_app.shortlist_pages import ShortlistPage
from requests_app.shortlist_reading import shortlist_for
from requests_app.table_pages import PER_PAGE
from requests_app.trainee_choice import uuids

FOLDER = "requests_app/requests"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@STAFF
def choose_school(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The next preference in one click, the shortlist, or a search; then it goes to the school."""
    found = access.request_for(request.actor, public_id, Action.CHOOSE_NEXT_SCHOOL)
    page = RequestPage(found, request.actor)
    if request.method == "POST":
        return _choose(request, found)
    if found.state not in (RequestState.SUBMITTED, RequestState.REFUSED):
        messages.info(request, _("Deze aanvraag zoekt geen school."))
        return redirect("request", public_id)
    return _choice_page(request, page)


def _choice_page(request: ActorRequest, page: RequestPage, error: str = "") -> HttpResponse:
    text = (request.POST if error else request.GET).get("zoek", "")[:100]
    named = [row.public_id for row in page.schools]
    schools = find_schools(page.request, request.actor, text=text, chosen=named)
    context = {
        "page": page,
        "found": page.request,
        "schools": schools,
        "left": [row for row in schools.chosen if not row.why_not],
        "text": text,
        "error": error,
    }
    return render(request, f"{FOLDER}/choose_school.html", context, status=409 if error else 200)


def _choose(request: ActorRequest, found: Any) -> HttpResponse:
    school = _school(request)
    if school is None:
        page = RequestPage(found, request.actor)
        return _choice_page(request, page, _("Kies een school uit de lijst."))
    try:
        chosen = choose_next_school(request_pk=found.pk, school=school, actor=request.actor)
    except DomainError as error:
        now = access.request_of(request.actor, found.public_id)
        if now.state not in (RequestState.SUBMITTED, RequestState.REFUSED):
            messages.error(request, error.message)
            return redirect("request", found.public_id)
        return _choice_page(request, RequestPage(now, request.actor), error.message)
    if chosen.state == RequestState.PROPOSED:
        words = _("%(reference)s ligt nu bij %(school)s.")
    else:
        words = _("%(reference)s gaat naar %(school)s zodra scholen kunnen antwoorden.")
    messages.success(request, words % {"reference": found.reference, "school": school})
    return redirect("request", found.public_id)


def _school(request: ActorRequest) -> PlacementSchool | None:
    """The school whose button was pressed."""
    keys = uuids([request.POST.get("school", "") or request.POST.get("voorkeur", "")])
    rows = PlacementSchool.objects.visible_to(request.actor).filter(public_id__in=keys)
    found: PlacementSchool | None = rows.first()
    return found


@GET_OR_POST
@STAFF
def shortlist(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The schools that fit a request, best first; choose one for a draft."""
    found: Any = access.request_for(request.actor, public_id, Action.EDIT)
    error = ""
    if request.method == "POST":
        if found.state != RequestState.DRAFT:
            access.request_for(request.actor, public_id, Action.CHOOSE_NEXT_SCHOOL)
            return _choose(request, found)
        school = _school(request)
        try:
            if school is not None:
                return _name(request, found, school)
            error = _("Kies een school uit de lijst.")
        except DomainError as refused:
            error = refused.message
    wider = request.GET.get("ruimer") == "1"
    lines = lines_of_draft(found)
    page = ShortlistPage(
        found, request.actor, lines, shortlist_for(found, lines, wishes_exclude=not wider)
    )
    rows = Paginator(page.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "found": found, "rows": rows, "wider": wider, "error": error}
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
