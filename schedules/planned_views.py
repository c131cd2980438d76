"""Planning one activity, changing it, repeating it and taking it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import ActorRequest
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from placements.models import Placement
from requests_app.differences import differences
from requests_app.exceptions import StaleForm
from requests_app.free_text import warning_about
from schedules import access
from schedules.exceptions import CannotPlan, PlanAnyway
from schedules.lesuren import hours_words
from schedules.many_forms import RepeatForm
from schedules.models import PlannedActivity
from schedules.planned_forms import PlannedForm, values_of
from schedules.planning import change_planned, plan_activity, remove_planned
from schedules.repeating import repeat_weekly
from schedules.schedule_views import FOLDER, GET_OR_POST, report_page
from schedules.surroundings import what_is_planned
from schedules.week_page import day_named, week_address


@GET_OR_POST
def planned_new(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Plan an activity; the grid says on which day and at which lesuur."""
    placement, _schedule = access.schedule_to_enter(request.actor, public_id)
    if request.method != "POST":
        start = {"day": day_named(request.GET.get("dag", "")), **_lesuur(request)}
        return _page(request, placement, PlannedForm(placement=placement, initial=start))
    form = PlannedForm(request.POST, placement=placement)

    def plan() -> PlannedActivity:
        return plan_activity(
            placement_pk=placement.pk,
            entry=form.entry(),
            actor=request.actor,
            form_key=form.cleaned_data["form_key"],
            accepted=form.accepted,
        )

    if form.is_valid() and (row := _tried(form, plan)):
        return _planned(request, placement, row, _("Gepland: %(what)s, %(when)s."))
    return _page(request, placement, form)


@GET_OR_POST
def planned(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change a planned activity."""
    row = access.planned_to_change(request.actor, public_id)
    placement = row.schedule.placement
    if row.removed_at is not None:
        return _is_gone(request, placement, row)
    if request.method != "POST":
        return _page(request, placement, PlannedForm(placement=placement, planned=row), row)
    form = PlannedForm(request.POST, placement=placement, planned=row)

    def change() -> PlannedActivity:
        return change_planned(
            planned_pk=row.pk,
            entry=form.entry(),
            actor=request.actor,
            expected_sequence=form.cleaned_data["version"],
            accepted=form.accepted,
        )

    try:
        if form.is_valid() and (changed := _tried(form, change)):
            return _planned(request, placement, changed, _("Bewaard: %(what)s, %(when)s."))
    except StaleForm as stale:
        return _stale_page(request, placement, form, stale, public_id)
    return _page(request, placement, form, row)


@GET_OR_POST
def planned_remove(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take a planned activity out."""
    row = access.planned_to_handle(request.actor, public_id)
    placement = row.schedule.placement
    if request.method != "POST":
        if row.removed_at is not None:
            return _is_gone(request, placement, row)
        return render(request, f"{FOLDER}/planned_remove.html", _about(row))
    try:
        remove_planned(planned_pk=row.pk, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Weggenomen: %(what)s, %(when)s.") % _about(row))
    return redirect(week_address(placement, row.day))


@GET_OR_POST
def planned_repeat(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Plan an activity again in the weeks that follow; the answer says what was left out."""
    row = access.planned_to_handle(request.actor, public_id)
    placement = row.schedule.placement
    if row.removed_at is not None:
        return _is_gone(request, placement, row)
    form = RepeatForm(request.POST if request.method == "POST" else None, planned=row)
    if form.is_bound and form.is_valid():
        try:
            report = repeat_weekly(
                planned_pk=row.pk,
                until=form.last_day(),
                actor=request.actor,
                form_key=form.cleaned_data["form_key"],
                over_warnings=form.cleaned_data["over_warnings"],
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return report_page(request, report, week_address(placement, row.day))
    return render(request, f"{FOLDER}/planned_repeat.html", {**_about(row), "form": form})


def _tried(form: PlannedForm, plan: Callable[[], PlannedActivity]) -> PlannedActivity | None:
    """Plan it; when that is refused or warned of, the form says so and keeps what was typed."""
    try:
        return plan()
    except PlanAnyway as warned:
        form.ask_anyway(warned.findings)
    except CannotPlan as refused:
        form.refuse(refused)
    except StaleForm:
        raise
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return None


def _planned(
    request: ActorRequest, placement: Placement, row: PlannedActivity, words: str
) -> HttpResponse:
    messages.success(request, words % _about(row))
    if warning := warning_about(row.note):
        messages.warning(request, warning)
    return redirect(week_address(placement, row.day))


def _about(row: PlannedActivity) -> dict[str, Any]:
    """An activity, in words."""
    when = f"{long_date(row.day)}, {hours_words(row.start, row.end)}"
    return {
        "planned": row,
        "placement": row.schedule.placement,
        "back": week_address(row.schedule.placement, row.day),
        "what": what_is_planned(row),
        "when": when,
    }


def _is_gone(request: ActorRequest, placement: Placement, row: PlannedActivity) -> HttpResponse:
    messages.info(request, _("%(what)s, %(when)s, is weggenomen.") % _about(row))
    return redirect(week_address(placement, row.day))


def _page(
    request: ActorRequest,
    placement: Placement,
    form: PlannedForm,
    row: PlannedActivity | None = None,
    **more: Any,
) -> HttpResponse:
    day = form["day"].value() if row is None else row.day
    back = week_address(placement, day_named(str(day)) or placement.period_start)
    context = {"form": form, "placement": placement, "planned": row, "back": back, **more}
    template = f"{FOLDER}/{'planned' if row else 'planned_new'}.html"
    return render(request, template, context, status=409 if more.get("stale") else 200)


def _stale_page(
    request: ActorRequest, placement: Placement, form: PlannedForm, stale: StaleForm, key: UUID
) -> HttpResponse:
    now = access.planned_to_change(request.actor, key)
    stored = {name: value for name, value in values_of(now).items() if name in form.fields}
    stored.pop("version")
    changes = differences(form, stored)
    form.with_version(now.sequence)
    return _page(request, placement, form, now, stale=stale.message, changes=changes)


def _lesuur(request: ActorRequest) -> dict[str, str]:
    asked = request.GET.get("lesuur", "")
    return {"first_lesuur": asked, "last_lesuur": asked} if asked.isdigit() else {}
