"""A coordinator with a trainee, a programme and subjects, on a day on which all is open."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Programme, Subject
from requests_app.models import Trainee
from tests.browsing import logged_in
from tests.factories import (
    PostalCodeFactory,
    ProgrammeFactory,
    SubjectFactory,
    TraineeFactory,
)
from tests.requests_app.world import on


@dataclass
class Desk:
    """What a coordinator has at hand."""

    year: AcademicYear
    coordinator: Membership
    mentor: Membership
    programme: Programme
    trainee: Trainee
    subject: Subject

    @property
    def client(self) -> Client:
        """A client in which the coordinator is logged in."""
        return logged_in(self.coordinator)


@pytest.fixture
def june() -> Iterator[None]:
    """20 June 2017: requests are filed, and schools answer."""
    with on("2017-06-20"):
        yield


@pytest.fixture
def desk(year_2017: AcademicYear, coordinator: Membership, mentor: Membership) -> Desk:
    """One trainee of Frans, in Gent."""
    PostalCodeFactory()
    programme = ProgrammeFactory(institution=coordinator.institution, name="Bachelor Eigen")
    trainee = TraineeFactory(
        institution=coordinator.institution, programme=programme, last_name="Kanarie"
    )
    subject = SubjectFactory(name="Frans")
    trainee.subjects.add(subject)
    return Desk(year_2017, coordinator, mentor, programme, trainee, subject)
