"""The stage that tests of the planning are about, and the moment at which they happen."""

from collections.abc import Iterator

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from tests.requests_app.world import on
from tests.schedules.world import Stage


@pytest.fixture
def october(db: None) -> Iterator[None]:
    """A day in October before the stage."""
    with on("2017-10-10"):
        yield


@pytest.fixture
def stage(
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    year_2017: AcademicYear,
    october: None,
) -> Stage:
    """Wiskunde from 16 October to 24 November 2017, twenty lesuren."""
    return Stage(coordinator, mentor, subject_mentor, year_2017)
