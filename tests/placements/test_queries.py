"""The pages of stages ask the same with 1, 10 and 100 rows (trust.md, 31)."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from placements.guides import assign_supervisor
from placements.models import Placement
from requests_app.ending import cancel_request
from tests.browsing import logged_in
from tests.factories import TraineeFactory, actor_for
from tests.placements.conftest import Make
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
Grow = Callable[[int], None]


@pytest.fixture
def grow(make: Make) -> Grow:
    """Brings the number of stages to what it is given."""

    def until(size: int) -> None:
        while Placement.objects.count() < size:
            make()

    return until


def test_lists(
    grow: Grow, coordinator: Membership, colleague: Membership, administrator: User
) -> None:
    people: dict[str, Membership | User] = {
        "coordinator": coordinator,
        "supervisor": colleague,
        "admin": administrator,
    }
    url = reverse("placements")
    counts: dict[str, set[int]] = {name: set() for name in people}
    for size in (1, 10, 100):
        grow(size)
        with on("2017-10-18"):
            for name, who in people.items():
                counts[name].add(
                    check_page(f"placements {name}", logged_in(who), url, limit=Limit.LIST)
                )
    assert {name: len(found) for name, found in counts.items()} == dict.fromkeys(people, 1)


def test_one_stage(placement: Placement, coordinator: Membership, mentor: Membership) -> None:
    """With more and more trainees and guides that came and went."""
    url = reverse("placement", args=[placement.public_id])

    def grow(size: int) -> None:
        while placement.request.trainees.count() < min(size, 20):
            placement.request.trainees.add(
                TraineeFactory(institution=coordinator.institution, last_name="Groep")
            )
            for member in (None, coordinator):
                assign_supervisor(
                    placement_pk=placement.pk, member=member, actor=actor_for(coordinator)
                )

    with on("2017-10-18"):
        for name, who in (("coordinator", coordinator), ("mentor", mentor)):
            client = logged_in(who)
            check_growing_page(f"placement {name}", client, url, grow=grow, limit=Limit.DETAIL)


def test_pages_that_change_it(placement: Placement, coordinator: Membership) -> None:
    client = logged_in(coordinator)
    with on("2017-10-10"):
        for name in (
            "placement_period",
            "placement_hours",
            "placement_supervisor",
            "placement_cancel",
        ):
            url = reverse(name, args=[placement.public_id])
            check_page(name, client, url, limit=Limit.DETAIL)
        posts = {
            "placement_period": {
                "period_start": "2017-10-17",
                "period_end": "2017-10-27",
                "reason": "Studiedag.",
            },
            "placement_hours": {
                f"hours-{placement.proposal.accepted[0].activity_id}": "18",
                "reason": "Korter.",
            },
            "placement_supervisor": {"member": str(coordinator.public_id)},
            "placement_cancel": {"reason": "Ziek."},
            "placement_look_again": {},
        }
        for name, data in posts.items():
            url = reverse(name, args=[placement.public_id])
            sent = queries_of(lambda url=url, data=data: client.post(url, data))
            check(f"{name} POST", sent, Limit.POST)


def test_a_cancelled_stage(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-10-10"):
        cancel_request(request_pk=placement.request.pk, reason="Ziek.", actor=actor_for(mentor))
        url = reverse("placement_look_again", args=[placement.public_id])
        check_page("placement_look_again", logged_in(coordinator), url, limit=Limit.DETAIL)
