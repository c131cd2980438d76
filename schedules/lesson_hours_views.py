"""The lesuren of the own school."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calendar_cfg.exceptions import DomainError
from institutions.access import own_school, own_school_to_edit
from institutions.enums import Role
from institutions.exceptions import StaleVersion
from institutions.http import ActorRequest
from institutions.rights import may_edit_school
from institutions.roles import for_roles
from schedules.lesson_hours import own_lesuren, save_lesson_hours, stamp_of
from schedules.lesson_hours_forms import rows_of, stamp_form
from schedules.lesuren import USUAL, Lesuren


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def lesson_hours(request: ActorRequest) -> HttpResponse:
    """When each lesuur of the own school begins and ends; a schoolmentor says so."""
    own = own_lesuren(own_school(request))
    if request.method != "POST":
        return _page(request, own, rows_of(own or USUAL), stamp_of(own))
    school = own_school_to_edit(request)
    stamp = str(stamp_form(own, request.POST)["stamp"].value() or "")
    rows = rows_of(own, request.POST)
    if not rows.is_valid():
        return _page(request, own, rows, stamp)
    try:
        save_lesson_hours(actor=request.actor, school=school, lesuren=rows.lesuren(), stamp=stamp)
    except StaleVersion as stale:
        return _page(request, stale.current, rows, stamp_of(stale.current), stale.message)
    except DomainError as error:
        messages.error(request, error.message)
        return _page(request, own, rows, stamp)
    messages.success(request, _("De lesuren van uw school zijn bewaard."))
    return redirect("lesson_hours")


def _page(
    request: ActorRequest, own: Lesuren, rows: object, stamp: str, stale: str = ""
) -> HttpResponse:
    context = {
        "rows": rows,
        "stamp": stamp,
        "own": own,
        "lesuren": own or USUAL,
        "stale": stale,
        "may_edit": may_edit_school(request.actor, own_school(request)),
    }
    return render(request, "schedules/lesson_hours.html", context, status=409 if stale else 200)
