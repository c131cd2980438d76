"""The public page on which anybody who holds a document can have it checked."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.verify_forms import VerifyForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
def verify_agreement(request: HttpRequest) -> HttpResponse:
    """Whether a document is known, holds and is signed; nothing about whom it is."""
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action="verify_agreement")
    if refused is not None:
        return refused
    is_sent = request.method == "POST"
    form = VerifyForm(*((request.POST, request.FILES) if is_sent else ()))
    is_checked = is_sent and form.is_valid()
    known = form.known() if is_checked else None
    context = {"form": form, "is_checked": is_checked, "known": known}
    return render(request, "agreements/verify.html", context)
