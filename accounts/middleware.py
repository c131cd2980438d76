"""Puts the acting membership on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.selectors import acting_as

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """`request.actor`: the user in the role and organisation that was chosen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: acting_as(request))  # type: ignore[attr-defined]
        return self.get_response(request)
