"""How often somebody wants mail, and about what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: ActorRequest) -> HttpResponse:
    """Choose the rhythm, the language, and what is switched off."""
    return render(request, "notices/mail_settings.html", {})
