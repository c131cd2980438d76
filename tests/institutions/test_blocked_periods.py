"""Blocked periods of one school do not overlap; those of two schools have nothing in common."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from calendar_cfg.models import AcademicYear
from institutions.models import BlockedPeriod
from tests.factories import SchoolYearFactory

pytestmark = pytest.mark.django_db


def test_only_days_of_the_same_school_are_an_overlap(year: AcademicYear) -> None:
    exams = {"first_day": date(2017, 12, 11), "last_day": date(2017, 12, 22), "reason": "Examens"}
    own, other = SchoolYearFactory(year=year), SchoolYearFactory(year=year)
    BlockedPeriod.objects.create(school_year=own, **exams)
    BlockedPeriod(school_year=other, **exams).full_clean()
    with pytest.raises(ValidationError, match="overlapt"):
        BlockedPeriod(school_year=own, **exams).full_clean()
