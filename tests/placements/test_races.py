"""Real threads on a real PostgreSQL: who guides, and what looks again, is decided once."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Membership
from institutions.enums import Role
from placements import guides
from placements.guides import assign_supervisor
from placements.models import Placement
from requests_app.ending import cancel_request
from requests_app.invariants import broken_invariants
from requests_app.looking_again import look_again
from requests_app.models import PlacementRequest
from tests.factories import MembershipFactory, actor_for
from tests.requests_app.test_races import at_once, kinds
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """A day before the stageperiode."""
    with on("2017-10-10"):
        yield


def test_two_coordinators_who_assign_at_once_leave_one_stagebegeleider(
    placement: Placement, coordinator: Membership
) -> None:
    other: Membership = MembershipFactory(institution=coordinator.institution)
    coordinators = (coordinator, other)
    people: list[Membership] = [
        MembershipFactory(role=Role.SUPERVISOR, institution=coordinator.institution)
        for _n in range(2)
    ]
    for _round in range(ROUNDS):
        version = Placement.objects.get().version
        outcomes = at_once(
            *(
                partial(
                    assign_supervisor,
                    placement_pk=placement.pk,
                    member=person,
                    actor=actor_for(by),
                    expected_version=version,
                )
                for by, person in zip(coordinators, people, strict=True)
            )
        )
        assert kinds(outcomes) == ["Placement", "StaleForm"]
        assert placement.guides.current().supervising().count() == 1
        assert broken_invariants() == {}
        assign_supervisor(placement_pk=placement.pk, member=None, actor=actor_for(coordinator))


def test_a_supervisor_who_is_assigned_while_the_school_cancels(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    outcomes = at_once(
        partial(
            assign_supervisor,
            placement_pk=placement.pk,
            member=coordinator,
            actor=actor_for(coordinator),
        ),
        partial(
            cancel_request, request_pk=placement.request.pk, reason="Ziek.", actor=actor_for(mentor)
        ),
    )
    assert kinds(outcomes) in (
        ["DomainError", "PlacementRequest"],
        ["Placement", "PlacementRequest"],
    )
    assert broken_invariants() == {}


def test_a_double_click_makes_one_follow_up(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    pk = placement.request.pk
    cancel_request(request_pk=pk, reason="Ziek.", actor=actor_for(mentor))
    again = partial(look_again, request_pk=pk, actor=actor_for(coordinator))
    outcomes = at_once(again, again)
    (made,) = PlacementRequest.objects.filter(parent=pk)
    assert outcomes == [made, made]
    assert broken_invariants() == {}


def test_without_the_lock_the_database_refuses_a_second_stagebegeleider(
    placement: Placement, coordinator: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: somebody reads who guides before the other wrote it."""
    read = guides._let_guide

    def as_read_before(stage: Placement, wanted: Any, current: Any, **more: Any) -> Any:
        return read(stage, wanted, [], **more)

    monkeypatch.setattr(guides, "_let_guide", as_read_before)
    with pytest.raises(IntegrityError, match="one_supervisor_at_a_time"):
        assign_supervisor(
            placement_pk=placement.pk, member=coordinator, actor=actor_for(coordinator)
        )
