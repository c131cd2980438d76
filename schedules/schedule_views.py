"""The week grid, and copying a week of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from schedules import access
from schedules.many_forms import CopyWeekForm
from schedules.repeating import Report, copy_week
from schedules.visits import may_visit
from schedules.week_page import WeekPage, day_named, week_address

FOLDER = "schedules"
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def schedule(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One week of a stageplanning, and the list of its weeks."""
    placement, found = access.schedule_of(request.actor, public_id)
    page = WeekPage(placement, found, request.actor, request.GET.get("week", ""))
    visits = may_visit(placement, request.actor) and not placement.is_cancelled
    context = {"page": page, "placement": placement, "may_visit": visits}
    return render(request, f"{FOLDER}/schedule.html", context)


@GET_OR_POST
def week_copy(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Copy what is planned in a week to another week; the answer says what was left out."""
    placement, _schedule = access.schedule_to_enter(request.actor, public_id)
    week = day_named(request.GET.get("week", ""))
    form = CopyWeekForm(request.POST or None, placement=placement, week=week)
    if request.method == "POST" and form.is_valid():
        source, target = form.weeks()
        try:
            report = copy_week(
                placement_pk=placement.pk,
                week=source,
                to_week=target,
                actor=request.actor,
                form_key=form.cleaned_data["form_key"],
                over_warnings=form.cleaned_data["over_warnings"],
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return report_page(request, report, week_address(placement, target))
    back = week_address(placement, week or placement.period_start)
    context = {"form": form, "placement": placement, "back": back}
    return render(request, f"{FOLDER}/week_copy.html", context)


def report_page(request: ActorRequest, report: Report, back: str) -> HttpResponse:
    """What came of planning many at once."""
    return render(request, f"{FOLDER}/planned_many.html", {"report": report, "back": back})
