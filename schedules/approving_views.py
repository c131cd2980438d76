"""A vakmentor, or who answers for the school, approves the planning of a subject."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.exceptions import StaleForm
from schedules.access import schedule_of
from schedules.approving import approve, withdraw_approval
from schedules.approving_list import stages_to_approve
from schedules.approving_page import ApprovedPart, ApprovingPage, shown_before


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def schedules_to_approve(request: ActorRequest) -> HttpResponse:
    """The stages of which the planning waits for the actor, with what of it."""
    rows = stages_to_approve(request.actor, year_of(request))
    return render(request, "schedules/to_approve.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def schedule_approve(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What is planned for each subject; sent with `part`, and "intrekken" to take it back."""
    page = ApprovingPage(*schedule_of(request.actor, public_id), request.actor)
    if request.method != "POST":
        return _show(request, page)
    part = page.part_named(request.POST.get("part", ""))
    if part is None:
        return _show(request, page, _("Kies wat u goedkeurt."))
    try:
        return _decide(request, page, part)
    except StaleForm as error:
        return _show_changed(request, public_id, error.message)
    except DomainError as error:
        return _show(request, page, error.message)


def _decide(request: ActorRequest, page: ApprovingPage, part: ApprovedPart) -> HttpResponse:
    pk, subject, title = page.placement.pk, part.part.subject, {"part": part.part.title}
    if "intrekken" in request.POST:
        withdraw_approval(placement_pk=pk, subject=subject, actor=request.actor)
        messages.success(request, _("De goedkeuring is ingetrokken: %(part)s.") % title)
    else:
        version = request.POST.get("version", "")
        approve(
            placement_pk=pk,
            subject=subject,
            expected_version=int(version) if version.isdecimal() else -1,
            actor=request.actor,
        )
        messages.success(request, _("De planning is goedgekeurd: %(part)s.") % title)
    return redirect("schedule_approve", page.placement.public_id)


def _show(request: ActorRequest, page: ApprovingPage, error: str = "") -> HttpResponse:
    return render(request, "schedules/approve.html", {"page": page, "error": error})


def _show_changed(request: ActorRequest, public_id: UUID, changed: str) -> HttpResponse:
    """The planning as it is now, with what changed marked; nothing was approved."""
    found = schedule_of(request.actor, public_id)
    page = ApprovingPage(*found, request.actor, shown_before(request.POST))
    context = {"page": page, "changed": changed}
    return render(request, "schedules/approve.html", context, status=409)
