"""A stage in October 2017, guided by a stagebegeleider and a vakmentor."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from placements.models import Placement
from requests_app.answering import LineAnswer
from requests_app.enums import Decision
from tests.factories import SubjectFactory, TraineeFactory
from tests.placements.world import new_placement
from tests.requests_app.world import on

Make = Callable[..., Placement]


@pytest.fixture
def frans(db: None) -> Subject:
    """A subject."""
    return SubjectFactory(name="Frans")


@pytest.fixture
def make(
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    year_2017: AcademicYear,
    frans: Subject,
) -> Make:
    """Makes a stage of Lotte Peeters for Frans, from 16 to 27 October, accepted on 2 October."""
    guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk)

    def new(**fields: object) -> Placement:
        person = {"first_name": "Lotte", "last_name": "Peeters"}
        trainee = TraineeFactory(institution=coordinator.institution, **person)
        asked = {"supervisor": colleague, "subject": frans, "trainee": trainee, **fields}
        with on("2017-10-02"):
            return new_placement(coordinator, mentor, year_2017, guided, **asked)

    return new


@pytest.fixture
def placement(make: Make) -> Placement:
    """The stage that the test is about."""
    return make()
