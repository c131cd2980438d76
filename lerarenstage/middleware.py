"""Headers that Django does not set by itself, a limit to what is sent, and the health pages."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "usb",
    )
)

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 25
"""Nobody sends more, also not with a file: each form says for itself how large a file may be."""
TOO_LARGE = 413

HEALTH_PATHS = frozenset({"/gezond/live", "/gezond/klaar"})


class SecurityHeadersMiddleware:
    """Permissions and isolation on every answer; no storage of pages behind the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if _is_personal(request, response):
            _forbid_storage(response)
        return response


class HealthMiddleware:
    """Answers the health pages before anything asks for a host name, a session or the database.

    A probe calls the machine by its number, and wants an answer above all when the database is
    down. The same addresses stand in the project's urls, for whoever walks the resolver.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH_PATHS:
            view = resolve(request.path_info, "lerarenstage.health_urls").func
            return cast("HttpResponse", view(request))
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuses what is far too large before any of it is read, on public pages too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST_MEGABYTES * MEGABYTE:
            words = _("Dit is te groot om te versturen: het is meer dan %(n)d MB.")
            return HttpResponse(
                words % {"n": MOST_MEGABYTES}, "text/plain; charset=utf-8", TOO_LARGE
            )
        return self.get_response(request)


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer was made for one person: somebody logged in, or with a session."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return True
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed and not session.is_empty())


def _forbid_storage(response: HttpResponse) -> None:
    """`no-store`, also for the back button of the next person at the same computer."""
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Cookie"])
