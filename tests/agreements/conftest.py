"""A stage with a trainee who has an account, and the first version of its agreement."""

import pytest

from accounts.models import Membership
from agreements.models import AgreementVersion
from calendar_cfg.models import AcademicYear
from tests.agreements.signing_world import account_of, version_of
from tests.factories import TraineeFactory
from tests.placements.world import new_placement


@pytest.fixture
def trainee(coordinator: Membership) -> Membership:
    """The trainee of the stage, with an account."""
    record = TraineeFactory(
        institution=coordinator.institution, first_name="Tara", last_name="Kanarie"
    )
    return account_of(record)


@pytest.fixture
def version(
    coordinator: Membership, mentor: Membership, trainee: Membership, year_2017: AcademicYear
) -> AgreementVersion:
    """The first version of the agreement of the stage; the test says on which day."""
    who = trainee.user.trainee_records.get()
    return version_of(new_placement(coordinator, mentor, year_2017, trainee=who))
