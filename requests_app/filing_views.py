"""Check a draft and file it, offer it for a check, or file many at once."""

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
from institutions.roles import for_roles
from requests_app import access
from requests_app.check_page import CheckPage
from requests_app.draft_pages import FOLDER, not_a_draft
from requests_app.draft_steps import steps_shown
from requests_app.drafting import offer_for_check
from requests_app.enums import Action, RequestState
from requests_app.filed_page import FiledPage
from requests_app.filing import file_many, file_request
from requests_app.filing_batch import MAX_BATCH, check_many, chosen_requests, kept, versions_in
from requests_app.filing_dates import is_released, milestone_warning, when_filing_opens
from requests_app.trainee_choice import uuids

SESSION_KEY = "filed_together"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@STAFF
def draft_check(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Check what was filled in, with everything that is missing at its part."""
    draft = access.request_for(request.actor, public_id, Action.EDIT)
    return not_a_draft(request, draft) or _check_page(request, draft)


def _check_page(request: ActorRequest, draft: Any, changed: str = "") -> HttpResponse:
    page = CheckPage(draft, request.actor)
    context = {"page": page, "draft": draft, "steps": steps_shown("check"), "changed": changed}
    return render(request, f"{FOLDER}/draft_check.html", context, status=409 if changed else 200)


@GET_OR_POST
@STAFF
def file_one(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """File a draft; the page that asked for it is shown again when something is in the way."""
    draft = access.request_for(request.actor, public_id, Action.FILE)
    if request.method != "POST":
        return redirect("draft_check", public_id)
    try:
        file_request(
            request_pk=draft.pk,
            actor=request.actor,
            expected_version=_version(request.POST.get("version", "")),
        )
    except DomainError as error:
        now = access.request_of(request.actor, public_id)
        if now.state == RequestState.DRAFT:
            return _check_page(request, now, error.message)
        messages.error(request, error.message)
        return redirect("request", public_id)
    return redirect("request_filed", public_id)


def _version(shown: str) -> int:
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else 0


@require_safe
@STAFF
def request_filed(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The confirmation: when the school sees it, until when it answers, and what next."""
    filed = access.request_of(request.actor, public_id)
    if filed.filed_at is None:
        return redirect("draft_check", public_id)
    page = FiledPage(filed, request.actor)
    return render(request, f"{FOLDER}/request_filed.html", {"page": page, "filed": filed})


@GET_OR_POST
@STAFF
def offer_draft(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Put a draft on the coordinators' list."""
    draft = access.request_for(request.actor, public_id, Action.OFFER_FOR_CHECK)
    if request.method != "POST":
        return redirect("draft_check", public_id)
    try:
        offer_for_check(request_pk=draft.pk, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("request", public_id)
    messages.success(
        request,
        _("%(reference)s staat klaar voor de stagecoördinator. Wijzigen kan nog tot het indienen.")
        % {"reference": draft.reference},
    )
    return redirect("draft_check", public_id)


@GET_OR_POST
@for_roles(Role.COORDINATOR)
def file_together(request: ActorRequest) -> HttpResponse:
    """Say which of the ticked drafts can be filed and which miss what; then file them."""
    ids = uuids(request.POST.getlist("aanvraag"))
    if not ids:
        if request.method == "POST":
            messages.warning(request, _("Vink eerst aan welke stageaanvragen u wilt indienen."))
        return redirect("requests_to_check")
    if len(ids) > MAX_BATCH:
        words = _("Dien hoogstens %(n)d stageaanvragen samen in.")
        messages.warning(request, words % {"n": MAX_BATCH})
        return redirect("requests_to_check")
    chosen = chosen_requests(request.actor, ids)
    if "bevestigen" not in request.POST:
        return _confirm(request, chosen)
    versions = versions_in(request.POST, chosen)
    results = file_many(requests=chosen, actor=request.actor, versions=versions)
    request.session[SESSION_KEY] = kept(results)
    return redirect("filed_together")


def _confirm(request: ActorRequest, chosen: list[Any]) -> HttpResponse:
    checked = check_many(chosen)
    ready = [row for row in checked if not row.problems]
    warned = (milestone_warning(row.request) for row in ready)
    context = {
        "ready": ready,
        "warnings": [words for words in dict.fromkeys(warned) if words],
        "not_open": next((words for row in ready if (words := when_filing_opens(row.request))), ""),
        "released": all(is_released(row.request) for row in ready),
        "missing": [row for row in checked if row.problems],
        "gone": [row for row in chosen if row.state != RequestState.DRAFT],
        "first": chosen[0] if chosen else None,
    }
    return render(request, f"{FOLDER}/file_together.html", context)


@require_safe
@for_roles(Role.COORDINATOR)
def filed_together(request: ActorRequest) -> HttpResponse:
    """What came of the last batch: how many were filed, and which were not, and why."""
    results = request.session.get(SESSION_KEY, [])
    if not results:
        return redirect("requests_to_check")
    context = {
        "filed": [row for row in results if not row["error"]],
        "failed": [row for row in results if row["error"]],
    }
    return render(request, f"{FOLDER}/filed_together.html", context)
