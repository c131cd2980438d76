"""Registrations of schools: the list, one of them, and the decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import ActorRequest
from answer_links import access
from answer_links.deciding import confirm_registration, decline_registration
from answer_links.enums import RegistrationState
from answer_links.forms import DeclineRegistrationForm
from answer_links.registration_page import RegistrationPage
from answer_links.registrations import decided, waiting
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.table_pages import PER_PAGE

DECIDERS = (Role.COORDINATOR, Role.ADMIN)
DONE = "beslist"


@require_safe
@for_roles(*DECIDERS)
def registrations(request: ActorRequest) -> HttpResponse:
    """Those that wait for a decision, or those that have one."""
    is_decided = request.GET.get("toon") == DONE
    rows = (decided if is_decided else waiting)(request.actor)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"shown": shown, "decided": is_decided, "count": shown.paginator.count}
    return render(request, "answer_links/registrations.html", context)


@require_safe
@for_roles(*DECIDERS)
def registration(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One registration with what is known: the school, the address, what it answered."""
    page = RegistrationPage(access.registration_of(request.actor, public_id))
    return render(request, "answer_links/registration.html", {"page": page})


@require_POST
@for_roles(*DECIDERS)
def registration_confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Let the school in."""
    found = access.registration_of(request.actor, public_id)
    try:
        confirm_registration(pk=found.pk, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = _("%(email)s krijgt een uitnodiging om als schoolmentor van %(school)s te werken.")
        messages.success(request, told % {"email": found.email, "school": found.school})
    return redirect("registration", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DECIDERS)
def registration_decline(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why, and do not let the school in."""
    found = access.registration_of(request.actor, public_id)
    if request.method != "POST" and found.state != RegistrationState.ASKED:
        return redirect("registration", public_id)
    form = DeclineRegistrationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            decline_registration(pk=found.pk, reason=reason, actor=request.actor)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            told = _("De aanmelding van %(school)s is afgewezen; de school krijgt een mail.")
            messages.success(request, told % {"school": found.school})
            return redirect("registration", public_id)
    context = {"found": found, "form": form}
    return render(request, "answer_links/registration_decline.html", context)
