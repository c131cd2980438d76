"""What the public pages of links have in common, and what sort of program asks for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]
ROBOTS = ("bot", "crawl", "scan", "spider", "preview", "safelinks", "curl", "python", "wget")


def public_by_token(*methods: str) -> Callable[[View], View]:
    """A page whose address is its key: kept nowhere, in no search engine, limited by visitor.

    `strict-origin` sends no path to anybody, not even to this site. `no-referrer` would do so
    too, but then a browser says that a form comes from nowhere, and the form is refused.
    """

    def decorate(view: View) -> View:
        @require_http_methods([*methods])
        @never_cache
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused: HttpResponse | None = ratelimit.consume_or_429(request, action="answer_link")
            response = refused if refused is not None else view(request, *args, **kwargs)
            response.headers["Referrer-Policy"] = "strict-origin"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return guarded

    return decorate


def client_of(request: HttpRequest) -> str:
    """What asks: "robot" for what scans mail or fetches ahead, else "browser". A guess."""
    ahead = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    agent = request.headers.get("User-Agent", "").lower()
    is_robot = (
        request.method == "HEAD"
        or "prefetch" in ahead
        or not agent
        or any(name in agent for name in ROBOTS)
    )
    return "robot" if is_robot else "browser"
