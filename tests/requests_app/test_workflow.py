"""The transition table, each state x action x role of it."""

import itertools

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM, Actor
from institutions.enums import Role
from requests_app import workflow
from requests_app.enums import Action, RequestState
from requests_app.exceptions import WrongState
from requests_app.models import RequestEvent
from requests_app.state_diagram import states_page
from requests_app.workflow import TABLE, Who
from tests.factories import actor_for
from tests.requests_app.world import draft, filed, on

pytestmark = pytest.mark.django_db

ACTORS: dict[str, frozenset[Who]] = {
    "coordinator": frozenset({Who.STAFF, Who.COORDINATOR}),
    "colleague": frozenset({Who.STAFF}),
    "mentor": frozenset({Who.MENTOR}),
    "subject_mentor": frozenset(),
    "administrator": frozenset({Who.ADMIN}),
    "nobody": frozenset(),
    "system": frozenset({Who.SYSTEM}),
}


@pytest.fixture
def actors(
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    administrator: object,
) -> dict[str, Actor]:
    """Everybody who might try."""
    return {
        "coordinator": actor_for(coordinator),
        "colleague": actor_for(colleague),
        "mentor": actor_for(mentor),
        "subject_mentor": actor_for(subject_mentor),
        "administrator": Actor(user=administrator, role=Role.ADMIN),
        "nobody": Actor(user=coordinator.user),
        "system": SYSTEM,
    }


def test_each_actor_has_the_positions_of_the_role(actors: dict[str, Actor]) -> None:
    found = {name: workflow.positions_of(actor) for name, actor in actors.items()}
    assert found == ACTORS


def test_a_mentor_who_does_not_handle_requests_answers_nothing(mentor: Membership) -> None:
    mentor.handles_requests = False
    assert workflow.positions_of(actor_for(mentor)) == frozenset()


def test_every_state_action_and_role_goes_as_the_table_says(
    actors: dict[str, Actor], coordinator: Membership, mentor: Membership, year: AcademicYear
) -> None:
    """Tried for real, each in a savepoint: 9 states x 24 actions x 7 actors."""
    request = draft(coordinator, mentor, year)
    filed_at = "2017-06-20T10:00:00+02:00"
    type(request).objects.filter(pk=request.pk).update(filed_at=filed_at)
    for state, line, name in itertools.product(RequestState, TABLE, ACTORS):
        type(request).objects.filter(pk=request.pk).update(state=state)
        request.refresh_from_db()
        allowed = state in line.sources and bool(line.who & ACTORS[name])
        case = (state, line.action, name)
        assert workflow.may(actors[name], line.action, state) is allowed, case
        with transaction.atomic():
            if allowed:
                event = workflow.apply(request, line.action, actor=actors[name])
                target = line.target or state
                assert (event.from_state, event.to_state) == (state, target), case
                request.refresh_from_db()
                assert request.state == target, case
            else:
                with pytest.raises((PermissionDenied, WrongState)):
                    workflow.apply(request, line.action, actor=actors[name])
            transaction.set_rollback(True)


def test_every_state_can_be_reached_and_every_action_is_in_the_table_once() -> None:
    assert {line.target for line in TABLE if line.target} == set(RequestState)
    assert sorted(line.action for line in TABLE) == sorted(Action)


def test_the_second_is_told_who_what_and_when(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        with pytest.raises(WrongState) as caught:
            workflow.apply(request, Action.FILE, actor=actor_for(coordinator))
    assert caught.value.message == (
        "Dit kan niet meer: aan een school voorgelegd door Hogeschool Eigen "
        "op di 20 juni 2017 10:00."
    )


def test_the_history_cannot_be_rewritten(
    coordinator: Membership, mentor: Membership, year: AcademicYear
) -> None:
    event = draft(coordinator, mentor, year).events.get()
    for attempt in (
        lambda: RequestEvent.objects.filter(pk=event.pk).update(reason="anders"),
        lambda: RequestEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            attempt()
    assert RequestEvent.objects.get(pk=event.pk).reason == ""


def test_the_page_of_states_is_made_from_the_table() -> None:
    page = settings.BASE_DIR / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == states_page(), "run manage.py draw_states"
