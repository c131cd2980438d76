"""The page behind a link. Public: the token is the key."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens."""
    return render(request, "answer_links/unknown.html", status=404)
