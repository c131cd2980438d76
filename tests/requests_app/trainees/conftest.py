"""A trainee of the institution that the test is about, and what its form posts."""

from typing import Any

import pytest

from accounts.models import Membership
from institutions.models import Programme
from requests_app.models import Trainee
from tests.factories import ProgrammeFactory, SubjectFactory, TraineeFactory


@pytest.fixture
def programme(coordinator: Membership) -> Programme:
    """A programme of the institution."""
    return ProgrammeFactory(institution=coordinator.institution, name="Educatieve bachelor")


@pytest.fixture
def trainee(coordinator: Membership, programme: Programme) -> Trainee:
    """Lotte, who studies at the institution."""
    return TraineeFactory(
        institution=coordinator.institution,
        programme=programme,
        first_name="Lotte",
        last_name="Kanarie",
        student_number="s100001",
    )


@pytest.fixture
def typed(programme: Programme) -> dict[str, Any]:
    """A form filled in for a new trainee."""
    return {
        "first_name": "Jef",
        "last_name": "Claes",
        "email": "jef.claes@example.be",
        "student_number": "s200002",
        "programme": programme.pk,
        "postal_code": "9000",
        "subject_1": SubjectFactory(name="Frans").slug,
        "subject_2": "",
        "subject_3": "",
    }
