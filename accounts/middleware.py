"""Puts the acting membership on the request, and asks administrators for a second step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.selectors import acting_as

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """`request.actor`: the user in the role and organisation that was chosen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: acting_as(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class AdminMfaMiddleware:
    """An administrator without a second step gets no page but the ones that set it up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_args: Any
    ) -> HttpResponse | None:
        """Send an administrator to the page where the second step is set up."""
        if not settings.ADMIN_MFA_REQUIRED or _is_open_to_all(view):
            return None
        if not (request.user.is_authenticated and request.user.is_staff):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.warning(
            request,
            _("Beheerders melden zich aan in twee stappen. Stel eerst de tweede stap in."),
        )
        return redirect("mfa_activate_totp")


def _is_open_to_all(view: Callable[..., Any]) -> bool:
    """Public pages, and allauth's: they log in and out and set the second step up."""
    return not getattr(view, "login_required", True) or view.__module__.startswith("allauth.")
