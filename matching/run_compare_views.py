"""Two runs of a year, side by side."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from matching.compare_runs_page import CompareRunsPage
from matching.models import MatchingRun
from matching.run_forms import CompareForm
from matching.run_tables import comparable
from requests_app.table_pages import PER_PAGE

ADMIN = for_roles(Role.ADMIN)


@require_safe
@ADMIN
def matching_runs_compare(request: ActorRequest) -> HttpResponse:
    """Choose two runs; then their figures, and the requests that go elsewhere."""
    year = year_of(request)
    runs = {
        str(run.public_id): run
        for run in comparable(MatchingRun.objects.visible_to(request.actor).filter(year=year))
    }
    asked = "een" in request.GET or "twee" in request.GET
    form = CompareForm(request.GET if asked else None, list(runs.values()))
    page = moved = None
    if asked and form.is_valid():
        before, after = (runs[form.cleaned_data[name]] for name in ("een", "twee"))
        page = CompareRunsPage(before, after)
        moved = Paginator(page.moved, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "runs": runs, "page": page, "moved": moved, "year": year}
    return render(request, "matching/runs/compare.html", context)
