"""The same form at the same moment, in real threads: one draft, one school asked."""

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from requests_app.drafting import prepare_requests
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from requests_app.proposing import choose_next_school
from tests.factories import SchoolFactory, TraineeFactory, actor_for
from tests.requests_app.test_races import at_once
from tests.requests_app.world import NO, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_request_sent_twice_at_once_is_one_draft(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    trainee = TraineeFactory(institution=coordinator.institution)
    actor = actor_for(coordinator)
    with on("2017-06-20"):
        for _round in range(5):
            made = partial(
                prepare_requests,
                year=year_2017,
                actor=actor,
                form_key=uuid4(),
                trainees=[trainee],
                as_group=False,
            )
            first, second = at_once(made, made)
            assert first == second
    assert PlacementRequest.objects.count() == 5
    assert broken_invariants() == {}


def test_the_next_school_chosen_twice_at_once_is_asked_once(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, NO)
        choose = partial(
            choose_next_school,
            request_pk=request.pk,
            school=SchoolFactory(),
            actor=actor_for(coordinator),
        )
        outcomes = at_once(choose, choose)
    assert outcomes == [request, request]
    assert request.proposals.count() == 2
    assert broken_invariants() == {}
