"""Forty routine requests on one page: choose for each, check, confirm, see what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg import phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import PhaseClosed
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.access import require_may_answer
from requests_app.answering_many import Outcome, answer_many
from requests_app.batch_forms import SKIP
from requests_app.batch_sheet import BatchSheet, chosen_proposals, kept
from requests_app.enums import Decision
from requests_app.inbox import calendar_of, to_answer, with_what_is_asked
from requests_app.inbox_filters import InboxFilter
from requests_app.inbox_tables import with_time_left
from requests_app.table_pages import PER_PAGE

SESSION_KEY = "answered_together"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def answer_together(request: ActorRequest) -> HttpResponse:
    """The open requests with a choice for each; sent with "nakijken", "wijzigen", "bevestigen"."""
    require_may_answer(request.actor)
    if request.method != "POST":
        return _start(request)
    sheet = BatchSheet(chosen_proposals(request.actor, request.POST), request.POST)
    if not sheet.is_valid() or "wijzigen" in request.POST:
        return _ask(request, sheet)
    if not sheet.choices():
        messages.warning(request, _("Kies bij minstens één aanvraag aanvaarden of weigeren."))
        return _ask(request, sheet)
    if "bevestigen" in request.POST:
        return _confirm(request, sheet)
    context = {"sheet": sheet, "checked": sheet.checked()}
    return render(request, "requests_app/school/batch_check.html", context)


def _start(request: ActorRequest) -> HttpResponse:
    """The open requests that the filters of the inbox leave."""
    chosen = InboxFilter(request.GET, to_answer(request.actor, year_of(request)))
    page = Paginator(with_what_is_asked(chosen.qs), PER_PAGE).get_page(request.GET.get("page"))
    preset = Decision.ACCEPTED if request.GET.get("alles") == "aanvaarden" else SKIP
    return _ask(request, BatchSheet(list(page), preset=preset), page)


def _ask(request: ActorRequest, sheet: BatchSheet, page: object = None) -> HttpResponse:
    with_time_left(sheet.proposals, calendar_of(request.actor.school))
    context = {"sheet": sheet, "page": page}
    return render(request, "requests_app/school/batch.html", context)


def _confirm(request: ActorRequest, sheet: BatchSheet) -> HttpResponse:
    try:
        phases.require_open(sheet.proposals[0].request.year, PhaseKind.ANSWERS)
    except PhaseClosed as closed:
        messages.error(request, closed.message)
        return _ask(request, sheet)
    results = answer_many(choices=sheet.choices(), actor=request.actor)
    request.session[SESSION_KEY] = kept(results)
    return redirect("answered_together")


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def answered_together(request: ActorRequest) -> HttpResponse:
    """What came of the last batch: how many of each, and which changed or went over the offer."""
    require_may_answer(request.actor)
    results = request.session.get(SESSION_KEY, [])
    if not results:
        return redirect("inbox")
    done = [row for row in results if row["outcome"] in (Outcome.ACCEPTED, Outcome.REFUSED)]
    context = {
        "done": done,
        "not_done": [row for row in results if row not in done],
        "accepted": sum(row["outcome"] == Outcome.ACCEPTED for row in done),
        "refused": sum(row["outcome"] == Outcome.REFUSED for row in done),
    }
    return render(request, "requests_app/school/batch_done.html", context)
