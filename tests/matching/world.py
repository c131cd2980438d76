"""A year after its release day, with requests that look for a school, and schools that offer."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import PlacementSchool, Subject
from matching.continuing import continue_matching
from matching.engine.outcome import Progress
from matching.releasing import start_release
from requests_app import workflow
from requests_app.enums import Action, Route
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Preference
from tests.factories import (
    OfferFactory,
    PostalCodeFactory,
    RequestFactory,
    SchoolFactory,
    SchoolYearFactory,
    actor_for,
)


def offering(
    year: AcademicYear, subject: Subject, places: int = 1, **fields: Any
) -> PlacementSchool:
    """A school that offers places for a subject, in every trimester."""
    school: PlacementSchool = SchoolFactory(**fields)
    OfferFactory(
        school_year=SchoolYearFactory(school=school, year=year), subject=subject, places=places
    )
    return school


def looking(
    coordinator: Membership,
    year: AcademicYear,
    subject: Subject,
    *named: PlacementSchool,
    **fields: Any,
) -> PlacementRequest:
    """A filed request, held or looking: by its wishes alone, or by the schools it names in order.

    Say `route="direct"` for one that goes to the school it names.
    """
    PostalCodeFactory()
    route = Route.PREFERENCES if named else Route.WISHES
    request: PlacementRequest = RequestFactory(
        institution=coordinator.institution,
        year=year,
        prepared_by=coordinator.user,
        **{"subject": subject, "school": False, "route": route, **fields},
    )
    for rank, school in enumerate(named, start=1):
        Preference.objects.create(request=request, school=school, rank=rank)
    workflow.apply(workflow.mark_new(request), Action.PREPARE, actor=actor_for(coordinator))
    return file_request(request_pk=request.pk, actor=actor_for(coordinator))


ADMIN = Actor(user=None, role=Role.ADMIN)
"""An administrator, where it does not matter who."""


def progress(placed: int = 0) -> Progress:
    """What the engine tells of a part with one request."""
    return Progress("searching", placed, 1, 1)


def release(year: AcademicYear) -> None:
    """Do what the opening of `ANSWERS` does, to its end."""
    start_release(year)
    continue_matching()
