"""What was told to somebody: the page "Berichten"."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from accounts.looking import note_look
from notices.forms import ChoiceForm
from notices.kind import kinds_for
from notices.overview import overview


@require_safe
def notices(request: ActorRequest) -> HttpResponse:
    """Everything that was told to the actor in this role, the newest first."""
    since, role = note_look(request), request.actor.role
    form = ChoiceForm(kinds_for(role) if role else [], request.GET)
    chosen = form.chosen
    told = overview(request.actor, chosen, number=request.GET.get("page"), since=since)
    context = {"form": form, "chosen": chosen, "told": told, "since": since}
    return render(request, "notices/notices.html", context)
