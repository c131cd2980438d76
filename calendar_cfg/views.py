"""Pages of the calendar outside the admin: choosing a year, and the practice clock."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_cfg import clock, practice
from calendar_cfg.coming_days import coming_days
from calendar_cfg.dates import long_date
from calendar_cfg.forms import PracticeClockForm
from calendar_cfg.years import SESSION_KEY, year_by_name

DAYS_SHOWN = 8


@login_not_required
@require_POST
def choose_year(request: HttpRequest) -> HttpResponse:
    """Remember the year that pages are about, and go back."""
    year = year_by_name(request.POST.get("year") or request.POST.get("jaar", ""))
    if year is None:
        messages.error(request, _("Dit academiejaar bestaat niet."))
    else:
        request.session[SESSION_KEY] = year.name
    return redirect(_without_year(_safe_address(request, request.POST.get("next", ""))))


@require_http_methods(["GET", "HEAD", "POST"])
def practice_clock(request: HttpRequest) -> HttpResponse:
    """Set the date that this practice installation believes in; 404 in any other."""
    actor = _practice_administrator(request)
    form = PracticeClockForm(request.POST or None)
    back_to_today = "today" in request.POST
    if request.method == "POST" and (back_to_today or form.is_valid()):
        moved = practice.move_clock(
            to=None if back_to_today else form.cleaned_data["day"], actor=actor
        )
        _tell(request, moved)
        return redirect("practice_clock")
    today = clock.today()
    context = {
        "form": form,
        "today": today,
        "is_set": clock.believed_date() is not None,
        "days": coming_days(today, DAYS_SHOWN),
    }
    return render(request, "calendar_cfg/practice_clock.html", context)


def _practice_administrator(request: HttpRequest) -> Any:
    """The actor, when there is a practice clock and it is theirs to set."""
    if not settings.PRACTICE_CLOCK_ALLOWED:
        raise Http404
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_admin:
        raise PermissionDenied(_("Alleen een beheerder kan de oefenklok verzetten."))
    return actor


def _tell(request: HttpRequest, moved: practice.Moved) -> None:
    day = long_date(moved.day)
    messages.success(request, _("Het is hier nu %(day)s.") % {"day": day})
    if moved.failed:
        failed = ngettext(
            "%(count)s effect is mislukt. Kijk in het beheer bij het academiejaar.",
            "%(count)s effecten zijn mislukt. Kijk in het beheer bij het academiejaar.",
            moved.failed,
        )
        messages.warning(request, failed % {"count": moved.failed})


def _without_year(address: str) -> str:
    """The address without its own `?jaar=`, which would win over the year just chosen."""
    path, _question, query = address.partition("?")
    rest = QueryDict(query, mutable=True)
    rest.pop("jaar", None)
    return f"{path}?{rest.urlencode()}" if rest else path


def _safe_address(request: HttpRequest, address: str) -> str:
    """An address on this site; the calendar for anything else."""
    is_safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_safe and "\x00" not in address else reverse("calendar")
