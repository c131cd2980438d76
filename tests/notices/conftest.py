"""What the tests of notices share."""

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from notices.enums import NoticeState
from notices.models import Notice
from tests.factories import SubjectFactory
from tests.notices.stage_world import Side, side


@pytest.fixture
def french(db: None) -> Subject:
    """A subject."""
    subject: Subject = SubjectFactory(name="Frans")
    return subject


@pytest.fixture
def sides(
    coordinator: Membership,
    mentor: Membership,
    coordinator_elsewhere: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
) -> tuple[Side, Side]:
    """Two stages that look the same, at other organisations; what was told of them was mailed."""
    found = (
        side(coordinator, mentor, year_2017),
        side(coordinator_elsewhere, mentor_elsewhere, year_2017),
    )
    Notice.objects.update(state=NoticeState.MAILED)
    return found
