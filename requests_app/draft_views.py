"""A stageaanvraag from nothing, and the steps of a draft, each saved by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import access
from requests_app.differences import differences
from requests_app.draft_pages import FOLDER, not_a_draft, save_step, step_page
from requests_app.draft_words import differing_lines, differing_schools, differing_trainees
from requests_app.drafting import prepare_requests, why_no_drafts
from requests_app.enums import Action, RequestState
from requests_app.line_forms import line_formset, lines_of, other_lines, wants_other_lines
from requests_app.models import PlacementRequest
from requests_app.request_forms import EACH, NewRequestForm, PeriodForm, StepForm, TraineesForm
from requests_app.request_selectors import lines_of_draft, lines_to_start_from
from requests_app.school_choice_forms import SchoolForm, other_schools, wants_other_schools
from requests_app.trainee_choice import TraineeSearch

STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@STAFF
def new_request(request: ActorRequest) -> HttpResponse:
    """Choose for whom; then the draft's steps."""
    search = TraineeSearch(request.actor, year_of(request))
    if request.method != "POST":
        start = {
            "form_key": uuid4(),
            "samen": EACH,
            "stagiair": request.GET.getlist("stagiair"),
            "zoek": request.GET.get("zoek", ""),
            "school": request.GET.get("school", ""),
        }
        return _new_page(request, NewRequestForm(search=search, initial=start))
    form = NewRequestForm(request.POST, search=search)
    if "zoeken" in request.POST:
        return _new_page(request, NewRequestForm(search=search, initial=form.typed()))
    if form.is_valid():
        try:
            return _to_first_step(request, _prepare(request, form))
        except DomainError as error:
            form.add_error(None, error.message)
    return _new_page(request, form)


def _prepare(request: ActorRequest, form: NewRequestForm) -> list[PlacementRequest]:
    return prepare_requests(
        year=year_of(request),
        actor=request.actor,
        form_key=form.cleaned_data["form_key"],
        trainees=form.chosen(),
        as_group=form.as_group,
        school=access.school_named(request.actor, form["school"].value()),
    )


def _new_page(request: ActorRequest, form: NewRequestForm) -> HttpResponse:
    year = year_of(request)
    context = {
        "form": form,
        "year": year,
        "closed": "" if form.is_bound else why_no_drafts(year),
        "school": access.school_named(request.actor, form["school"].value()),
    }
    return render(request, f"{FOLDER}/new_request.html", context)


def _to_first_step(request: ActorRequest, made: list[PlacementRequest]) -> HttpResponse:
    if len(made) == 1:
        return redirect("draft_period", made[0].public_id)
    words = ngettext("%(n)d ontwerp is gemaakt.", "%(n)d ontwerpen zijn gemaakt.", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect(f"{reverse('requests')}?toestand={RequestState.DRAFT}")


def _draft(request: ActorRequest, public_id: UUID) -> Any:
    return access.request_for(request.actor, public_id, Action.EDIT)


@GET_OR_POST
@STAFF
def draft_trainees(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """For whom the request is."""
    draft = _draft(request, public_id)
    if elsewhere := not_a_draft(request, draft):
        return elsewhere
    search = TraineeSearch(request.actor, draft.year)
    if request.method != "POST":
        start = {
            "version": draft.version,
            "naar": request.GET.get("naar", ""),
            "is_group": draft.is_group,
            "stagiair": [row["public_id"] for row in draft.trainee_rows],
        }
        return step_page(request, draft, "trainees", TraineesForm(search=search, initial=start))
    form = TraineesForm(request.POST, search=search)
    if "zoeken" in request.POST:
        form = TraineesForm(search=search, initial=form.typed())
    elif form.is_valid():
        chosen, is_group = form.chosen(), form.cleaned_data["is_group"]
        saved = save_step(
            request,
            draft,
            "trainees",
            form,
            lambda now: differing_trainees(now, chosen),
            trainees=chosen,
            is_group=is_group,
        )
        if saved:
            return saved
    return step_page(request, draft, "trainees", form)


@GET_OR_POST
@STAFF
def draft_period(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Programme, supervisor, trimester and days, and a text for the school."""
    draft = _draft(request, public_id)
    if elsewhere := not_a_draft(request, draft):
        return elsewhere
    data = request.POST if request.method == "POST" else None
    form = PeriodForm(data, actor=request.actor, draft=draft, naar=request.GET.get("naar", ""))
    if data is not None and form.is_valid():
        saved = save_step(
            request,
            draft,
            "period",
            form,
            lambda now: differences(form, form.stored_values(now)),
            **form.values(),
        )
        if saved:
            return saved
    return step_page(request, draft, "period", form)


@GET_OR_POST
@STAFF
def draft_activities(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The lines, of all four kinds; more and fewer of them without JavaScript."""
    draft = _draft(request, public_id)
    if elsewhere := not_a_draft(request, draft):
        return elsewhere
    lines = lines_of_draft(draft)
    if request.method != "POST":
        start = {"version": draft.version, "naar": request.GET.get("naar", "")}
        formset = line_formset(lines=lines or lines_to_start_from(draft))
        return step_page(request, draft, "activities", StepForm(initial=start), formset=formset)
    form = StepForm(request.POST)
    if wants_other_lines(request.POST):
        formset = other_lines(request.POST, lines=lines)
        return step_page(request, draft, "activities", form, formset=formset)
    formset = line_formset(request.POST, lines=lines)
    if formset.is_valid() and form.is_valid():
        typed = lines_of(formset)
        saved = save_step(
            request,
            draft,
            "activities",
            form,
            lambda now: differing_lines(now, typed),
            lines=typed,
        )
        if saved:
            return saved
    return step_page(request, draft, "activities", form, formset=formset)


@GET_OR_POST
@STAFF
def draft_school(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The route, the schools and the wishes."""
    draft = _draft(request, public_id)
    if elsewhere := not_a_draft(request, draft):
        return elsewhere
    actor = request.actor
    if request.method != "POST":
        naar = request.GET.get("naar", "")
        return step_page(request, draft, "school", SchoolForm(actor=actor, draft=draft, naar=naar))
    if wants_other_schools(request.POST):
        form = other_schools(request.POST, actor=actor, draft=draft)
        return step_page(request, draft, "school", form)
    form = SchoolForm(request.POST, actor=actor, draft=draft)
    if form.is_valid():
        schools = form.values()["schools"]
        saved = save_step(
            request,
            draft,
            "school",
            form,
            lambda now: [
                *differences(form, form.stored_values(now)),
                *differing_schools(now, schools),
            ],
            **form.values(),
        )
        if saved:
            return saved
    return step_page(request, draft, "school", form)
