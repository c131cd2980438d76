"""Changing what was agreed: the period, the lesuren and the stagebegeleider, from either side."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from institutions.enums import Role
from placements.enums import PlacementPhase
from placements.models import Guide, Placement
from requests_app.ending import cancel_request
from requests_app.invariants import broken_invariants
from requests_app.models import RequestEvent
from tests.browsing import logged_in
from tests.factories import MembershipFactory, actor_for
from tests.placements.conftest import Make
from tests.placements.world import fresh
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db

MOVED_DAY = date(2017, 10, 18)
MOVED = {"period_start": "2017-11-06", "period_end": "2017-11-17", "reason": "Studieweek."}


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """A day in the stageperiode."""
    with on("2017-10-18"):
        yield


def url(placement: Placement, name: str) -> str:
    return reverse(name, args=[placement.public_id])


def send(who: Membership, placement: Placement, name: str, **data: object) -> Any:
    """Send a form with the version that was read."""
    version = placement.version if name == "placement_supervisor" else placement.request.version
    return logged_in(who).post(url(placement, name), {"version": version, **data})


def events(placement: Placement) -> list[str]:
    return [event.action for event in RequestEvent.objects.filter(proposal=placement.proposal)]


@pytest.mark.parametrize("side", ["coordinator", "mentor"])
def test_either_side_moves_the_period_and_the_phase_moves_along(
    placement: Placement, side: str, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(side)
    assert fresh(placement).phase_on(MOVED_DAY) == PlacementPhase.RUNNING
    page = logged_in(who).get(url(placement, "placement_period")).content.decode()
    assert "nieuwe versie van de stageovereenkomst" in page
    done = send(who, placement, "placement_period", **MOVED)
    assert done["Location"] == url(placement, "placement")
    moved = fresh(placement)
    assert (str(moved.period_start), str(moved.period_end)) == ("2017-11-06", "2017-11-17")
    assert moved.phase_on(MOVED_DAY) == PlacementPhase.PLANNED
    assert moved.version == placement.version + 1
    again = send(who, placement, "placement_period", **MOVED)  # a double click
    assert again["Location"] == url(placement, "placement")
    assert events(placement).count("change_period") == 1
    assert broken_invariants() == {}


def test_a_period_that_cannot_be_keeps_what_was_typed(
    make: Make, placement: Placement, coordinator: Membership
) -> None:
    trainee = placement.request.people[0]
    make(trainee=trainee, period_start="2017-11-13", period_end="2017-11-24")
    for data, words in (
        (MOVED | {"reason": " "}, "Geef een reden."),
        (MOVED | {"period_end": "2017-11-03"}, "moet beginnen voor ze eindigt"),
        (MOVED | {"period_end": "2018-02-02"}, "Blijf binnen trimester 1"),
        (MOVED, "heeft in deze periode al aanvraag"),
    ):
        page = send(coordinator, placement, "placement_period", **data).content.decode()
        assert words in page
        assert f'value="{data["period_end"]}"' in page
    assert str(fresh(placement).period_start) == "2017-10-16"


def test_an_old_form_keeps_what_was_typed_and_says_what_changed(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    send(mentor, placement, "placement_period", **MOVED)
    late = MOVED | {"period_start": "2017-11-07", "reason": "Anders."}
    stale = send(coordinator, placement, "placement_period", **late)
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "intussen gewijzigd" in page
    assert 'value="2017-11-07"' in page
    assert "Anders." in page
    version = stale.context["form"]["version"].value()
    logged_in(coordinator).post(url(placement, "placement_period"), late | {"version": version})
    assert str(fresh(placement).period_start) == "2017-11-07"


def test_lesuren_change_with_a_reason(placement: Placement, mentor: Membership) -> None:
    line = placement.proposal.accepted[0].activity
    name = f"hours-{line.pk}"
    for figure in ("0", "501", "", "x"):
        data = {name: figure, "reason": "Te veel."}
        page = send(mentor, placement, "placement_hours", **data).content.decode()
        assert "Geef een aantal lesuren van 1 tot 500." in page
        assert "Te veel." in page
    for _click in range(2):
        done = send(mentor, placement, "placement_hours", **{name: "14", "reason": "Te veel."})
        assert done.status_code == 302
    assert fresh(placement).proposal.accepted[0].activity.hours == 14
    assert events(placement).count("change_lines") == 1
    stale = send(mentor, placement, "placement_hours", **{name: "15", "reason": "Toch meer."})
    assert stale.status_code == 409
    assert fresh(placement).proposal.accepted[0].activity.hours == 14


def test_a_coordinator_chooses_who_guides(
    placement: Placement, coordinator: Membership, colleague: Membership
) -> None:
    new = MembershipFactory(role=Role.SUPERVISOR, institution=coordinator.institution)
    gone = MembershipFactory(
        role=Role.SUPERVISOR, institution=coordinator.institution, is_active=False
    )
    page = logged_in(coordinator).get(url(placement, "placement_supervisor")).content.decode()
    assert str(new.user) in page
    assert str(gone.user) not in page
    chosen = {"member": str(new.public_id), "reason": "Bea is weg."}
    for _click in range(2):
        done = send(coordinator, placement, "placement_supervisor", **chosen)
        assert done.status_code == 302
    assert [(row.member, row.until is None, row.reason) for row in _supervisors(placement)] == [
        (colleague, False, "Bea is weg."),
        (new, True, ""),
    ]
    assert logged_in(new).get(url(placement, "placement")).status_code == 200
    assert logged_in(colleague).get(url(placement, "placement")).status_code == 404
    stale = send(coordinator, placement, "placement_supervisor", member="", reason="")
    assert stale.status_code == 409
    assert str(new.user) in stale.content.decode()
    assert broken_invariants() == {}


def test_nobody_of_another_institution_guides(
    placement: Placement, coordinator: Membership, coordinator_elsewhere: Membership
) -> None:
    strange = {"member": str(coordinator_elsewhere.public_id)}
    assert send(coordinator, placement, "placement_supervisor", **strange).status_code == 200
    assert [row.until for row in _supervisors(placement)] == [None]


def test_what_was_cancelled_does_not_change(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    cancel_request(request_pk=placement.request.pk, reason="Ziek.", actor=actor_for(mentor))
    for name in ("placement_period", "placement_hours", "placement_supervisor", "placement_cancel"):
        for method in ("get", "post"):
            answer = getattr(logged_in(coordinator), method)(url(placement, name), MOVED)
            assert answer["Location"] == url(placement, "placement")
    after = logged_in(coordinator)
    after.get(url(placement, "placement_period"))
    page = after.get(url(placement, "placement")).content.decode()
    assert "werd al geannuleerd door School Eigen" in page
    assert str(fresh(placement).period_start) == "2017-10-16"


def _supervisors(placement: Placement) -> list[Guide]:
    return list(placement.guides.supervising().select_related("member").order_by("pk"))
