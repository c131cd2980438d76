"""Pages of stages for the stagiair."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import ActorRequest
from institutions.access import year_of
from placements.trainee_page import OwnStagesPage


def my_placements(request: ActorRequest) -> HttpResponse:
    """The trainee's own stages: where, when, who and what to do next."""
    page = OwnStagesPage(request.actor, year_of(request))
    return render(request, "placements/trainee/mine.html", {"page": page})
