"""Pages of the stagiairs of one's own institution."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from institutions.exceptions import StaleVersion
from institutions.roles import for_roles
from requests_app.access import trainee_of
from requests_app.as_typed import as_typed
from requests_app.differences import differences
from requests_app.draft_words import differing_exclusions
from requests_app.excluded_schools_forms import ExcludedSchoolsForm, wants_other_schools
from requests_app.models import Trainee
from requests_app.table_pages import sort_and_page
from requests_app.trainee_forms import TraineeFilterForm, TraineeForm
from requests_app.trainee_selectors import request_count_of, requests_of, trainees_for
from requests_app.trainee_standing import login_of
from requests_app.trainee_tables import TraineeTable
from requests_app.trainees import add_trainee, change_trainee, set_active

FOLDER = "requests_app/trainees"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)


def _year(request: ActorRequest) -> AcademicYear | None:
    """The year of the page; None while an administrator has made none."""
    return request.year or None  # the middleware's lazy object is never None itself


@require_safe
@STAFF
def trainees(request: ActorRequest) -> HttpResponse:
    """The institution's trainees, to look somebody up or see who has no request yet."""
    form = TraineeFilterForm(request.GET, actor=request.actor)
    year = _year(request)
    rows = trainees_for(request.actor, year, form.wanted())
    table = TraineeTable(rows, tick_all=request.GET.get("alles") == "1")
    context = {"table": sort_and_page(table, request), "filter_form": form, "year": year}
    return render(request, f"{FOLDER}/trainees.html", context)


@require_safe
@STAFF
def trainee(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One trainee, with the requests of the year."""
    found = trainee_of(request.actor, public_id)
    year = _year(request)
    context = {
        "trainee": found,
        "login": login_of(found),
        "may_end_login": request.actor.is_coordinator,
        "year": year,
        "requests": requests_of(found, year, request.actor),
        "excluded": list(found.excluded_schools.order_by("name", "number")),
    }
    return render(request, f"{FOLDER}/trainee.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@STAFF
def new_trainee(request: ActorRequest) -> HttpResponse:
    """Add a trainee by hand."""
    actor = request.actor
    if request.method != "POST":
        return _form_page(request, TraineeForm(actor=actor), ExcludedSchoolsForm(actor=actor))
    form = TraineeForm(request.POST, actor=actor)
    excluded = ExcludedSchoolsForm(request.POST, actor=actor)
    if wants_other_schools(request.POST):
        again = TraineeForm(actor=actor, initial=as_typed(form))
        return _form_page(request, again, excluded)
    if form.is_valid():
        try:
            made = add_trainee(
                actor=actor,
                subjects=form.chosen_subjects(),
                excluded=excluded.chosen(),
                **form.values(),
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("%(name)s is toegevoegd.") % {"name": made})
            return redirect("trainee", made.public_id)
    return _form_page(request, form, excluded)


@require_http_methods(["GET", "HEAD", "POST"])
@STAFF
def edit_trainee(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change a trainee; who comes second sees what changed and loses nothing."""
    actor = request.actor
    found = trainee_of(actor, public_id)
    if request.method != "POST":
        form = TraineeForm(actor=actor, trainee=found)
        return _form_page(request, form, ExcludedSchoolsForm(actor=actor, trainee=found))
    form = TraineeForm(request.POST, actor=actor, trainee=found)
    excluded = ExcludedSchoolsForm(request.POST, actor=actor)
    if wants_other_schools(request.POST):
        again = TraineeForm(actor=actor, trainee=found, initial=as_typed(form))
        return _form_page(request, again, excluded)
    if form.is_valid():
        try:
            _save(request, found, form, excluded)
        except StaleVersion as stale:
            return _stale_page(request, form, excluded, stale)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("De gegevens van %(name)s zijn bewaard.") % {"name": found})
            return redirect("trainee", found.public_id)
    return _form_page(request, form, excluded)


def _save(
    request: ActorRequest, found: Trainee, form: TraineeForm, excluded: ExcludedSchoolsForm
) -> Trainee:
    return change_trainee(
        trainee_pk=found.pk,
        actor=request.actor,
        expected_version=form.cleaned_data["version"] or 0,
        subjects=form.chosen_subjects(),
        excluded=excluded.chosen(),
        **form.values(),
    )


def _stale_page(
    request: ActorRequest,
    form: TraineeForm,
    excluded: ExcludedSchoolsForm,
    stale: StaleVersion,
) -> HttpResponse:
    changes = [
        *differences(form, form.stored(stale.current)),
        *differing_exclusions(stale.current, excluded.chosen()),
    ]
    form.data = request.POST.copy()
    form.data["version"] = str(stale.current.version)
    return _form_page(request, form, excluded, stale=stale.message, changes=changes)


def _form_page(
    request: ActorRequest, form: TraineeForm, excluded: ExcludedSchoolsForm, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "excluded": excluded,
        "trainee": form.trainee,
        "stale": "",
        "changes": [],
        **more,
    }
    return render(request, f"{FOLDER}/trainee_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@STAFF
def trainee_active(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm that a trainee is no longer active, or is so again."""
    found = trainee_of(request.actor, public_id)
    if request.method == "POST":
        is_active = request.POST.get("active") == "1"
        set_active(trainee_pk=found.pk, actor=request.actor, is_active=is_active)
        words = _("%(name)s is weer actief.") if is_active else _("%(name)s is niet meer actief.")
        messages.success(request, words % {"name": found})
        return redirect("trainee", found.public_id)
    year = _year(request)
    context = {"trainee": found, "year": year, "request_count": request_count_of(found, year)}
    return render(request, f"{FOLDER}/trainee_active.html", context)
