"""Pages of stages for the stagiair."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import ActorRequest

FOLDER = "placements/trainee"


def my_placements(request: ActorRequest) -> HttpResponse:
    """The trainee's own stages: where, when, who and what to do next."""
    return render(request, f"{FOLDER}/mine.html", {})
