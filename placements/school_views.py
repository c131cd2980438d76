"""Pages of stages for the people of a school."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import ActorRequest

FOLDER = "placements/school"


def school_placements(request: ActorRequest) -> HttpResponse:
    """The stages of the school by week; a vakmentor's own."""
    return render(request, f"{FOLDER}/placements.html", {})
