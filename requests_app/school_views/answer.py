"""The answer: filled in, checked, confirmed. Nothing is decided before the confirmation."""

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
from requests_app.answer_sheet import AnswerSheet, everything_accepted
from requests_app.answering import answer_proposal
from requests_app.enums import Decision
from requests_app.exceptions import OverOffer, StaleForm, WrongState
from requests_app.inbox import next_to_answer
from requests_app.proposal_page import ProposalPage


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Fill in the answer, or correct it; sent with "nakijken", "wijzigen" or "bevestigen"."""
    page = _page(request, public_id)
    if request.method != "POST":
        return _start(request, page)
    everything = "alles" in request.POST
    sheet = AnswerSheet(
        page, everything_accepted(page, request.POST) if everything else request.POST
    )
    if not sheet.is_valid() or "wijzigen" in request.POST:
        return _ask(request, sheet)
    if "bevestigen" in request.POST:
        return _confirm(request, sheet)
    return _before_check(request, sheet)


def _before_check(request: ActorRequest, sheet: AnswerSheet) -> HttpResponse:
    """Nobody checks an answer that cannot be given any more."""
    page = sheet.page
    if not page.answers_open:
        sheet.add_error(None, page.why_not)
        return _ask(request, sheet)
    changed = sheet.version != page.proposal.version
    if changed or not (page.can_answer or page.can_correct):
        return _changed(request, sheet, page.what_changed)
    return _check(request, sheet)


def _page(request: ActorRequest, public_id: UUID) -> ProposalPage:
    return ProposalPage(access.proposal_to_answer(request.actor, public_id), request.actor)


def _start(request: ActorRequest, page: ProposalPage) -> HttpResponse:
    if not (page.can_answer or page.can_correct):
        messages.info(request, page.why_not)
        return redirect("proposal", page.proposal.public_id)
    preset = Decision.REFUSED if request.GET.get("alles") == "weigeren" else ""
    return _ask(request, AnswerSheet(page, preset=preset))


def _ask(request: ActorRequest, sheet: AnswerSheet, changed: str = "") -> HttpResponse:
    context = {"page": sheet.page, "sheet": sheet, "changed": changed}
    return render(
        request, "requests_app/school/answer.html", context, status=409 if changed else 200
    )


def _check(request: ActorRequest, sheet: AnswerSheet) -> HttpResponse:
    """What the answer says and does, before anything is decided."""
    over = _("Vink aan dat u dit weet, of wijzig uw antwoord.")
    context = {
        "page": sheet.page,
        "sheet": sheet,
        "shortages": sheet.shortages(),
        "errors": [{"target": "boven", "text": over}] if "bevestigen" in request.POST else [],
    }
    return render(request, "requests_app/school/answer_check.html", context)


def _confirm(request: ActorRequest, sheet: AnswerSheet) -> HttpResponse:
    try:
        answer_proposal(
            proposal_pk=sheet.proposal.pk,
            answer=sheet.answer(),
            actor=request.actor,
            expected_version=sheet.version,
        )
    except OverOffer:
        return _check(request, sheet)
    except (StaleForm, WrongState) as error:
        return _changed(request, sheet, error.message)
    except DomainError as error:
        sheet.add_error(error.field, error.message)
        return _ask(request, sheet)
    return redirect("proposal_answered", sheet.proposal.public_id)


def _changed(request: ActorRequest, sheet: AnswerSheet, message: str) -> HttpResponse:
    """Somebody was first: say who did what and when, and keep what was typed."""
    page = _page(request, sheet.proposal.public_id)
    if page.can_correct:
        data = request.POST.copy()
        data["version"] = str(page.proposal.version)
        fresh = AnswerSheet(page, data)
        fresh.is_valid()
        return _ask(request, fresh, changed=message)
    context = {"page": page, "sheet": sheet, "changed": message}
    return render(request, "requests_app/school/answer_changed.html", context, status=409)


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def answered(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The confirmation: what was answered, what comes next, until when it can be corrected."""
    page = ProposalPage(access.proposal_of(request.actor, public_id), request.actor)
    if not page.is_answered:
        return redirect("proposal", public_id)
    following, waiting = next_to_answer(request.actor, page.request.year)
    context = {"page": page, "following": following, "waiting": waiting}
    return render(request, "requests_app/school/answered.html", context)
