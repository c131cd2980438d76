"""What was told to somebody: the page "Berichten"."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from accounts.looking import note_look


@require_safe
def notices(request: ActorRequest) -> HttpResponse:
    """Everything that was told to the actor in this role, the newest first."""
    since = note_look(request)
    return render(request, "notices/notices.html", {"since": since})
