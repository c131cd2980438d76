"""Asking somebody who is logged in to prove it once more, before something that binds."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode


def ask_to_prove(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """The way to the page that asks for the password; None when it was given a moment ago.

    How long a moment is says ACCOUNT_REAUTHENTICATION_TIMEOUT. A form that was sent too late is
    not sent again by itself: its page is shown anew, to be looked at once more.

    Arguments:
        back: the address of our own to come back to.
    """
    if did_recently_reauthenticate(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    return redirect(f"{methods[0]['url']}?{urlencode({'next': back})}")
