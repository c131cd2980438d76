"""The page of one request of the institution: where it stands, the answer, the end of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import access
from requests_app.answering import mark_answer_seen
from requests_app.ending import withdraw_request
from requests_app.enums import Action, RequestState
from requests_app.page_sections import sections_of
from requests_app.request_forms import ReasonForm
from requests_app.request_page import RequestPage

FOLDER = "requests_app/requests"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN)
def request_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One request: where it stands and what is next. A draft opens on its check page."""
    found = access.request_of(request.actor, public_id)
    if found.state == RequestState.DRAFT and request.actor.is_institution_staff:
        return redirect("draft_check", public_id)
    page = RequestPage(found, request.actor)
    sections = sections_of(page)
    context = {
        "page": page,
        "found": found,
        "sections": sections,
        "primary_below": any(section.has_primary for section in sections),
    }
    return render(request, f"{FOLDER}/request.html", context)


@GET_OR_POST
@STAFF
def answer_seen(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Open the answer of the school: from now on it cannot correct it by itself."""
    found = access.request_for(request.actor, public_id, Action.CHOOSE_NEXT_SCHOOL)
    proposal = found.proposals.order_by("pk").last()
    if request.method == "POST" and proposal is not None:
        mark_answer_seen(proposal=proposal, actor=request.actor)
    return redirect("request", public_id)


@GET_OR_POST
@STAFF
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why a request is withdrawn, and confirm."""
    found = access.request_for(request.actor, public_id, Action.WITHDRAW)
    page = RequestPage(found, request.actor)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and not page.may_withdraw:
        words = _("Dit kan niet meer: deze aanvraag is %(state)s.")
        messages.info(request, words % {"state": page.stands.label.lower()})
        return redirect("request", found.public_id)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            withdraw_request(request_pk=found.pk, reason=reason, actor=request.actor)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            words = _("%(reference)s is ingetrokken.") % {"reference": found.reference}
            messages.success(request, words)
            return redirect("request", found.public_id)
    context = {"page": page, "found": found, "form": form}
    return render(request, f"{FOLDER}/withdraw.html", context)
