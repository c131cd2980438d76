"""Two mentors who save the same offer at the same moment, in two real threads."""

from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions import offers
from institutions.enums import Stance
from institutions.exceptions import StaleVersion
from institutions.models import Offer, SchoolYear
from institutions.offer_rules import OfferPlan, OfferRow
from tests.factories import SubjectFactory, actor_for
from tests.institutions.conftest import OPEN_DAY

ROUNDS = 5


@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_is_told_each_time(
    year_2017: AcademicYear, mentor: Membership
) -> None:
    subject, actor = SubjectFactory(), actor_for(mentor)
    for version in range(ROUNDS):
        outcomes: list[str] = []
        barrier = Barrier(2)

        def save(places: int, version: int = version, outcomes=outcomes, barrier=barrier) -> None:
            plan = OfferPlan(
                Stance.YES, rows=(OfferRow(subject.pk, (places, version + 1, places)),)
            )
            barrier.wait(timeout=10)
            try:
                offers.save_school_year(
                    actor=actor, school=mentor.school, year=year_2017, plan=plan, version=version
                )
                outcomes.append("saved")
            except StaleVersion:
                outcomes.append("told")
            finally:
                connection.close()

        with time_machine.travel(OPEN_DAY, tick=False):
            threads = [Thread(target=save, args=(10 * n,)) for n in (1, 2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=20)

        assert sorted(outcomes) == ["saved", "told"]
        row = SchoolYear.objects.get(school=mentor.school, year=year_2017)
        assert row.version == version + 1
        stored = set(Offer.objects.filter(school_year=row).values_list("trimester", "places"))
        assert stored in [{(1, n), (2, version + 1), (3, n)} for n in (10, 20)]
