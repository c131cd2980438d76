"""Two who act at the same moment on a request that looks for a school."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import transaction

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM, Actor
from institutions.enums import Role
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.ending import withdraw_request
from requests_app.enums import RequestState
from requests_app.filing import file_request
from requests_app.hardship import confirm_hardship, mark_hardship
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from requests_app.proposing import choose_next_school, propose_many
from requests_app.splitting import split_request
from requests_app.waiting import stop_waiting, wait_for
from requests_app.widen import change_wishes
from tests.factories import MembershipFactory, SchoolFactory, actor_for
from tests.requests_app.test_races import at_once, kinds
from tests.requests_app.world import draft, on, two_lines

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


@pytest.fixture
def open_day() -> Iterator[None]:
    with on("2017-09-05"):
        yield


@pytest.fixture
def make(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, open_day: None
) -> Callable[[], PlacementRequest]:
    """Makes requests that look for a school by their wishes, in two subjects."""

    def made() -> PlacementRequest:
        fields = {"route": "wishes", "school": False, "may_split": True}
        request = draft(coordinator, mentor, year_2017, **fields)
        two_lines(request)
        return file_request(request_pk=request.pk, actor=actor_for(coordinator))

    return made


@pytest.fixture
def second(coordinator: Membership) -> Membership:
    """A second coordinator of the same institution."""
    return MembershipFactory(institution=coordinator.institution)


def put(pk: int, school: PlacementSchool) -> object:
    """The matching puts a request to a school."""
    with transaction.atomic():
        return propose_many([(workflow.lock_request(pk), school)], actor=SYSTEM)


def split(pk: int) -> PlacementRequest:
    """The matching splits a request."""
    with transaction.atomic():
        request = workflow.lock_request(pk)
        leaving = request.activities.order_by("-position").first()
        return split_request(request=request, subjects=[leaving.subject_id], actor=SYSTEM)


def test_the_same_button_pressed_by_two_makes_one_change(
    make: Callable[[], PlacementRequest], coordinator: Membership, second: Membership
) -> None:
    for _round in range(ROUNDS):
        pk = make().pk
        wider = [
            partial(change_wishes, request_pk=pk, actor=actor_for(who), max_distance_km=30)
            for who in (coordinator, second)
        ]
        assert kinds(at_once(*wider)) == ["PlacementRequest", "PlacementRequest"]
        request = PlacementRequest.objects.get(pk=pk)
        assert request.events.filter(action="change_wishes").count() == 1
        assert broken_invariants() == {}


def test_two_forms_of_the_same_version_one_is_told(
    make: Callable[[], PlacementRequest], coordinator: Membership, second: Membership
) -> None:
    for _round in range(ROUNDS):
        request = make()
        forms = [
            partial(
                change_wishes,
                request_pk=request.pk,
                actor=actor_for(who),
                expected_version=request.version,
                max_distance_km=km,
            )
            for who, km in ((coordinator, 30), (second, 60))
        ]
        assert kinds(at_once(*forms)) == ["PlacementRequest", "StaleForm"]


def test_waiting_against_choosing_never_leaves_a_proposed_one_waiting(
    make: Callable[[], PlacementRequest], coordinator: Membership, second: Membership
) -> None:
    for _round in range(ROUNDS):
        pk = make().pk
        at_once(
            partial(wait_for, request_pk=pk, school=SchoolFactory(), actor=actor_for(second)),
            partial(
                choose_next_school,
                request_pk=pk,
                school=SchoolFactory(),
                actor=actor_for(coordinator),
            ),
        )
        request = PlacementRequest.objects.get(pk=pk)
        assert (request.state, request.waits_for) == (RequestState.PROPOSED, None)
        assert broken_invariants() == {}


def test_a_place_that_comes_free_against_who_stops_waiting(
    make: Callable[[], PlacementRequest], coordinator: Membership
) -> None:
    for _round in range(ROUNDS):
        pk, school = make().pk, SchoolFactory()
        actor = actor_for(coordinator)
        wait_for(request_pk=pk, school=school, actor=actor)
        outcomes = at_once(
            partial(stop_waiting, request_pk=pk, actor=actor), partial(put, pk, school)
        )
        assert kinds(outcomes) == ["PlacementRequest", "list"]
        request = PlacementRequest.objects.get(pk=pk)
        assert (request.state, request.waits_for) == (RequestState.PROPOSED, None)
        assert broken_invariants() == {}


def test_splitting_against_choosing_a_school_leaves_each_line_in_one_place(
    make: Callable[[], PlacementRequest], coordinator: Membership
) -> None:
    for _round in range(ROUNDS):
        pk = make().pk
        choose = partial(
            choose_next_school, request_pk=pk, school=SchoolFactory(), actor=actor_for(coordinator)
        )
        outcomes = at_once(partial(split, pk), choose)
        request = PlacementRequest.objects.get(pk=pk)
        whole = "WrongState" in kinds(outcomes)
        assert request.activities.count() == (2 if whole else 1)
        assert request.proposals.get().lines.count() == request.activities.count()
        assert broken_invariants() == {}


def test_confirming_against_another_reason_never_confirms_what_was_not_read(
    make: Callable[[], PlacementRequest], coordinator: Membership, administrator: User
) -> None:
    admin = Actor(user=administrator, role=Role.ADMIN)
    for _round in range(ROUNDS):
        pk, actor = make().pk, actor_for(coordinator)
        mark_hardship(request_pk=pk, reason="care", actor=actor)
        at_once(
            partial(confirm_hardship, request_pk=pk, reason="care", actor=admin),
            partial(mark_hardship, request_pk=pk, reason="work", actor=actor),
        )
        request = PlacementRequest.objects.get(pk=pk)
        assert (request.hardship, request.hardship_confirmed_at) == ("work", None)
        assert broken_invariants() == {}


def test_withdrawing_against_waiting(
    make: Callable[[], PlacementRequest], coordinator: Membership, second: Membership
) -> None:
    for _round in range(ROUNDS):
        pk = make().pk
        at_once(
            partial(wait_for, request_pk=pk, school=SchoolFactory(), actor=actor_for(second)),
            partial(
                withdraw_request, request_pk=pk, reason="Gestopt.", actor=actor_for(coordinator)
            ),
        )
        request = PlacementRequest.objects.get(pk=pk)
        assert (request.state, request.waits_for) == (RequestState.WITHDRAWN, None)
        assert broken_invariants() == {}
