"""The list of schools, for institutions and administrators."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from institutions.enums import Role
from institutions.http import ActorRequest
from institutions.listing import listed
from institutions.models import Campus, PlacementSchool, SchoolYear
from institutions.roles import for_roles
from institutions.school_lists import SchoolFilter, SchoolTable


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN)
def schools(request: ActorRequest) -> HttpResponse:
    """Find schools by what they are, what they offer in the year, and how far they are."""
    year = request.year or None
    campuses = Campus.objects.filter(is_active=True).order_by("-is_head", "number")
    rows = PlacementSchool.objects.visible_to(request.actor).prefetch_related(
        Prefetch("campuses", campuses),
        Prefetch("years", SchoolYear.objects.filter(year=year), to_attr="this_year"),
    )
    found = SchoolFilter(request.GET, queryset=rows, year=year)
    subject, origin = found.subject, found.origin
    table = SchoolTable(
        found.qs,
        subject_id=subject.pk if subject else None,
        order_by="distance" if origin else "name",
        exclude=() if origin else ("distance",),
    )
    listed(table, request).fetch_places(year)
    context = {"filter": found, "table": table, "year": year, "subject": subject}
    return render(request, "institutions/schools.html", context)
