"""Nobody acts before accepting the Stagecode; everybody reads.

What somebody posts without having accepted is not done, and not lost: the page that asks for the
acceptance carries it, and one more click accepts and does it (decision 0027).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from institutions.http import ActorRequest
from placement_code.accept_page import (
    accept_page,
    accepts,
    carried_fields,
    leaves_something_behind,
)
from placement_code.remembering import what_waits
from placement_code.views import tell_accepted

GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# What says who and when one is, and the acceptance itself; by the name of the address.
BEFORE_ACCEPTING = frozenset({"accept_code", "switch_membership", "practice_clock"})
NOT_DONE = 403


class PlacementCodeMiddleware:
    """Puts the page that accepts before what somebody asked to be done."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable[..., Any], *_args: Any
    ) -> HttpResponse | None:
        """Go on when nothing waits, or when this very request accepts what does."""
        if request.method in SAFE or _is_free(request, view):
            return None
        waiting = what_waits(request)
        if waiting is None:
            return None
        page = accept_page(request, waiting)
        if accepts(request, waiting, page):
            tell_accepted(request, waiting.code)
            return None
        context = {
            "page": page,
            "form": page.form,
            "carried": carried_fields(request),
            "leaves_something_behind": leaves_something_behind(request),
            "is_before_something": True,
        }
        return render(request, "placement_code/accept.html", context, status=NOT_DONE)


def _is_free(request: ActorRequest, view: Callable[..., Any]) -> bool:
    """Public pages, those of the account, and Django's administration."""
    match = request.resolver_match
    if match is None or not getattr(view, "login_required", True):
        return True
    is_account = view.__module__.startswith("allauth.")
    return is_account or match.route.startswith("beheer/") or match.url_name in BEFORE_ACCEPTING
