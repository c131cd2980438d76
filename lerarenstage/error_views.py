"""Pages for what went wrong. Each says what happened and offers a way on."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

log = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _page(request, 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: inside the organisation, but not for this person. Shows the sentence given."""
    return _page(request, 403, reason=str(exception))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not of this organisation; both look the same."""
    return _page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or whose session ended in another tab."""
    return _page(request, 403, template="403_csrf.html")


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page reads nothing from the database, which may be what failed."""
    text = _("Er ging iets mis bij ons. De fout is genoteerd. Probeer het over enkele minuten.")
    return HttpResponseServerError(loader.render_to_string("500.html", {"text": text}))


def _page(request: HttpRequest, status: int, template: str = "", reason: str = "") -> HttpResponse:
    try:
        return render(request, template or f"{status}.html", {"reason": reason}, status=status)
    except Exception:  # a head that cannot be drawn may not hide what happened
        log.exception("error_page_failed")
        return HttpResponse(loader.render_to_string("500.html", {"text": reason}), status=status)
