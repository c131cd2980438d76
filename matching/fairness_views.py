"""Fairness over institutions: a figure that all of them can see, without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from matching.fairness import fairness_of
from matching.fairness_page import FairnessPage
from matching.outcome_reading import release_of


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN)
def matching_fairness(request: ActorRequest) -> HttpResponse:
    """How each institution fared in the release of the year."""
    year = year_of(request)
    run = release_of(year)
    rows = run.figures.get("institutions", []) if run else []
    own = request.actor.institution
    found = fairness_of(rows, own=own.name if own else "", seed=str(run.public_id if run else ""))
    context = {
        "run": run,
        "page": FairnessPage(found) if rows else None,
        "year": year,
        "back": reverse("matching_runs" if request.actor.is_admin else "matching_outcome"),
    }
    return render(request, "matching/fairness/fairness.html", context)
