"""A coordinator at the desk, in June."""

from collections.abc import Iterator

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from tests.factories import PostalCodeFactory, ProgrammeFactory, SubjectFactory, TraineeFactory
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import on


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
