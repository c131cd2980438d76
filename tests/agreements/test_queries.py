"""Changing a stage that has a signed agreement stays within the limit (trust.md, 31)."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from agreements.enums import Party
from agreements.models import AgreementVersion
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from placements.models import Placement
from requests_app.filing import file_request
from tests.agreements.signing_world import sign, version_of
from tests.browsing import logged_in
from tests.factories import MentorFactory, actor_for
from tests.placements.world import placed
from tests.queries import Limit, check, queries_of
from tests.requests_app.world import draft, on, two_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: AcademicYear
) -> Placement:
    """Of two subjects, with a stagebegeleider."""
    with on("2017-10-02"):
        request = draft(coordinator, mentor, year_2017, supervisor=colleague)
        two_lines(request)
        done = file_request(request_pk=request.pk, actor=actor_for(coordinator))
        return placed(done, mentor, coordinator)


def test_changes_that_renew_a_signed_agreement(
    stage: Placement, coordinator: Membership, mentor: Membership
) -> None:
    lines = list(stage.request.activities.select_related("subject"))
    subjects = [line.subject.slug for line in lines if line.subject]
    people = [
        MentorFactory(role=Role.SUBJECT_MENTOR, school=mentor.school, handles_requests=False)
        for _number in range(4)
    ]

    def mentors(*, of: slice) -> dict[str, list[str]]:
        return {f"mentors-{slug}": [str(one.public_id) for one in people[of]] for slug in subjects}

    days = {"period_start": "2017-10-17", "period_end": "2017-10-27", "reason": "Studiedag."}
    hours = {f"hours-{line.pk}": "18" for line in lines} | {"reason": "Korter."}
    changes: list[tuple[str, Membership, Any]] = [
        ("placement_supervisor", coordinator, {"member": str(coordinator.public_id)}),
        ("placement_mentors", mentor, mentors(of=slice(2))),
        ("placement_mentors", mentor, mentors(of=slice(1, 4))),
        ("placement_period", coordinator, days),
        ("placement_hours", coordinator, hours),
    ]
    with on("2017-10-10"):
        version = version_of(stage)
        for number, (name, who, data) in enumerate(changes, 1):
            sign(version, Party.SCHOOL, mentor)
            client, url = logged_in(who), reverse(name, args=[stage.public_id])
            asked = queries_of(lambda client=client, url=url, data=data: client.post(url, data))
            version = AgreementVersion.objects.get(superseded_at=None)
            assert version.number == number + 1, name
            check(f"{name} POST renewed {number}", asked, Limit.POST)
