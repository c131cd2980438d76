"""Two coordinators who attach the same trainees at the same moment, on a real PostgreSQL."""

from functools import partial

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from requests_app import attaching, drafting
from requests_app.models import PlacementRequest, RequestTemplate, Trainee
from tests.factories import actor_for
from tests.requests_app.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def twice(template: RequestTemplate, trainees: list[Trainee], *members: Membership) -> list[object]:
    return at_once(
        *(
            partial(
                attaching.attach,
                template=template,
                trainees=trainees,
                as_group=False,
                actor=actor_for(member),
            )
            for member in members
        )
    )


def test_each_trainee_gets_one_draft(
    coordinator: Membership,
    colleague: Membership,
    template: RequestTemplate,
    trainees: list[Trainee],
    in_may: AcademicYear,
) -> None:
    outcomes = twice(template, trainees, coordinator, colleague)
    assert sorted(len(outcome.made) for outcome in outcomes) == [0, 3]  # type: ignore[attr-defined]
    assert PlacementRequest.objects.count() == 3


def test_without_the_lock_each_gets_two(
    coordinator: Membership,
    colleague: Membership,
    template: RequestTemplate,
    trainees: list[Trainee],
    in_may: AcademicYear,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: the same race with the guard off."""

    class Unlocked(type(RequestTemplate.objects.all())):  # type: ignore[misc]
        def select_for_update(self, *args: object, **kwargs: object) -> "Unlocked":
            return self

    monkeypatch.setattr(
        type(RequestTemplate.objects.all()), "select_for_update", Unlocked.select_for_update
    )
    assert drafting.attached_to(template).count() == 0
    for _round in range(10):
        PlacementRequest.trainees.through.objects.all().delete()
        twice(template, trainees, coordinator, colleague)
        if drafting.attached_to(template).count() > len(trainees):
            return
    pytest.fail("The race never went wrong without the lock: this test proves nothing.")
