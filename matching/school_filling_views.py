"""A school's page "Hoe vol zijn wij?"."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from calendar_cfg import clock
from institutions.access import own_school, year_of
from institutions.enums import Role
from institutions.rights import may_edit_school
from institutions.roles import for_roles
from matching.school_filling_page import FillingPage


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_filling(request: ActorRequest) -> HttpResponse:
    """Places per subject and trimester, and what one place more would bring; without names."""
    school, year = own_school(request), year_of(request)
    context = {
        "school": school,
        "year": year,
        "page": FillingPage(school, year, clock.today()),
        "may_edit": may_edit_school(request.actor, school),
    }
    return render(request, "matching/school/filling.html", context)
