"""Per-request reading of the practice clock, and the year that the page is about."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from calendar_cfg import clock
from calendar_cfg.years import chosen_year

GetResponse = Callable[[HttpRequest], HttpResponse]


class ClockMiddleware:
    """One request sees one date, and reads the practice clock at most once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.one_reading():
            return self.get_response(request)


class YearMiddleware:
    """`request.year`: the year in the address, the one chosen, or the one with most open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.year = SimpleLazyObject(lambda: chosen_year(request))  # type: ignore[attr-defined]
        return self.get_response(request)
