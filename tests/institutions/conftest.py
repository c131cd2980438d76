"""A school with an offer, on a day that school data of 2017-2018 can be changed."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import SchoolYear
from tests.factories import OfferFactory, SchoolYearFactory, SubjectFactory

OPEN_DAY = "2017-05-10 10:00+02:00"


@pytest.fixture
def open_day(year_2017: AcademicYear) -> Iterator[AcademicYear]:
    """10 May 2017: `SCHOOL_DATA` of 2017-2018 is open."""
    with time_machine.travel(OPEN_DAY, tick=False):
        yield year_2017


@pytest.fixture
def offered(open_day: AcademicYear, mentor: Membership) -> SchoolYear:
    """The mentor's school offers Frans: two places in each trimester, in the second graad."""
    row = SchoolYearFactory(school=mentor.school, year=open_day)
    OfferFactory(school_year=row, subject=SubjectFactory(name="Frans"), graad=2, places=2)
    return row
