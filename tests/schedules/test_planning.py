"""Planning, changing and taking out: what is written, what is refused, and who may."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.enums import ActivityKind, Role
from institutions.models import BlockedPeriod
from placements.guides import assign_mentors
from requests_app.ending import cancel_request
from requests_app.exceptions import StaleForm
from schedules.approving import approve, standing_approvals
from schedules.checks import Code
from schedules.entries import entry_of
from schedules.exceptions import CannotPlan, PlanAnyway
from schedules.models import PlannedActivity, Schedule
from schedules.planning import change_planned, remove_planned
from tests.factories import (
    MembershipFactory,
    MentorFactory,
    SchoolFreeDayFactory,
    SchoolYearFactory,
    SubjectFactory,
    TraineeFactory,
    actor_for,
)
from tests.schedules.world import MONDAY, Stage, elsewhere

pytestmark = pytest.mark.django_db


def change(stage: Stage, row: PlannedActivity, **fields: Any) -> PlannedActivity:
    """Change a row as the trainee, from what it is now."""
    entry = replace(entry_of(row), **fields)
    return change_planned(
        planned_pk=row.pk, entry=entry, actor=stage.actor, expected_sequence=row.sequence
    )


def codes(error: CannotPlan | PlanAnyway) -> list[Code]:
    """What was found."""
    return [finding.code for finding in error.findings]


# --- Planning ---


def test_an_activity_gets_the_hours_of_its_lesuren(stage: Stage):
    row = stage.plan(MONDAY, last_lesuur=4, room="L12", mentor=stage.subject_mentor, note="toets")
    row.refresh_from_db()
    assert (row.start, row.end, row.first_lesuur, row.last_lesuur) == (
        time(10, 25),
        time(12, 5),
        3,
        4,
    )
    assert (row.room, row.note, row.mentor) == ("L12", "toets", stage.subject_mentor)
    assert (row.sequence, row.changed_by) == (0, stage.trainee.user)
    assert row.schedule.version == 2  # made, and planned in


def test_the_same_form_twice_plans_once(stage: Stage):
    key = uuid4()
    assert stage.plan(form_key=key) == stage.plan(form_key=key)
    assert len(stage.planned) == 1


def test_a_warning_is_planned_over_only_when_it_was_read(stage: Stage):
    SchoolFreeDayFactory(school=stage.mentor.school, date=MONDAY, name="Studiedag")
    with pytest.raises(PlanAnyway, match="Studiedag") as warned:
        stage.plan()
    assert not Schedule.objects.exists()
    read = frozenset(finding.key for finding in warned.value.findings)
    here = SchoolYearFactory(school=stage.mentor.school, year=stage.placement.year)
    BlockedPeriod.objects.create(
        school_year=here, first_day=MONDAY, last_day=MONDAY, reason="Examens"
    )
    with pytest.raises(PlanAnyway, match="Examens"):  # a new one, since then
        stage.plan(accepted=read)
    BlockedPeriod.objects.all().delete()
    stage.plan(accepted=read)
    assert stage.planned == [("2017-10-16", time(10, 25))]


def test_more_than_agreed_warns_counting_what_is_planned(stage: Stage):
    type(stage.line).objects.update(hours=2)
    stage.line.refresh_from_db()
    stage.plan(lesuur=1, last_lesuur=2)
    with pytest.raises(PlanAnyway, match="zo zijn er 3 lesuren gepland, en er zijn er 2") as warned:
        stage.plan(lesuur=3)
    assert codes(warned.value) == [Code.HOURS]


def test_of_a_groepsstage_no_trainee_is_in_two_places(
    stage: Stage,
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
):
    elsewhere(stage, coordinator, mentor_elsewhere).plan(MONDAY, 3)
    group = Stage(coordinator, mentor, subject_mentor, stage.placement.year)
    request = group.placement.request
    type(request).objects.filter(pk=request.pk).update(is_group=True)
    request.trainees.add(stage.person)  # the second one, who is elsewhere in lesuur 3
    with pytest.raises(CannotPlan, match="in een andere stage") as refused:
        group.plan(MONDAY, 3)
    assert codes(refused.value) == [Code.TRAINEE]
    group.plan(MONDAY, 4)
    with pytest.raises(CannotPlan):
        stage.plan(MONDAY, 4, class_name="5A")  # the other way round


def test_the_trainee_is_in_one_place_over_all_stages(
    stage: Stage, coordinator: Membership, mentor_elsewhere: Membership
):
    """At another school too, and the sentence names neither."""
    there = elsewhere(stage, coordinator, mentor_elsewhere)
    there.plan(start=time(10), end=time(11))
    with pytest.raises(CannotPlan, match="in een andere stage") as refused:
        stage.plan()
    assert codes(refused.value) == [Code.TRAINEE]
    assert "School Elders" not in refused.value.message
    cancel_request(
        request_pk=there.placement.request.pk, reason="Ziek", actor=actor_for(coordinator)
    )
    stage.plan()  # a stage that does not go on takes nobody's time


def test_another_trainee_of_another_institution_is_warned_of_without_a_name(
    stage: Stage, coordinator_elsewhere: Membership, year_2017: AcademicYear
):
    other = Stage(coordinator_elsewhere, stage.mentor, stage.subject_mentor, year_2017)
    other.plan(class_name="3 a", mentor=stage.subject_mentor)
    with pytest.raises(PlanAnyway) as warned:
        stage.plan(mentor=stage.subject_mentor)
    assert codes(warned.value) == [Code.MENTOR, Code.CLASS]
    for secret in ("Tine", "Elders", "Wiskunde", str(other.placement)):
        assert secret not in warned.value.message
    stage.plan(class_name="3B")  # another class, nobody named


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"functional_wholes": ()}, "minstens één functioneel geheel"),
        ({"functional_wholes": (3, 2)}, ""),
    ],
)
def test_a_cross_class_activity_names_its_functionele_gehelen(
    stage: Stage, fields: dict[str, Any], words: str
):
    type(stage.line).objects.update(kind=ActivityKind.CROSS_CLASS, subject=None)
    stage.line.refresh_from_db()
    if words:
        with pytest.raises(DomainError, match=words):
            stage.plan(**fields)
    else:
        assert stage.plan(**fields).functional_wholes == [2, 3]


def test_a_lesson_keeps_no_functionele_gehelen(stage: Stage):
    assert stage.plan(functional_wholes=(1,)).functional_wholes == []


def test_what_does_not_belong_to_the_stage_is_refused(
    stage: Stage, coordinator: Membership, year_2017: AcademicYear
):
    other = Stage(
        coordinator, stage.mentor, stage.subject_mentor, year_2017, subject=SubjectFactory()
    )
    with pytest.raises(DomainError, match="hoort niet"):
        stage.plan(line=other.line)
    stranger = MentorFactory(
        role=Role.SUBJECT_MENTOR, school=stage.mentor.school, handles_requests=False
    )
    with pytest.raises(DomainError, match="Kies een vakmentor"):
        stage.plan(mentor=stranger)
    stage.plan(mentor=stage.mentor)  # a schoolmentor may always be named


def test_nothing_is_planned_for_a_cancelled_stage(stage: Stage, coordinator: Membership):
    row = stage.plan()
    cancel_request(
        request_pk=stage.placement.request.pk, reason="Ziek", actor=actor_for(coordinator)
    )
    with pytest.raises(DomainError, match="gaat niet door"):
        stage.plan(lesuur=1)
    with pytest.raises(DomainError, match="gaat niet door"):
        remove_planned(planned_pk=row.pk, actor=stage.actor)


# --- Changing and taking out ---


def test_a_change_grows_the_sequence_and_the_same_again_does_not(stage: Stage):
    row = stage.plan()
    moved = change(stage, row, day=date(2017, 10, 17), first_lesuur=1, last_lesuur=None)
    assert (moved.sequence, moved.start, moved.last_lesuur) == (1, time(8, 30), 1)
    version = Schedule.objects.get().version
    again = change_planned(
        planned_pk=row.pk, entry=entry_of(moved), actor=stage.actor, expected_sequence=0
    )
    assert again.sequence == 1
    assert Schedule.objects.get().version == version


def test_who_comes_second_is_told(stage: Stage):
    row = stage.plan()
    old = PlannedActivity.objects.select_related("line").get(pk=row.pk)
    change(stage, row, room="A1")
    with pytest.raises(StaleForm):
        change(stage, old, room="B2")
    row.refresh_from_db()
    assert row.room == "A1"


def test_an_activity_is_not_in_its_own_way(stage: Stage):
    type(stage.line).objects.update(hours=1)
    stage.line.refresh_from_db()
    row = stage.plan()
    assert change(
        stage, row, start=time(10, 30), end=time(11, 10), first_lesuur=None, last_lesuur=None
    )
    assert stage.planned == [("2017-10-16", time(10, 30))]


def test_taking_out_frees_the_hour_and_is_heard_of_by_calendars(stage: Stage):
    row = stage.plan()
    for _twice in range(2):
        remove_planned(planned_pk=row.pk, actor=stage.actor)
    row.refresh_from_db()
    assert (row.sequence, row.removed_at is not None) == (1, True)
    with pytest.raises(DomainError, match="weggenomen"):
        change(stage, row, room="A1")
    stage.plan()


def test_a_change_lets_the_approval_of_its_subject_fall(stage: Stage):
    row = stage.plan()
    schedule = Schedule.objects.get()
    subject = stage.line.subject
    approve(
        placement_pk=stage.placement.pk,
        subject=subject,
        expected_version=schedule.version,
        actor=actor_for(stage.subject_mentor),
    )
    change(stage, row, room="A1")
    assert not standing_approvals(schedule, subject).exists()


def test_whom_an_activity_names_may_stay_when_they_stop_guiding(stage: Stage):
    row = stage.plan(mentor=stage.subject_mentor)
    assign_mentors(
        placement_pk=stage.placement.pk,
        subject=stage.line.subject,
        members=[],
        actor=actor_for(stage.mentor),
    )
    assert change(stage, row, room="A1").mentor == stage.subject_mentor
    with pytest.raises(DomainError, match="Kies een vakmentor"):
        stage.plan(lesuur=5, mentor=stage.subject_mentor)


# --- Who ---


def test_trainee_and_mentors_of_the_school_enter_it(stage: Stage):
    for lesuur, who in enumerate((stage.trainee, stage.mentor, stage.subject_mentor), start=1):
        stage.plan(lesuur=lesuur, actor=actor_for(who))
    assert len(stage.planned) == 3


def test_nobody_else_does(
    stage: Stage, coordinator: Membership, colleague: Membership, mentor_elsewhere: Membership
):
    row = stage.plan()
    fellow = MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution)
    TraineeFactory(institution=coordinator.institution, user=fellow.user)
    silent = MentorFactory(
        role=Role.SUBJECT_MENTOR, school=stage.mentor.school, handles_requests=False
    )
    for who in (coordinator, colleague, mentor_elsewhere, fellow, silent):
        with pytest.raises(PermissionDenied):
            stage.plan(MONDAY + timedelta(days=1), actor=actor_for(who))
        with pytest.raises(PermissionDenied):
            remove_planned(planned_pk=row.pk, actor=actor_for(who))


def test_a_vakmentor_who_stopped_guiding_does_not(stage: Stage):
    stage.plan(lesuur=1, actor=actor_for(stage.subject_mentor))
    assign_mentors(
        placement_pk=stage.placement.pk,
        subject=stage.line.subject,
        members=[stage.mentor],
        actor=actor_for(stage.mentor),
    )
    with pytest.raises(PermissionDenied):
        stage.plan(lesuur=2, actor=actor_for(stage.subject_mentor))
