"""A school's intromoment: plan it, call it off, see who comes, mark who was there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg import phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.access import own_school_to_edit, year_of
from institutions.addresses import in_year
from institutions.enums import Role
from institutions.exceptions import StaleVersion
from institutions.roles import for_roles
from intromoments import access, attendance, planning
from intromoments.forms import CallOffForm, PlanForm, plan_form
from intromoments.invitations import guests_of
from intromoments.models import Intromoment
from intromoments.near import days_of_calendar, warnings_about
from intromoments.overview import calendar_of, intromoment_of
from intromoments.planning_page import differences as plan_differences
from intromoments.school_page import SchoolPage, chosen, differences

CONFLICT = 409
SCHOOL = (Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@for_roles(*SCHOOL)
def intromoment_edit(request: ActorRequest, trimester: int) -> HttpResponse:
    """Plan the intromoment of a trimester, or change it."""
    school, year = own_school_to_edit(request), year_of(request)
    row, day = intromoment_of(school, year, trimester), days_of_calendar(year).get(trimester)
    form = plan_form(row, day, request.POST if request.method == "POST" else None)
    page = {"school": school, "year": year, "trimester": trimester, "calendar_day": day}
    page |= {"is_open": phases.is_open(year, PhaseKind.SCHOOL_DATA), "row": row}
    if request.method != "POST" or not form.is_valid():
        return _plan_page(request, form, page)
    plan, was = form.plan(), row
    try:
        saved = planning.plan_intromoment(
            school=school,
            year=year,
            trimester=trimester,
            plan=plan,
            version=form.cleaned_data["version"],
            actor=request.actor,
        )
    except StaleVersion as stale:
        again = request.POST.copy()
        again["version"] = str(stale.current.version if stale.current else planning.NEW)
        page |= {"stale": stale, "changes": plan_differences(stale.current, plan)}
        return _plan_page(request, plan_form(row, day, again), page, status=CONFLICT)
    except DomainError as error:
        form.add_error(error.field, error.message)
        return _plan_page(request, form, page)
    _tell(request, saved, was)
    for warning in warnings_about(saved.day, calendar_day=day, calendar=calendar_of(school)):
        messages.warning(request, warning)
    return redirect(in_year("intromoments", year))


@require_http_methods(GET_OR_POST)
@for_roles(*SCHOOL)
def intromoment(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The list of who is invited, to read and print; from the day on, mark who was there."""
    if request.method == "POST":
        return _mark(request, access.intromoment_to_change(request.actor, public_id))
    row = access.intromoment_of(request.actor, public_id)
    return _list_page(request, SchoolPage(row, request.actor))


@require_http_methods(GET_OR_POST)
@for_roles(*SCHOOL)
def intromoment_cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why, and confirm."""
    row = access.intromoment_to_change(request.actor, public_id)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            planning.call_off(intromoment=row, reason=reason, actor=request.actor)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            text = _("Het intromoment is afgelast. De stagiairs zien het, met uw reden.")
            messages.success(request, text)
            return redirect(in_year("intromoments", row.year))
    invited = len(guests_of(row, request.actor))
    context = {"intromoment": row, "form": form, "invited": invited}
    return render(request, "intromoments/cancel.html", context)


def _mark(request: ActorRequest, row: Intromoment) -> HttpResponse:
    ticked = chosen(request.POST, "there")
    version = request.POST.get("version", "")
    try:
        count = attendance.mark_attendance(
            intromoment=row,
            listed=chosen(request.POST, "listed"),
            there=ticked,
            version=int(version) if version.isascii() and version.isdigit() else -1,
            actor=request.actor,
        )
    except StaleVersion as stale:
        row.refresh_from_db(fields=["version"])
        page = SchoolPage(row, request.actor, ticked)
        more = {"stale": stale, "changes": differences(stale, ticked)}
        return _list_page(request, page, more, status=CONFLICT)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = ngettext("%(n)d stagiair was er.", "%(n)d stagiairs waren er.", count)
        messages.success(request, _("Bewaard: %(count)s") % {"count": words % {"n": count}})
    return redirect("intromoment", row.public_id)


def _list_page(
    request: ActorRequest, page: SchoolPage, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {"page": page, "stale": None, "changes": [], **(more or {})}
    return render(request, "intromoments/intromoment.html", context, status=status)


def _plan_page(
    request: ActorRequest, form: PlanForm, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {"form": form, "stale": None, "changes": [], **page}
    return render(request, "intromoments/edit.html", context, status=status)


def _tell(request: ActorRequest, saved: Intromoment, was: Intromoment | None) -> None:
    """What was saved, and whom it concerns."""
    count = len(guests_of(saved, request.actor))
    people = ngettext(
        "%(n)d uitgenodigde stagiair ziet het op de eigen pagina en in de agenda.",
        "%(n)d uitgenodigde stagiairs zien het op hun pagina en in hun agenda.",
        count,
    ) % {"n": count}
    text = _("Het intromoment is gepland.") if was is None else _("Het intromoment is gewijzigd.")
    messages.success(request, f"{text} {people}")
    if was is not None and planning.plan_of(was).when != planning.plan_of(saved).when:
        messages.info(request, _("Wie al had geantwoord, krijgt de vraag opnieuw."))
