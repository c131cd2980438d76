"""The buttons of the section "Matching": take or leave a suggestion, make a change that helps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from matching.access import result_named
from matching.helping import apply_help, done_words
from matching.suggesting import dismiss_suggestion, take_suggestion
from requests_app import access
from requests_app.enums import Action
from requests_app.models import PlacementRequest

STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@STAFF
def answer_suggestion(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Put the request to the school that the matching suggests, or leave that school."""
    found = access.request_for(request.actor, public_id, Action.CHOOSE_NEXT_SCHOOL)
    result = result_named(request.actor, found, request.POST.get("result"))
    if request.method == "POST":
        _tell(request, lambda: _answer(request, result))
    return _back(found)


def _answer(request: ActorRequest, result: Any) -> str:
    if result is None or result.school is None:
        raise DomainError(_("Wat de matching hier aanraadde, bestaat niet meer."))
    told = {"reference": result.request.reference, "school": result.school}
    if request.POST.get("knop") == "weglaten":
        dismiss_suggestion(result_pk=result.pk, actor=request.actor)
        return _("%(reference)s gaat niet naar %(school)s. Kies een andere school.") % told
    chosen = take_suggestion(result_pk=result.pk, actor=request.actor)
    told["reference"] = chosen.reference  # of a part, when the request is split by it
    return _("%(reference)s ligt nu bij %(school)s.") % told


@GET_OR_POST
@STAFF
def make_help(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make the change that the matching says would place the request."""
    found = access.request_for(request.actor, public_id, Action.CHOOSE_NEXT_SCHOOL)
    result = result_named(request.actor, found, request.POST.get("result"))
    if request.method == "POST":
        _tell(request, lambda: _help(request, result))
    return _back(found)


def _help(request: ActorRequest, result: Any) -> str:
    asked = request.POST.get("help", "")
    if result is None or not (asked.isascii() and asked.isdigit() and len(asked) < 4):
        raise DomainError(_("Wat de matching hier aanraadde, bestaat niet meer."))
    school = access.school_named(request.actor, request.POST.get("school"))
    apply_help(result=result, number=int(asked), actor=request.actor, school=school)
    return done_words(result, int(asked), school)


def _tell(request: ActorRequest, act: Any) -> None:
    try:
        messages.success(request, act())
    except DomainError as error:
        messages.error(request, error.message)


def _back(found: PlacementRequest) -> HttpResponse:
    return redirect("request", found.public_id)
