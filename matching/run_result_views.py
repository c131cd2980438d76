"""The results of a run, one by one, and the schools to telephone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.enums import Role
from institutions.roles import for_roles
from matching.access import run_of
from matching.result_filters import ResultFilter
from matching.result_selectors import results_of
from matching.result_tables import ResultTable
from matching.run_page import RunPage
from requests_app.table_pages import sort_and_page

FOLDER = "matching/runs"
ADMIN = for_roles(Role.ADMIN)


@require_safe
@ADMIN
def matching_run_results(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Who goes where and why; pairs can be ticked, to fix or forbid them."""
    run = run_of(request.actor, public_id)
    page = RunPage(run)
    chosen = ResultFilter(request.GET, results_of(run))
    table = ResultTable(
        chosen.qs, tick_all=request.GET.get("alles") == "1", may_lock=page.may_publish
    )
    sort_and_page(table, request).read_names(chosen.subjects)
    context = {"run": run, "page": page, "filter": chosen, "table": table}
    return render(request, f"{FOLDER}/results.html", context)


@require_safe
@ADMIN
def matching_run_calls(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The schools where one more place would help most trainees; to print."""
    run = run_of(request.actor, public_id)
    return render(request, f"{FOLDER}/calls.html", {"run": run, "page": RunPage(run)})
