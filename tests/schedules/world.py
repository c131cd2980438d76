"""A stage to plan: Wiskunde, 16 to 27 October 2017 unless told otherwise, with who enters it."""

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement
from requests_app.answering import LineAnswer
from requests_app.enums import Decision
from requests_app.models import Activity
from schedules.entries import Entry
from schedules.models import PlannedActivity
from schedules.planning import plan_activity
from tests.factories import (
    MembershipFactory,
    MentorFactory,
    SubjectFactory,
    TraineeFactory,
    actor_for,
)
from tests.placements.world import new_placement
from tests.requests_app.world import on

MONDAY = date(2017, 10, 16)


class Stage:
    """A stage of a trainee who logs in, guided by a vakmentor."""

    def __init__(
        self,
        coordinator: Membership,
        mentor: Membership,
        subject_mentor: Membership,
        year: AcademicYear,
        trainee: Membership | None = None,
        **fields: object,
    ) -> None:
        self.trainee = trainee or MembershipFactory(
            user__first_name="Tine", role=Role.TRAINEE, institution=coordinator.institution
        )
        person: Any = fields.pop("person", None) or TraineeFactory(
            institution=coordinator.institution, user=self.trainee.user, first_name="Tine"
        )
        fields.setdefault("subject", SubjectFactory(name="Wiskunde"))
        fields.setdefault("period_end", date(2017, 11, 24))
        guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk)
        with on("2017-10-02"):
            self.placement: Placement = new_placement(
                coordinator, mentor, year, guided, trainee=person, **fields
            )
        self.person, self.mentor, self.subject_mentor = person, mentor, subject_mentor
        self.line: Activity = self.placement.request.activities.select_related("subject").get()

    @property
    def actor(self) -> Actor:
        """The trainee, who enters."""
        return actor_for(self.trainee)

    @property
    def url(self) -> str:
        """The week grid."""
        return f"/stages/{self.placement.public_id}/planning/"

    def entry(self, day: str | date = MONDAY, lesuur: int | None = 3, **fields: Any) -> Entry:
        """An activity of one lesuur, in class 3A."""
        on_day = date.fromisoformat(day) if isinstance(day, str) else day
        if "start" in fields:
            lesuur = None
        start: dict[str, Any] = {"first_lesuur": lesuur, "last_lesuur": lesuur, "class_name": "3A"}
        return Entry(**{"line": self.line, "day": on_day, **start, **fields})

    def plan(
        self,
        day: str | date = MONDAY,
        lesuur: int | None = 3,
        *,
        actor: Actor | None = None,
        form_key: UUID | None = None,
        accepted: frozenset[str] = frozenset(),
        **fields: object,
    ) -> PlannedActivity:
        """Plan it, as the trainee unless told otherwise."""
        return plan_activity(
            placement_pk=self.placement.pk,
            entry=self.entry(day, lesuur, **fields),
            actor=actor or self.actor,
            form_key=form_key or uuid4(),
            accepted=accepted,
        )

    @property
    def planned(self) -> list[tuple[str, time]]:
        """What stands: days and when."""
        rows = PlannedActivity.objects.standing().filter(schedule__placement=self.placement)
        return [(row.day.isoformat(), row.start) for row in rows]


def elsewhere(stage: Stage, coordinator: Membership, mentor_elsewhere: Membership) -> Stage:
    """Another stage of the same trainee, at another school, in the same days."""
    vakmentor = MentorFactory(
        role=Role.SUBJECT_MENTOR, school=mentor_elsewhere.school, handles_requests=False
    )
    there = Stage(
        coordinator,
        mentor_elsewhere,
        vakmentor,
        stage.placement.year,
        trainee=stage.trainee,
        person=stage.person,
        period_start=date(2017, 11, 27),
        period_end=date(2017, 12, 15),
    )
    request = there.placement.request
    type(request).objects.filter(pk=request.pk).update(period_start=MONDAY)
    return there
