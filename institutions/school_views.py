"""A school's own data, its free days, and the profile that others read."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from institutions import school_data as services
from institutions.access import own_school, own_school_to_edit, school_to_read, year_of
from institutions.addresses import in_year
from institutions.enums import Role
from institutions.exceptions import StaleVersion
from institutions.http import ActorRequest
from institutions.models import PlacementSchool
from institutions.offer_context import offer_context
from institutions.profile import profile_rows, register_rows
from institutions.rights import may_edit_school
from institutions.roles import for_roles
from institutions.school_forms import FreeDayForm, SchoolForms, differences, school_forms

READERS = (
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.ADMIN,
    Role.SCHOOL_MENTOR,
    Role.SUBJECT_MENTOR,
)


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_data(request: ActorRequest) -> HttpResponse:
    """The own school's data: what the register says, and what the school says."""
    school = own_school(request)
    context = {
        "school": school,
        "register": register_rows(school),
        "profile": profile_rows(school),
        "campuses": school.campuses.filter(is_active=True),
        "may_edit": may_edit_school(request.actor, school),
    }
    return render(request, "institutions/school_data.html", context)


@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_data_edit(request: ActorRequest) -> HttpResponse:
    """Change contact data, profile and addresses."""
    school = own_school_to_edit(request)
    forms = school_forms(school, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not forms.is_valid():
        return _edit_page(request, school, forms)
    data = forms.data()
    try:
        services.save_school_data(
            actor=request.actor, school=school, data=data, version=_version(forms)
        )
    except StaleVersion as stale:
        current, stored = stale.current
        again = request.POST.copy()
        again["version"] = str(current.version)
        changes = differences(stored, data)
        return _edit_page(request, school, school_forms(school, again), stale, changes)
    except DomainError as error:
        forms.profile.add_error(None, error.message)
        return _edit_page(request, school, forms)
    messages.success(
        request, _("De gegevens van uw school zijn bewaard. U kunt ze altijd verbeteren.")
    )
    return redirect("school_data")


@require_safe
@for_roles(*READERS)
def school_detail(request: ActorRequest, public_id: uuid.UUID) -> HttpResponse:
    """A school as lerarenopleidingen and administrators read it: profile and offer."""
    school = school_to_read(request, public_id)
    context = {
        **offer_context(school, year_of(request), request.actor),
        "register": register_rows(school),
        "profile": profile_rows(school),
        "campuses": school.campuses.filter(is_active=True),
        "is_staff_page": request.actor.is_institution_staff or request.actor.is_admin,
    }
    return render(request, "institutions/school_detail.html", context)


@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_free_days(request: ActorRequest) -> HttpResponse:
    """The school's own free days in the year; a schoolmentor adds one."""
    school, year = own_school(request), year_of(request)
    form = FreeDayForm(request.POST or None)
    if request.method == "POST":
        own_school_to_edit(request)
        if form.is_valid() and _free_day_added(request, school, form):
            return redirect(in_year("school_free_days", year))
    days = school.free_days.filter(date__range=(year.first_school_day, year.last_school_day))
    context = {
        "school": school,
        "year": year,
        "form": form,
        "days": days,
        "may_edit": may_edit_school(request.actor, school),
    }
    return render(request, "institutions/school_free_days.html", context)


@require_POST
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_free_day_remove(request: ActorRequest) -> HttpResponse:
    """Take away a free day of the own school."""
    school, year = own_school_to_edit(request), year_of(request)
    if day := _day(request.POST.get("date", "")):
        services.remove_free_day(actor=request.actor, school=school, day=day)
        text = _("Vrije dag verwijderd: %(day)s.") % {"day": long_date(day)}
        messages.success(request, text)
    return redirect(in_year("school_free_days", year))


def _free_day_added(request: ActorRequest, school: PlacementSchool, form: FreeDayForm) -> bool:
    day, name = form.cleaned_data["date"], form.cleaned_data["name"]
    try:
        services.add_free_day(
            actor=request.actor, school=school, year=year_of(request), day=day, name=name
        )
    except DomainError as error:
        form.add_error(error.field, error.message)
        return False
    text = _("Vrije dag toegevoegd: %(day)s. Uw antwoordtermijnen houden er rekening mee.")
    messages.success(request, text % {"day": long_date(day)})
    return True


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _version(forms: SchoolForms) -> int:
    return int(forms.profile.cleaned_data["version"])


def _edit_page(
    request: ActorRequest,
    school: PlacementSchool,
    forms: SchoolForms,
    stale: StaleVersion | None = None,
    changes: list[Any] | None = None,
) -> HttpResponse:
    context = {
        "school": school,
        "forms": forms,
        "register": register_rows(school),
        "stale": stale,
        "changes": changes or [],
    }
    return render(request, "institutions/school_data_edit.html", context)
