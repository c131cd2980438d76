"""Choose a school: the next one after a refusal, one of a list, or one that a search finds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.models import PlacementSchool
from institutions.roles import for_roles
from requests_app import access
from requests_app.enums import Action, RequestState
from requests_app.proposing import choose_next_school
from requests_app.request_page import RequestPage
from requests_app.school_search import find_schools
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
        return choose(request, found)
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
        "wait_url": reverse("wait_for_school", args=[page.request.public_id]),
    }
    return render(request, f"{FOLDER}/choose_school.html", context, status=409 if error else 200)


def choose(request: ActorRequest, found: Any) -> HttpResponse:
    """Put a filed request to the school whose button was pressed; else say why not."""
    school = school_pressed(request)
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


def school_pressed(request: ActorRequest) -> PlacementSchool | None:
    """The school whose button was pressed."""
    keys = uuids([request.POST.get("school", "") or request.POST.get("voorkeur", "")])
    rows = PlacementSchool.objects.visible_to(request.actor).filter(public_id__in=keys)
    found: PlacementSchool | None = rows.first()
    return found
