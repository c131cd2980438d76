"""The cast of the walk through 2017-2018: one institution, two schools, and who looks on."""

from dataclasses import dataclass

import pytest

from accounts.models import Membership
from calendar_cfg import ledger
from calendar_cfg.enums import SweepTrigger
from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from matching.continuing import continue_matching
from tests.factories import (
    MentorFactory,
    ProgrammeFactory,
    SchoolFactory,
    SubjectFactory,
    TraineeFactory,
)


@dataclass
class Cast:
    """Who plays."""

    year: AcademicYear
    coordinator: Membership
    mentor: Membership
    other_mentor: Membership
    dutch: Subject
    french: Subject


def sweep(trigger: SweepTrigger) -> None:
    """Do what beat, or a worker that starts, has done within the minute."""
    ledger.sweep(trigger)
    continue_matching()


@pytest.fixture
def cast(year_2017: AcademicYear, coordinator: Membership, mentor: Membership) -> Cast:
    """The cast, before 2 May 2017."""
    ProgrammeFactory(institution=coordinator.institution, name="Educatieve bachelor")
    return Cast(
        year=year_2017,
        coordinator=coordinator,
        mentor=mentor,
        other_mentor=MentorFactory(school=SchoolFactory(name="School Tweede")),
        dutch=SubjectFactory(name="Nederlands"),
        french=SubjectFactory(name="Frans"),
    )


@pytest.fixture
def trainee(cast: Cast) -> object:
    """A trainee of the institution."""
    return TraineeFactory(institution=cast.coordinator.institution)
