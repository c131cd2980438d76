"""A template of the institution that the test is about, and what its form posts."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Programme
from requests_app.models import RequestTemplate, TemplateActivity, Trainee
from tests.factories import (
    ProgrammeFactory,
    SubjectFactory,
    TemplateFactory,
    TraineeFactory,
)
from tests.requests_app.world import on


@pytest.fixture
def in_may(year_2017: AcademicYear) -> Iterator[AcademicYear]:
    """The day after templates for 2017-2018 opened."""
    with on("2017-05-03"):
        yield year_2017


@pytest.fixture
def programme(coordinator: Membership) -> Programme:
    """A programme of the institution."""
    return ProgrammeFactory(institution=coordinator.institution, name="Educatieve bachelor")


@pytest.fixture
def template(
    coordinator: Membership, programme: Programme, year_2017: AcademicYear
) -> RequestTemplate:
    """Two weeks in October, with one line."""
    made = TemplateFactory(
        institution=coordinator.institution,
        programme=programme,
        year=year_2017,
        name="Kanarie actieve stage",
        text_for_school="Welkom.",
    )
    TemplateActivity.objects.create(
        template=made, kind="active", subject=SubjectFactory(name="Frans"), hours=20
    )
    return made


@pytest.fixture
def trainees(coordinator: Membership, programme: Programme) -> list[Trainee]:
    """Three trainees of the programme."""
    return TraineeFactory.create_batch(3, institution=coordinator.institution, programme=programme)


@pytest.fixture
def typed(programme: Programme) -> dict[str, Any]:
    """A form filled in for a template with two lines."""
    return {
        "name": "Actieve stage 1",
        "programme": programme.pk,
        "supervisor": "",
        "trimester": "1",
        "period_start": "2017-10-16",
        "period_end": "2017-10-27",
        "max_distance_km": "25",
        "nets": ["go"],
        "education_forms": ["aso", "tso"],
        "other_schools": "on",
        "may_split": "on",
        "onward": "automatic",
        "text_for_school": "De stagiairs komen eerst kennismaken.",
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0",
        "lines-0-kind": "active",
        "lines-0-subject": SubjectFactory(name="Frans").slug,
        "lines-0-hours": "20",
        "lines-0-graad": "2",
        "lines-1-kind": "cross_class",
        "lines-1-functional_wholes": ["4", "7"],
        "lines-1-hours": "5",
    }
