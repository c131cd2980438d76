"""Voorrang: asked by a coordinator on the request, confirmed or set aside by an administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from calendar_cfg.selectors import school_calendar
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import access
from requests_app.enums import Action, RequestState
from requests_app.hardship import confirm_hardship, decline_hardship, mark_hardship
from requests_app.hardship_forms import DeclineForm, HardshipForm
from requests_app.hardship_selectors import with_hardship
from requests_app.lesdagen_left import Countdown
from requests_app.request_page import RequestPage
from requests_app.request_standing import stands
from requests_app.table_pages import PER_PAGE

FOLDER = "requests_app/hardship"
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
CONFIRMED = "bevestigd"


@GET_OR_POST
@for_roles(Role.COORDINATOR, Role.SUPERVISOR)
def request_hardship(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give the reason why a request comes first, change it, or take it back."""
    found = access.request_for(request.actor, public_id, Action.MARK_HARDSHIP)
    back = "draft_check" if found.state == RequestState.DRAFT else "request"
    page = RequestPage(found, request.actor)
    if request.method != "POST" and not page.may_mark_hardship:
        messages.info(request, _("Voorrang vragen kan voor deze aanvraag niet meer."))
        return redirect("request", public_id)
    data = request.POST if request.method == "POST" else None
    form = HardshipForm(data, initial={"reason": found.hardship})
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            mark_hardship(request_pk=found.pk, reason=reason, actor=request.actor)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            words = _("%(reference)s vraagt voorrang. Een beheerder bevestigt dat.")
            if not reason:
                words = _("%(reference)s vraagt geen voorrang.")
            messages.success(request, words % {"reference": found.reference})
            return redirect(back, public_id)
    context = {"found": found, "page": page, "form": form, "back": back}
    return render(request, f"{FOLDER}/request_hardship.html", context)


@require_safe
@for_roles(Role.ADMIN)
def hardship_requests(request: ActorRequest) -> HttpResponse:
    """The requests whose voorrang waits for a confirmation, or those that have it."""
    year, confirmed = year_of(request), request.GET.get("toon") == CONFIRMED
    rows = with_hardship(request.actor, year, confirmed=confirmed)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    countdown = Countdown(school_calendar, clock.today())
    context = {
        "year": year,
        "confirmed": confirmed,
        "shown": shown,
        "rows": [{"found": row, "stands": stands(row, countdown)} for row in shown],
        "count": shown.paginator.count,
    }
    return render(request, f"{FOLDER}/hardship_requests.html", context)


@GET_OR_POST
@for_roles(Role.ADMIN)
def hardship_confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm the reason that stood beside the button."""
    found = access.request_for(request.actor, public_id, Action.CONFIRM_HARDSHIP)
    if request.method == "POST":
        reason = request.POST.get("shown", "")
        try:
            confirm_hardship(request_pk=found.pk, reason=reason, actor=request.actor)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            words = _("De voorrang van %(reference)s is bevestigd.")
            messages.success(request, words % {"reference": found.reference})
    return redirect("hardship_requests")


@GET_OR_POST
@for_roles(Role.ADMIN)
def hardship_decline(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why a reason is set aside, and confirm."""
    found: Any = access.request_for(request.actor, public_id, Action.DECLINE_HARDSHIP)
    if request.method != "POST" and not found.hardship:
        messages.info(request, _("Deze aanvraag vraagt geen voorrang."))
        return redirect("hardship_requests")
    data = request.POST if request.method == "POST" else None
    form = DeclineForm(data, initial={"shown": found.hardship})
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            decline_hardship(
                request_pk=found.pk,
                reason=chosen["shown"],
                why=chosen["reason"],
                actor=request.actor,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            words = _("De voorrang van %(reference)s is terzijde gelegd.")
            messages.success(request, words % {"reference": found.reference})
            return redirect("hardship_requests")
    context = {"found": found, "page": RequestPage(found, request.actor), "form": form}
    return render(request, f"{FOLDER}/hardship_decline.html", context)
