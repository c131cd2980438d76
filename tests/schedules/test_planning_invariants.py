"""What no service does is found by the invariants of plannings, stages and intromoments."""

import pytest

from accounts.models import Membership
from calendar_cfg import clock
from intromoments.models import Attendance, Intromoment
from placements.models import Guide
from requests_app.ending import cancel_request
from requests_app.invariants import broken_invariants
from schedules.models import PlannedActivity
from tests.factories import MentorFactory, TraineeFactory, actor_for
from tests.schedules.world import MONDAY, Stage, elsewhere

pytestmark = pytest.mark.django_db


def test_a_trainee_in_two_places_is_found_and_no_other(
    stage: Stage, coordinator: Membership, mentor_elsewhere: Membership
):
    there = elsewhere(stage, coordinator, mentor_elsewhere)
    stage.plan(MONDAY, 3)
    later = there.plan(MONDAY, 4)
    assert broken_invariants() == {}
    PlannedActivity.objects.filter(pk=later.pk).update(start="10:30")  # into lesuur 3
    both = sorted([stage.placement.reference, there.placement.reference])
    assert broken_invariants() == {"planned_in_two_places": both}
    actor = actor_for(coordinator)
    cancel_request(request_pk=there.placement.request.pk, reason="Ziek", actor=actor)
    assert broken_invariants() == {}


def test_what_belongs_elsewhere_is_found(
    stage: Stage, coordinator: Membership, mentor_elsewhere: Membership
):
    there = elsewhere(stage, coordinator, mentor_elsewhere)
    row = stage.plan(MONDAY, 3)
    intro = Intromoment.objects.create(
        school=stage.mentor.school,
        year=stage.placement.year,
        trimester=stage.placement.request.trimester,
        day=MONDAY,
        start="10:00",
        end="11:00",
        place="onthaal",
    )
    Attendance.objects.create(intromoment=intro, trainee=stage.person)
    assert broken_invariants() == {}

    PlannedActivity.objects.filter(pk=row.pk).update(line=there.line, mentor=mentor_elsewhere)
    stranger = TraineeFactory(institution=coordinator.institution)
    Attendance.objects.create(intromoment=intro, trainee=stranger)
    Guide.objects.create(
        placement=stage.placement,
        role="subject_mentor",
        subject=stage.line.subject,
        member=MentorFactory(school=mentor_elsewhere.school),
        since=clock.now(),
        until=clock.now(),
    )
    reference = stage.placement.reference
    assert broken_invariants() == {
        "planned_for_another_stage": [reference],
        "planned_with_somebody_elsewhere": [reference],
        "guided_from_elsewhere": [reference],
        "answered_without_a_stage_there": [str(intro.public_id)],
    }
