"""The Stagecode to read, for everybody; and to accept."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_cfg import clock
from institutions.http import ActorRequest
from placement_code.accept_page import accept_page, accepts
from placement_code.code_page import code_page
from placement_code.models import PlacementCode
from placement_code.remembering import what_waits


@require_safe
@login_not_required
def placement_code(request: ActorRequest) -> HttpResponse:
    """The version in force, what changed, and which version comes."""
    today = clock.today()
    context = {"page": code_page(request, today), "today": today}
    return render(request, "placement_code/code.html", context)


@require_safe
@login_not_required
def placement_code_version(request: ActorRequest, number: str) -> HttpResponse:
    """One version: an older one, or one that has still to begin."""
    today = clock.today()
    context = {"page": code_page(request, today, number), "today": today}
    return render(request, "placement_code/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def accept_code(request: ActorRequest) -> HttpResponse:
    """Accept the version in force; the page for who comes here by oneself."""
    after = _safe_address(request)
    waiting = what_waits(request)
    if waiting is None:
        return _nothing_waits(request, after)
    page = accept_page(request, waiting)
    if request.method == "POST" and accepts(request, waiting, page):
        tell_accepted(request, waiting.code)
        return redirect(after or "placement_code")
    context = {"page": page, "form": page.form, "next": after, "is_before_something": False}
    return render(request, "placement_code/accept.html", context)


def tell_accepted(request: ActorRequest, code: PlacementCode) -> None:
    """Say that a version is accepted."""
    words = _("U aanvaardde de Stagecode, versie %(number)s.") % {"number": code.number}
    messages.success(request, words)


def _nothing_waits(request: ActorRequest, after: str) -> HttpResponse:
    """A second click goes where the first one went; a visit is told how it stands."""
    if request.method == "POST":
        return redirect(after or "placement_code")
    return redirect("placement_code")


def _safe_address(request: ActorRequest) -> str:
    """Where to go afterwards, on this site; empty for anything else."""
    address = request.POST.get("next", "") or request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    is_other_page = address.partition("?")[0] != reverse("accept_code")
    return address if is_safe and is_other_page and "\x00" not in address else ""
