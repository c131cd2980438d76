"""Last year's offer, carried over when SCHOOL_DATA opens."""

from datetime import date

import pytest

from accounts.models import Membership
from calendar_cfg.effects import REGISTRY, RunContext
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import AcademicYear
from institutions.carry_over import carry_over_offers
from institutions.enums import Stance
from institutions.models import BlockedPeriod, Offer, SchoolYear
from institutions.offers import locked_school_year
from tests.factories import (
    CampusFactory,
    OfferFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
    YearFactory,
)


@pytest.fixture
def last_year(db: None) -> AcademicYear:
    """2016-2017."""
    return YearFactory(start_year=2016, last_school_day=date(2017, 6, 30))


def test_stance_total_and_lines_are_carried_unconfirmed(
    last_year: AcademicYear, year: AcademicYear, mentor: Membership
) -> None:
    source = SchoolYearFactory(
        year=last_year, stance=Stance.MAYBE, stance_reason="Nieuw team", total_at_same_time=4,
        confirmed_at="2016-05-10T10:00Z", confirmed_by=mentor.user,
    )  # fmt: skip
    OfferFactory(
        school_year=source, subject=SubjectFactory(name="Frans"), trimester=2, graad=3, places=2,
        kinds=["active"], remark="Latijn", campus=source.school.campuses.get(),
    )  # fmt: skip
    BlockedPeriod.objects.create(
        school_year=source, first_day="2016-12-05", last_day="2016-12-16", reason="Examens"
    )

    assert carry_over_offers(year) == {"schools": 1, "lines": 1}

    row = SchoolYear.objects.get(school=source.school, year=year)
    assert (row.stance, row.stance_reason, row.total_at_same_time) == ("maybe", "Nieuw team", 4)
    assert (row.confirmed_at, row.confirmed_by, row.carried_over_from) == (None, None, source)
    line = row.offers.get()
    assert (line.subject.name, line.trimester, line.graad, line.places) == ("Frans", 2, 3, 2)
    assert (line.kinds, line.remark) == (["active"], "Latijn")
    assert line.campus == source.school.campuses.get()
    assert not row.blocked_periods.exists()
    assert source.offers.count() == 1


def test_twice_is_once(last_year: AcademicYear, year: AcademicYear) -> None:
    OfferFactory(school_year=SchoolYearFactory(year=last_year))

    carry_over_offers(year)

    assert carry_over_offers(year) == {"schools": 0, "lines": 0}
    assert Offer.objects.filter(school_year__year=year).count() == 1


def test_what_a_school_already_filled_in_is_left_alone(
    last_year: AcademicYear, year: AcademicYear
) -> None:
    school = SchoolFactory()
    OfferFactory(school_year=SchoolYearFactory(school=school, year=last_year))
    SchoolYearFactory(school=school, year=year, stance=Stance.NO, stance_reason="Verbouwing")

    assert carry_over_offers(year) == {"schools": 0, "lines": 0}

    row = SchoolYear.objects.get(school=school, year=year)
    assert (row.stance, row.offers.count()) == (Stance.NO, 0)


def test_a_row_that_was_made_only_to_be_locked_is_filled(
    last_year: AcademicYear, year: AcademicYear, transactional_db: None
) -> None:
    from django.db import transaction

    source = SchoolYearFactory(year=last_year)
    OfferFactory(school_year=source)
    with transaction.atomic():
        locked_school_year(source.school, year)

    assert carry_over_offers(year) == {"schools": 1, "lines": 1}
    assert SchoolYear.objects.get(school=source.school, year=year).stance == Stance.YES


def test_what_is_out_of_use_stays_behind(last_year: AcademicYear, year: AcademicYear) -> None:
    source = SchoolYearFactory(year=last_year)
    gone = CampusFactory(school=source.school, number=2, is_head=False, is_active=False)
    OfferFactory(school_year=source, campus=gone)
    OfferFactory(school_year=source, subject=SubjectFactory(is_active=False))
    OfferFactory(school_year=SchoolYearFactory(year=last_year, school__is_active=False))
    SchoolYearFactory(year=last_year, stance=Stance.UNKNOWN, total_at_same_time=None)

    assert carry_over_offers(year) == {"schools": 1, "lines": 0}


def test_the_first_year_has_nothing_to_carry(year: AcademicYear) -> None:
    assert carry_over_offers(year) == {"schools": 0, "lines": 0}


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_queries_do_not_grow_with_the_schools(
    last_year: AcademicYear, year: AcademicYear, django_assert_max_num_queries, number: int
) -> None:
    subject = SubjectFactory()
    for _ in range(number):
        OfferFactory(school_year=SchoolYearFactory(year=last_year), subject=subject)

    with django_assert_max_num_queries(12):
        assert carry_over_offers(year) == {"schools": number, "lines": number}


def test_it_is_an_effect_of_the_opening_of_school_data(year_2017: AcademicYear) -> None:
    source = YearFactory(start_year=2016, last_school_day=date(2017, 6, 30))
    OfferFactory(school_year=SchoolYearFactory(year=source))
    effect = REGISTRY.find(PhaseKind.SCHOOL_DATA, Edge.OPEN, "carry_over_offers")
    phase = year_2017.phases.get(kind=PhaseKind.SCHOOL_DATA)

    assert effect is not None
    assert effect.function(phase, RunContext(date(2017, 5, 2), late=False, run_id=1)) == {
        "schools": 1,
        "lines": 1,
    }
