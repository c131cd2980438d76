"""How a filed request looks for a school: its wishes, and the waiting list of a named school."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import access
from requests_app.enums import Action
from requests_app.exceptions import StaleForm
from requests_app.request_page import RequestPage
from requests_app.waiting import stop_waiting, wait_for
from requests_app.widen import change_wishes
from requests_app.wish_forms import WishesForm

STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@STAFF
def wishes(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change the wishes of a request that looks for a school."""
    found: Any = access.request_for(request.actor, public_id, Action.CHANGE_WISHES)
    page = RequestPage(found, request.actor)
    if request.method != "POST":
        if not page.may_change_wishes:
            messages.info(
                request, _("De wensen van deze aanvraag kunnen nu niet gewijzigd worden.")
            )
            return redirect("request", public_id)
        return _wishes_page(request, page, WishesForm(request=found))
    form = WishesForm(request.POST, request=found)
    if form.is_valid():
        try:
            change_wishes(
                request_pk=found.pk,
                actor=request.actor,
                expected_version=form.cleaned_data["version"] or 0,
                **form.wishes(),
            )
        except StaleForm as stale:
            form.show_stale(stale.message, access.request_of(request.actor, public_id))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            words = _("De wensen van %(reference)s zijn bewaard.")
            messages.success(request, words % {"reference": found.reference})
            return redirect("request", public_id)
    return _wishes_page(request, page, form)


def _wishes_page(request: ActorRequest, page: RequestPage, form: WishesForm) -> HttpResponse:
    context = {
        "page": page,
        "found": page.request,
        "form": form,
        "stale": form.stale,
        "changes": form.changes,
    }
    status = 409 if form.stale else 200
    return render(request, "requests_app/requests/wishes.html", context, status=status)


@GET_OR_POST
@STAFF
def wait_for_school(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Let a request wait for a place at the school whose button was pressed."""
    found = access.request_for(request.actor, public_id, Action.WAIT)
    if request.method == "POST":
        school = access.school_named(request.actor, request.POST.get("school", ""))
        if school is None:
            messages.error(request, _("Kies een school uit de lijst."))
            return redirect("choose_school", public_id)
        try:
            wait_for(request_pk=found.pk, school=school, actor=request.actor)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            words = _("%(reference)s wacht nu op een plaats bij %(school)s.")
            messages.success(request, words % {"reference": found.reference, "school": school})
    return redirect("request", public_id)


@GET_OR_POST
@STAFF
def stop_waiting_for_school(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Let a request look for any school again."""
    found = access.request_for(request.actor, public_id, Action.STOP_WAITING)
    if request.method == "POST":
        try:
            stop_waiting(request_pk=found.pk, actor=request.actor)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            words = _("%(reference)s wacht niet langer op één school.")
            messages.success(request, words % {"reference": found.reference})
    return redirect("request", public_id)
