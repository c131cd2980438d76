"""What is fixed and forbidden by hand: ticked in the results, listed, and let go again."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.addresses import in_year
from institutions.enums import Role
from institutions.roles import for_roles
from matching.access import run_of
from matching.enums import LockKind
from matching.lock_tables import LockTable
from matching.locking_many import MOST, Locked, lock_many, release_many
from matching.models import MatchingResult, MatchingRun
from matching.result_selectors import chosen_results, locks_of
from matching.run_forms import LOCK_ACTIONS, LockForm
from matching.run_page import RunPage
from requests_app.table_pages import sort_and_page
from requests_app.trainee_choice import uuids

FOLDER = "matching/runs"
ADMIN = for_roles(Role.ADMIN)


@require_http_methods(["GET", "HEAD", "POST"])
@ADMIN
def matching_run_lock(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask why the ticked pairs are fixed or forbidden, then do so.

    What was ticked leads to an address of its own, so that one can come back to the question.
    """
    run = run_of(request.actor, public_id)
    asked = request.POST if request.method == "POST" else request.GET
    kind = LOCK_ACTIONS.get(asked.get("wat", ""))
    chosen = chosen_results(run, uuids(asked.getlist("resultaat"))[:MOST]) if kind else []
    if kind is None or not chosen:
        if request.method == "POST":
            messages.warning(request, _("Vink eerst aan welke paren u bedoelt."))
        return redirect("matching_run_results", public_id)
    confirmed = "bevestigen" in request.POST
    if request.method == "POST" and not confirmed:
        return redirect(_question(run, asked["wat"], chosen))
    form = LockForm(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        reason = form.cleaned_data["reason"]
        _tell(request, lock_many(chosen, kind, actor=request.actor, reason=reason), kind)
        return redirect("matching_run_results", public_id)
    context = {
        "run": run,
        "page": RunPage(run),
        "form": form,
        "chosen": chosen,
        "what": asked["wat"],
        "is_fixing": kind == LockKind.FIXED,
    }
    return render(request, f"{FOLDER}/lock.html", context)


def _question(run: MatchingRun, what: str, chosen: Sequence[MatchingResult]) -> str:
    """The address that asks why these pairs are fixed or forbidden."""
    ids = [str(row.public_id) for row in chosen]
    query = urlencode({"wat": what, "resultaat": ids}, doseq=True)
    return f"{reverse('matching_run_lock', args=[run.public_id])}?{query}"


def _tell(request: ActorRequest, locked: Locked, kind: LockKind) -> None:
    if locked.done:
        words = (
            ngettext("%(n)d paar is vastgezet.", "%(n)d paren zijn vastgezet.", locked.done)
            if kind == LockKind.FIXED
            else ngettext("%(n)d paar is verboden.", "%(n)d paren zijn verboden.", locked.done)
        )
        later = _("Dat telt vanaf de volgende ronde.")
        messages.success(request, f"{words % {'n': locked.done}} {later}")
    for refused in locked.refused:
        messages.error(request, refused)


@require_safe
@ADMIN
def matching_locks(request: ActorRequest) -> HttpResponse:
    """What was fixed and forbidden in the year."""
    year = year_of(request)
    table = sort_and_page(LockTable(locks_of(year)), request)
    return render(request, f"{FOLDER}/locks.html", {"table": table, "year": year})


@require_POST
@ADMIN
def matching_locks_release(request: ActorRequest) -> HttpResponse:
    """Let go of the ticked ones."""
    year = year_of(request)
    chosen = locks_of(year).filter(public_id__in=uuids(request.POST.getlist("slot"))[:MOST])
    released = release_many(chosen, actor=request.actor)
    if released:
        words = ngettext("%(n)d paar is losgelaten.", "%(n)d paren zijn losgelaten.", released)
        messages.success(request, words % {"n": released})
    else:
        messages.warning(request, _("Vink eerst aan wat u wilt loslaten."))
    return redirect(in_year("matching_locks", year))
