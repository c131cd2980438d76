"""Acceptances are facts: once each, by the right person, never changed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from placement_code.accepting import accept_code
from placement_code.exceptions import CodeNotInForce, NotResponsible
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance
from placement_code.selectors import code_in_force
from tests.factories import actor_for
from tests.placement_code.world import first, second, version
from tests.requests_app.world import on

REFUSED = "Cannot update or delete|does not change"


def test_a_version_holds_from_its_day_until_the_next(db: None):
    one, two = first(), second()
    days = [date(2017, 5, 1), date(2017, 5, 2), date(2018, 1, 7), date(2018, 1, 8)]
    assert [code_in_force(day) for day in days] == [None, one, one, two]


@on("2017-10-02")
def test_only_the_version_in_force_is_accepted(year_2017: AcademicYear, coordinator: Membership):
    first()
    for code in (second(), version(3, date(2017, 4, 1))):
        with pytest.raises(CodeNotInForce):
            accept_code(code, actor=actor_for(coordinator))
    assert not CodeAcceptance.objects.exists()


@on("2017-10-02")
def test_only_the_responsible_person_accepts_for_an_organisation(
    year_2017: AcademicYear, colleague: Membership, subject_mentor: Membership
):
    code = first()
    for who in (colleague, subject_mentor):
        with pytest.raises(NotResponsible):
            accept_code(code, actor=actor_for(who), year=year_2017)
    assert not CodeAcceptance.objects.exists()


@on("2017-10-02")
def test_acceptances_and_what_was_accepted_never_change(
    year_2017: AcademicYear, mentor: Membership
):
    code = first()
    code.what_changed = "nog niemand aanvaardde"
    code.save()
    accept_code(code, actor=actor_for(mentor), year=year_2017)
    accept_code(code, actor=actor_for(mentor), year=year_2017)
    (person,), (ours,) = CodeAcceptance.objects.all(), OrganisationCodeAcceptance.objects.all()
    code.text = "iets anders"
    attempts: list[Callable[[], object]] = [
        *(row.save for row in (person, ours)),
        *(row.delete for row in (person, ours)),
        code.save,
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            attempt()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_accept_once(year_2017: AcademicYear, mentor: Membership):
    code, start = first(), Barrier(2)

    def accept() -> None:
        try:
            start.wait(10)
            accept_code(code, actor=actor_for(mentor), year=year_2017)
        finally:
            connection.close()

    with on("2017-10-02"), ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(accept) for _ in range(2)]:
            done.result(20)
    assert CodeAcceptance.objects.count() == OrganisationCodeAcceptance.objects.count() == 1
