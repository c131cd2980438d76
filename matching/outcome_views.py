"""The page "Matching": what came of the own requests, over all runs that were made known."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from matching.outcome_filters import OutcomeFilter
from matching.outcome_reading import counts_of, own_results, with_rows_shown
from matching.outcome_tables import OutcomeTable
from matching.outcome_words import empty_words, heading_words, summary_words
from requests_app.table_pages import sort_and_page


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR)
def matching_outcome(request: ActorRequest) -> HttpResponse:
    """Where each request went, and which still ask for a choice or a wider search."""
    year = year_of(request)
    chosen = OutcomeFilter(request.GET, own_results(request.actor, year))
    table = OutcomeTable(with_rows_shown(chosen.qs), subjects=chosen.subjects)
    sort_and_page(table, request)
    counts = counts_of(chosen.in_question)
    found = table.page.paginator.count
    context = {
        "table": table,
        "filter": chosen,
        "heading": heading_words(counts),
        "summary": summary_words(counts) if counts["all"] else "",
        "empty": None if found else empty_words(filtered=chosen.is_filtered, year=year),
        "year": year,
    }
    return render(request, "matching/outcome/outcome.html", context)
