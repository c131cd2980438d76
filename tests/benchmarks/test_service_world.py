"""What is written to the database for the benchmark is read back as it was."""

import pytest
from django.db import transaction

from benchmarks.flanders import make_instance
from benchmarks.service_bench import _watched
from benchmarks.service_world import write_year
from institutions.models import PlacementSchool, SchoolYear
from matching.reading import read_instance


@pytest.mark.django_db
def test_a_year_that_was_written_is_read_back_as_it_was(year_2017):
    whole = make_instance(60)

    write_year(year_2017, whole)

    found = read_instance(year_2017).instance
    assert found.requests == whole.requests
    assert [(s.key, s.net, s.total, s.takes_nobody) for s in found.schools] == [
        (s.key, s.net, s.total, s.takes_nobody) for s in whole.schools
    ]
    assert [sorted(s.offers, key=repr) for s in found.schools] == [
        sorted(s.offers, key=repr) for s in whole.schools
    ]


@pytest.mark.django_db(transaction=True)
def test_a_lock_of_a_school_is_timed_to_the_end_of_its_transaction(year_2017):
    school = PlacementSchool.objects.create(number=1, name="School")
    row = SchoolYear.objects.create(school=school, year=year_2017)

    @transaction.atomic
    def lock():
        SchoolYear.objects.select_for_update().get(pk=row.pk)

    measured = _watched(lambda: (lock(), lock()))

    assert measured.queries >= 2
    assert len(measured.locks) == 2
