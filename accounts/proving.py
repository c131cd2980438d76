"""Asking somebody who is logged in to prove it once more, before something that binds."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from calendar_cfg import clock


def ask_to_prove(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """The way to the page that asks for the password; None when it was given a moment ago.

    How long a moment is says ACCOUNT_REAUTHENTICATION_TIMEOUT. A form that was sent too late is
    not sent again by itself: its page is shown anew, to be looked at once more.

    Arguments:
        back: the address of our own to come back to.
    """
    if _proved_lately(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:  # somebody without a password or a second step: there is nothing to ask
        return None
    return redirect(f"{methods[0]['url']}?{urlencode({'next': back})}")


def _proved_lately(request: HttpRequest) -> bool:
    """As allauth's `did_recently_reauthenticate`, without its three queries."""
    records = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record.get("reauthenticated")]
    since = clock.real_now().timestamp() - moments[-1] if moments else None
    return since is not None and 0 <= since < app_settings.REAUTHENTICATION_TIMEOUT
