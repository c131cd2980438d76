"""The stageplanning of the demo: lessons in October, an approval, a visit, a calendar feed."""

from __future__ import annotations

from datetime import date, time

from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from feeds.making import make_feed
from institutions.actors import Actor
from institutions.enums import ActivityKind
from lerarenstage.demo_stages import Stage, first_school_prepares, stages_of_logins
from lerarenstage.demo_world import World
from schedules.approving import approve
from schedules.entries import Entry
from schedules.exceptions import PlanAnyway
from schedules.models import PlannedActivity, Schedule
from schedules.planning import plan_activity
from schedules.visits import mark_visit

FIRST_WEEK = date(2017, 10, 16)
OPEN_DAY = date(2017, 10, 21)  # a Saturday: it may be planned, but knowingly
CLASSES = ("3 EMT", "4 EMT")
LESSONS = ((16, 2), (17, 3), (18, 1), (19, 2), (20, 4), (23, 2), (24, 3), (26, 2))
"""Days of October, each with its lesuur."""


def stages_are_planned(world: World, year: AcademicYear) -> None:
    """The school says its lesuren first; the trainee plans, a vakmentor approves one subject."""
    first_school_prepares(world, year)
    stage, *_others = stages_of_logins(world)
    trainee, mentor = actor_of(stage.institution.login), actor_of(world.subject_mentor)
    planned = [plan(stage, entry, trainee) for entry in entries(stage, world)]
    schedule = Schedule.objects.get(placement=stage.pk)
    approve(
        placement_pk=stage.pk,
        subject=stage.subjects[0],
        expected_version=schedule.version,
        actor=mentor,
    )
    mark_visit(
        planned_pk=planned[2].pk,
        note="Ik blijf na de les om ze te bespreken.",
        actor=actor_of(stage.institution.supervisor),
    )
    make_feed(user=stage.institution.login.user, placement=None, actor=trainee)


def entries(stage: Stage, world: World) -> list[Entry]:
    """Lessons by turns of each line in class, and the day on which the school is open to all."""
    teaching = [line for line in stage.lines if line.kind != ActivityKind.CROSS_CLASS]
    lessons = [
        Entry(
            line=teaching[number % len(teaching)],
            day=FIRST_WEEK.replace(day=day),
            first_lesuur=lesuur,
            class_name=CLASSES[number % 2],
            room="B 12",
            mentor=world.subject_mentor,
        )
        for number, (day, lesuur) in enumerate(LESSONS)
    ]
    cross_class = [line for line in stage.lines if line.kind == ActivityKind.CROSS_CLASS]
    open_day = [
        Entry(
            line=line,
            day=OPEN_DAY,
            start=time(10),
            end=time(12),
            functional_wholes=tuple(line.functional_wholes),
            note="Opendeurdag: gezinnen rondleiden.",
        )
        for line in cross_class
    ]
    return lessons + open_day


def plan(stage: Stage, entry: Entry, actor: Actor) -> PlannedActivity:
    """Plan an activity; what only warns is planned over, once it was read."""
    try:
        return plan_activity(placement_pk=stage.pk, entry=entry, actor=actor)
    except PlanAnyway as warned:
        read = {finding.key for finding in warned.findings}
        return plan_activity(placement_pk=stage.pk, entry=entry, actor=actor, accepted=read)
