"""What is read for the engine: whole requests and schools, in a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import BlockedPeriod
from matching.engine.instance import BlockedDays, Line, Offer, Request, School
from matching.enums import LockKind
from matching.models import PairLock
from matching.reading import looking_requests, read_instance
from requests_app.models import PlacementRequest
from tests.factories import (
    ActivityFactory,
    OfferFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
    TraineeFactory,
)
from tests.matching.world import looking, offering
from tests.requests_app.world import NO, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db


def test_a_request_and_a_school_are_read_whole(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french, dutch = SubjectFactory(name="Frans"), SubjectFactory(name="Nederlands")
    school = offering(year_2017, french, 2, number=30_001)
    BlockedPeriod.objects.create(
        school_year=school.years.get(),
        first_day=date(2017, 12, 11),
        last_day=date(2017, 12, 22),
        reason="Examens",
    )
    with on("2017-06-06"):
        request = looking(
            coordinator, year_2017, french, school, max_distance_km=20, other_schools=False
        )
    ActivityFactory(request=request, subject=dutch, position=1, graad=2, education_form="aso")
    request.trainees.add(TraineeFactory(institution=coordinator.institution, postal_code="1234"))
    reading = read_instance(year_2017)
    assert reading.instance.requests == (
        Request(
            key=request.reference,
            institution="Hogeschool Eigen",
            trimester=1,
            first_day=date(2017, 10, 16),
            last_day=date(2017, 10, 27),
            lines=(Line("frans", "active"), Line("nederlands", "active", 2, "aso")),
            size=2,
            homes=((51.05, 3.72), None),
            max_distance_km=20,
            preferences=(30_001,),
            other_schools=False,
        ),
    )
    assert reading.instance.schools == (
        School(
            key=30_001,
            points=((51.05, 3.72),),
            net="go",
            education_forms=frozenset({"aso", "tso"}),
            graden=frozenset({1, 2, 3}),
            province="oost-vlaanderen",
            is_confirmed=False,
            blocked=(BlockedDays(date(2017, 12, 11), date(2017, 12, 22)),),
            total=10,
            offers=(Offer("frans", 2),),
        ),
    )
    assert reading.request_pks == {request.reference: request.pk}
    assert reading.versions == {request.reference: request.version}
    assert reading.school_pks == {30_001: school.pk}


def test_places_that_are_taken_are_read_by_subject_and_in_all(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    with on("2017-09-05"):
        filed(coordinator, mentor, year_2017, subject=french)
    school = read_instance(year_2017).instance.schools[0]
    assert (school.taken, school.taken_in_all) == ((("frans", 1, 1),), ((1, 1),))


def test_a_direct_request_is_fixed_at_its_school_unless_that_cannot_be_asked(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    yes, no = SchoolFactory(), SchoolFactory()
    with on("2017-06-06"):
        direct = looking(coordinator, year_2017, french, yes, route="direct")
        impossible = looking(coordinator, year_2017, french, no, route="direct")
    SchoolYearFactory(school=no, year=year_2017, stance=Stance.NO)
    reading = read_instance(year_2017)
    assert {r.key: r.fixed_at for r in reading.instance.requests} == {direct.reference: yes.number}
    assert reading.left_out == {impossible.reference: "De school neemt dit jaar geen stagiairs."}
    assert read_instance(year_2017, with_fixed=False).instance.requests == ()


def test_locks_refusals_and_excluded_schools_decide_where_a_request_does_not_go(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    forbidden, excluded, fixed = SchoolFactory(), SchoolFactory(), SchoolFactory()
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017, subject=french)
        answer(proposal_of(request), mentor, NO)
    request.trainees.get().excluded_schools.add(excluded)
    PairLock.objects.create(request=request, school=forbidden, kind=LockKind.FORBIDDEN)
    rows = looking_requests(year_2017, with_refused=True)
    (read,) = read_instance(year_2017, requests=rows).instance.requests
    assert mentor.school is not None
    assert read.not_at == {forbidden.number, excluded.number, mentor.school.number}
    assert (read.fixed_at, read.preferences) == (None, ())
    PairLock.objects.create(request=request, school=fixed, kind=LockKind.FIXED)
    (read,) = read_instance(year_2017, requests=rows).instance.requests
    assert read.fixed_at == fixed.number


def test_voorrang_counts_once_it_is_confirmed_and_who_waits_wants_one_school(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french, school = SubjectFactory(name="Frans"), SchoolFactory()
    with on("2017-06-06"):
        asked = looking(coordinator, year_2017, french, hardship="care")
        confirmed = looking(coordinator, year_2017, french, hardship="care")
        waiting = looking(coordinator, year_2017, french, school, route="direct")
        now = asked.filed_at
    PlacementRequest.objects.filter(pk=confirmed.pk).update(hardship_confirmed_at=now)
    PlacementRequest.objects.filter(pk=waiting.pk).update(waits_for=school, waits_since=now)
    read = {r.key: r for r in read_instance(year_2017).instance.requests}
    assert not read[asked.reference].is_hardship
    assert read[confirmed.reference].is_hardship
    assert read[waiting.reference].fixed_at is None
    assert read[waiting.reference].waits_for == school.number
    assert read[waiting.reference].waits_since == date(2017, 6, 6)


def test_a_slim_reading_keeps_all_schools_and_of_them_what_is_asked(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    french, latin = SubjectFactory(name="Frans"), SubjectFactory(name="Latijn")
    asked = offering(year_2017, french)
    OfferFactory(school_year=asked.years.get(), subject=latin)
    silent, other = SchoolFactory(), offering(year_2017, latin)
    with on("2017-09-05"):
        filed(coordinator, mentor, year_2017, subject=latin)
        looking(coordinator, year_2017, french)
    schools = {s.key: s for s in read_instance(year_2017, slimmed=True).instance.schools}
    assert mentor.school is not None
    assert {key: school.offers for key, school in schools.items()} == {
        asked.number: (Offer("frans", 1),),
        other.number: (Offer("latijn", 1),),
        silent.number: (),
        mentor.school.number: (),
    }
    there = schools[mentor.school.number]
    assert (there.taken, there.taken_in_all) == ((), ((1, 1),))


def test_the_number_of_queries_does_not_grow(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            read_instance(year_2017)
        return len(captured)

    french = SubjectFactory(name="Frans")
    with on("2017-06-06"):
        looking(coordinator, year_2017, french, offering(year_2017, french))
        few = queries()
        for _number in range(5):
            looking(coordinator, year_2017, french, offering(year_2017, french))
    assert (queries(), few) == (few, few)
    assert few <= 20
