"""A stage in October 2017 with two subjects and a klasoverstijgende activiteit, to plan."""

from dataclasses import dataclass
from datetime import date, time

from accounts.models import Membership
from institutions.enums import ActivityKind, FunctionalWhole, Role
from institutions.models import Subject
from placements.models import Placement
from requests_app.answering import LineAnswer
from requests_app.enums import Decision
from requests_app.filing import file_request
from requests_app.models import Activity, PlacementRequest, Trainee
from schedules.models import PlannedActivity, Schedule
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MentorFactory,
    SubjectFactory,
    TraineeFactory,
    UserFactory,
    actor_for,
)
from tests.placements.world import fresh, placed
from tests.requests_app.world import draft

MONDAY = date(2017, 10, 16)


@dataclass
class Stage:
    """A stage with who is concerned; French is guided by `vik`, maths by `wim`."""

    placement: Placement
    schedule: Schedule
    french: Activity
    maths: Activity
    cross: Activity
    coordinator: Membership
    supervisor: Membership
    mentor: Membership
    vik: Membership
    wim: Membership
    trainee: Membership
    record: Trainee

    def plan(
        self, line: Activity, day: int, hour: int = 9, *, minutes: int = 50, **fields: object
    ) -> PlannedActivity:
        """Put an activity on a day of October, without asking any rule."""
        end = time(hour + minutes // 60, minutes % 60)
        row = {"start": time(hour), "end": end, "class_name": "3A", "room": "12", **fields}
        return PlannedActivity.objects.create(
            schedule=self.schedule, line=line, day=date(2017, 10, day), **row
        )

    def grow(self, size: int) -> None:
        """Bring the number of activities to this many (at most 100), all in one week."""
        for made in range(PlannedActivity.objects.filter(schedule=self.schedule).count(), size):
            minute = made % 4 * 15
            self.plan(
                self.french,
                16 + made // 20,
                start=time(8 + made % 20 // 4, minute),
                end=time(8 + made % 20 // 4, minute + 10),
                mentor=self.vik,
            )

    def fresh(self) -> Placement:
        """The stage as the database has it now."""
        return fresh(self.placement)


def new_stage(
    coordinator: Membership, supervisor: Membership, mentor: Membership, year: object
) -> Stage:
    """Filed, accepted and opened; nothing is planned yet."""
    vik, wim = (_teacher(mentor, name) for name in ("Vik", "Wim"))
    member = MembershipFactory(
        user=UserFactory(first_name="Tine", last_name="Geheimnaam"),
        role=Role.TRAINEE,
        institution=coordinator.institution,
    )
    record = TraineeFactory(
        institution=coordinator.institution,
        user=member.user,
        first_name="Tine",
        last_name="Geheimnaam",
    )
    request = _request(coordinator, supervisor, mentor, year, record)
    french, maths, cross = request.activities.order_by("position")
    placement = placed(
        file_request(request_pk=request.pk, actor=actor_for(coordinator)),
        mentor,
        coordinator,
        LineAnswer(Decision.ACCEPTED, subject_mentor_id=vik.pk),
        LineAnswer(Decision.ACCEPTED, subject_mentor_id=wim.pk),
        LineAnswer(Decision.ACCEPTED),
    )
    schedule = Schedule.objects.create(placement=placement)
    people = (coordinator, supervisor, mentor, vik, wim, member, record)
    return Stage(placement, schedule, french, maths, cross, *people)


def _teacher(mentor: Membership, name: str) -> Membership:
    return MentorFactory(
        user__first_name=name,
        role=Role.SUBJECT_MENTOR,
        school=mentor.school,
        handles_requests=False,
    )


def _request(
    coordinator: Membership,
    supervisor: Membership,
    mentor: Membership,
    year: object,
    record: Trainee,
) -> PlacementRequest:
    french: Subject = SubjectFactory(name="Frans")
    request = draft(
        coordinator, mentor, year, subject=french, trainee=record, supervisor=supervisor
    )
    ActivityFactory(
        request=request,
        subject=SubjectFactory(name="Wiskunde"),
        position=1,
        kind=ActivityKind.OBSERVATION,
        hours=4,
    )
    ActivityFactory(
        request=request,
        subject=None,
        position=2,
        kind=ActivityKind.CROSS_CLASS,
        functional_wholes=[FunctionalWhole.PARENTS, FunctionalWhole.TEAM],
        hours=6,
    )
    return request
