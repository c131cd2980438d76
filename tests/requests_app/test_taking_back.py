"""A coordinator takes a request back from a school that is late."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError, PhaseClosed
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from matching.reading import read_instance
from requests_app.enums import ProposalState, RequestState
from requests_app.exceptions import WrongState
from requests_app.history import events_of, history_of
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Preference, Proposal
from requests_app.proposing import choose_next_school, lies_with
from requests_app.signals import looks_for_school
from requests_app.taking_back import take_back
from requests_app.waiting import wait_for
from tests.factories import MentorFactory, SchoolFactory, actor_for
from tests.requests_app.test_races import at_once
from tests.requests_app.world import NO, YES, answer, filed, on, proposal_of

ASKED, DUE, LATE = "2017-09-04", "2017-09-18", "2017-09-19"
pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(year_2017: AcademicYear, coordinator: Membership, mentor: Membership) -> Proposal:
    """A request to one school, which does not answer."""
    with on(ASKED):
        found = proposal_of(filed(coordinator, mentor, year_2017))
    assert str(found.due_on) == DUE
    return found


def take(proposal: Proposal, who: Membership, **more: Any) -> PlacementRequest:
    """Take it back, as a coordinator."""
    took: dict[str, Any] = {
        "request_pk": proposal.request_id,
        "proposal_id": proposal.public_id,
        **more,
    }
    return take_back(**took, actor=actor_for(who)).request


def states(proposal: Proposal) -> tuple[str, str]:
    """Of the proposal and its request."""
    proposal.refresh_from_db()
    return proposal.state, PlacementRequest.objects.get(pk=proposal.request_id).state


def told_to(request: PlacementRequest) -> list[str]:
    """The history, newest first, with why."""
    return [f"{row.what} {row.why}".strip() for row in history_of(events_of(request))]


def test_it_looks_for_a_school_again_and_no_longer_names_the_late_one(
    proposal: Proposal,
    coordinator: Membership,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    heard: list[int] = []

    def hear(request_pk: int, **_more: object) -> None:
        heard.append(request_pk)

    looks_for_school.connect(hear)
    try:
        with on(LATE), django_capture_on_commit_callbacks(execute=True):
            request = take(proposal, coordinator, reason=" Geen antwoord. ")
    finally:
        looks_for_school.disconnect(hear)
    assert heard == [request.pk]
    assert states(proposal) == (ProposalState.WITHDRAWN, RequestState.SUBMITTED)
    assert (request.route, request.preferences.count()) == ("wishes", 0)
    assert told_to(request)[0] == (
        "Teruggenomen van School Eigen, die niet op tijd antwoordde Geen antwoord."
    )
    assert broken_invariants() == {}


def test_another_school_can_be_chosen_at_once(proposal: Proposal, coordinator: Membership) -> None:
    other = SchoolFactory(name="School Andere")
    with on(LATE):
        for _twice in range(2):  # a double click
            request = take(proposal, coordinator, school=other)
        assert lies_with(request, other)
    assert states(proposal) == (ProposalState.WITHDRAWN, RequestState.PROPOSED)
    assert [row.school for row in request.preferences.all()] == [other]
    assert request.route == "direct"
    assert told_to(request)[:2] == [
        "Voorgelegd aan School Andere",
        "Teruggenomen van School Eigen, die niet op tijd antwoordde",
    ]
    assert broken_invariants() == {}


def test_the_other_preferences_move_up(proposal: Proposal, coordinator: Membership) -> None:
    second, third = SchoolFactory(), SchoolFactory()
    for rank, school in ((2, second), (3, third)):
        Preference.objects.create(request=proposal.request, school=school, rank=rank)
    PlacementRequest.objects.update(route="preferences")
    with on(LATE):
        request = take(proposal, coordinator)
    named = request.preferences.order_by("rank").values_list("rank", "school")
    assert list(named) == [(1, second.pk), (2, third.pk)]
    assert request.route == "preferences"


def test_not_before_the_day_after_it_was_due(proposal: Proposal, coordinator: Membership) -> None:
    with on(DUE), pytest.raises(DomainError, match="tot en met ma 18 september 2017"):
        take(proposal, coordinator)
    assert states(proposal) == (ProposalState.OPEN, RequestState.PROPOSED)


def test_only_while_requests_are_filed_and_schools_answer(
    proposal: Proposal, coordinator: Membership
) -> None:
    for kind in ("requests", "answers"):
        with transaction.atomic():
            proposal.request.year.phases.filter(kind=kind).update(last_day="2017-09-10")
            with on(LATE), pytest.raises(PhaseClosed, match="zo 10 september 2017"):
                take(proposal, coordinator)
            transaction.set_rollback(True)


def test_only_a_coordinator(proposal: Proposal, colleague: Membership, mentor: Membership) -> None:
    for who in (colleague, mentor):
        with on(LATE), pytest.raises(PermissionDenied):
            take(proposal, who)


def test_a_school_that_cannot_be_asked_leaves_it_where_it_is(
    proposal: Proposal, coordinator: Membership, mentor: Membership
) -> None:
    assert mentor.school is not None
    for school in (SchoolFactory(is_active=False), mentor.school):
        with on(LATE), pytest.raises(DomainError) as caught:
            take(proposal, coordinator, school=school)
        assert caught.value.field == "school"
    assert states(proposal) == (ProposalState.OPEN, RequestState.PROPOSED)


def test_a_form_that_was_open_since_takes_nothing_from_the_next_school(
    proposal: Proposal, coordinator: Membership
) -> None:
    second = MentorFactory(school=SchoolFactory(name="School Andere"))
    with on(LATE):
        request = take(proposal, coordinator, school=second.school)
    with on("2017-10-20"):
        with pytest.raises(WrongState, match="voorgelegd door Hogeschool Eigen op di 19 sept"):
            take(proposal, coordinator)
        assert proposal_of(request).state == ProposalState.OPEN
        answer(proposal_of(request), second, YES)
        with pytest.raises(WrongState, match="geheel aanvaard door School Andere"):
            take(proposal_of(request), coordinator)
    assert broken_invariants() == {}


class TestPassedOver:
    """The late school is not proposed again, unless a coordinator names it."""

    def read(self, year: AcademicYear, request: PlacementRequest) -> object:
        rows = PlacementRequest.objects.filter(pk=request.pk)
        (read,) = read_instance(year, requests=rows).instance.requests
        return read

    def test_the_matching_leaves_it_out(
        self,
        proposal: Proposal,
        coordinator: Membership,
        mentor: Membership,
        year_2017: AcademicYear,
    ) -> None:
        school = mentor.school
        assert school is not None
        actor = actor_for(coordinator)
        with on(LATE):
            request = take(proposal, coordinator)
            read = self.read(year_2017, request)
            assert (read.not_at, read.fixed_at, read.preferences) == ({school.number}, None, ())
            wait_for(request_pk=request.pk, school=school, actor=actor)
            read = self.read(year_2017, request)
            assert (read.not_at, read.waits_for) == (frozenset(), school.number)
            request = choose_next_school(request_pk=request.pk, school=school, actor=actor)
            assert lies_with(request, school)
            answer(proposal_of(request), mentor, NO)
            with pytest.raises(DomainError, match="al geweigerd"):
                choose_next_school(request_pk=request.pk, school=school, actor=actor)
        assert broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chooses", [False, True])
def test_accept_against_take_back_one_wins_and_the_other_is_told(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, chooses: bool
) -> None:
    other: PlacementSchool | None = SchoolFactory(name="School Andere") if chooses else None
    for _round in range(3):
        with on(ASKED):
            proposal = proposal_of(filed(coordinator, mentor, year_2017))
        with on(LATE):
            outcomes = at_once(
                partial(answer, proposal, mentor, YES),
                partial(take, proposal, coordinator, school=other),
            )
        (lost,) = [outcome for outcome in outcomes if isinstance(outcome, WrongState)]
        school_won = states(proposal) == (ProposalState.ACCEPTED, RequestState.ACCEPTED)
        who = (
            "geheel aanvaard door School Eigen"
            if school_won
            else "teruggenomen door Hogeschool Eigen"
        )
        assert lost.message == f"Dit kan niet meer: {who} op di 19 september 2017 10:00."
        assert broken_invariants() == {}
