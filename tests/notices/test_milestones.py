"""Dates "bij voorkeur": a week and a day before, only to who has something open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from notices.dates_ahead import tell_milestones
from notices.models import Notice
from requests_app.drafting import offer_for_check
from requests_app.filing import file_request
from tests.factories import actor_for
from tests.notices.world import holding, line_of, told
from tests.placements.world import placed
from tests.requests_app.world import YES, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db


def told_on(first: str, last: str, *people: object) -> dict[str, list[int]]:
    """On which days a milestone was told, by kind and by the place of who was told."""
    day, found = date.fromisoformat(first), {}
    while day <= date.fromisoformat(last):
        with on(day.isoformat(), hour=0):
            tell_milestones(day)
        for row in Notice.objects.filter(kind__startswith="milestone", created_at__day=day.day):
            if row.created_at.date().month in (day.month, day.month - 1):
                place = [who.pk for who in people].index(row.membership_id)
                found.setdefault(f"{row.kind} {day}", []).append(place)
        Notice.objects.filter(kind__startswith="milestone").update(created_at="2000-01-31T00:00Z")
        day += timedelta(days=1)
    return {key: sorted(rows) for key, rows in found.items()}


def test_sending_t1_is_told_to_who_has_drafts_of_it(
    coordinator, colleague, coordinator_elsewhere, mentor, mentor_elsewhere, year_2017
):
    people = (coordinator, colleague, coordinator_elsewhere, mentor, mentor_elsewhere)
    with on("2017-09-04"):
        draft(colleague, mentor, year_2017)
        filed(coordinator_elsewhere, mentor, year_2017)
        later = {"trimester": 2, "period_start": "2018-01-15", "period_end": "2018-01-26"}
        draft(coordinator_elsewhere, mentor, year_2017, **later)
    assert told_on("2017-09-09", "2017-09-20", *people) == {
        "milestone_answer 2017-09-11": [3],
        "milestone_send 2017-09-12": [0, 1],
        "milestone_answer 2017-09-17": [3],
        "milestone_send 2017-09-18": [0, 1],
    }
    assert "Nog 1 ontwerp voor trimester 1" in line_of(coordinator, "milestone_send").text
    assert "di 19 september 2017" in line_of(coordinator, "milestone_send").text


def test_a_supervisor_who_handed_the_draft_in_has_nothing_open(
    coordinator, colleague, mentor, year_2017
):
    with on("2017-09-04"):
        request = draft(colleague, mentor, year_2017)
        offer_for_check(request_pk=request.pk, actor=actor_for(colleague))
    with on("2017-09-12"):
        tell_milestones(date(2017, 9, 12))
        assert told(colleague) == []
        assert told(coordinator)[-1] == "milestone_send"
        assert len(holding("milestone_send")) == 1
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        assert holding("milestone_send") == set()


def test_approving_t1_is_told_to_schools_with_unanswered_requests(
    coordinator, mentor, mentor_elsewhere, year_2017
):
    with on("2017-09-20"):
        waits = filed(coordinator, mentor, year_2017)
        answer(proposal_of(filed(coordinator, mentor_elsewhere, year_2017)), mentor_elsewhere, YES)
    with on("2017-09-26"):
        assert tell_milestones(date(2017, 9, 26)) == 1
        assert told(mentor)[-1] == "milestone_answer"
        assert len(holding("milestone_answer")) == 1
        year_2017.milestones.filter(kind="approve", trimester=1).update(date="2017-10-05")
        assert holding("milestone_answer") == set()  # the date moved: it will be told again
        year_2017.milestones.filter(kind="approve", trimester=1).update(date="2017-10-03")
        answer(proposal_of(waits), mentor, YES)
        assert holding("milestone_answer") == set()


def test_on_the_answer_day_itself_each_request_is_reminded_of_instead(
    coordinator, mentor, year_2017
):
    with on("2017-06-20"):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-17"):
        tell_milestones(date(2017, 9, 17))
        assert len(holding("milestone_answer")) == 1
    with on("2017-09-18"):
        assert holding("milestone_answer") == set()


def test_a_school_with_stages_and_no_intromoment_is_told(
    coordinator, mentor, mentor_elsewhere, year_2017
):
    with on("2017-09-20"):
        placed(filed(coordinator, mentor, year_2017), mentor, coordinator)
        tell_milestones(date(2017, 10, 3))
    assert told(mentor)[-1] == "milestone_intro"
    assert told(mentor_elsewhere) == []
    line = line_of(mentor, "milestone_intro")
    assert "trimester 1" in line.text
    assert line.due_on == date(2017, 10, 10)
