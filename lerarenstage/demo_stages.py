"""What follows a yes in the demo: answers are opened, people guide, a school plans its intromoment.

One stage of each kind that people meet; the others are left as they came, so that there is
something to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.models import Subject
from intromoments.answering import answer_invitation
from intromoments.enums import Coming
from intromoments.planning import NEW, Plan, plan_intromoment
from lerarenstage.demo_world import Institution, School, World
from placements.guides import assign_mentors, assign_supervisor
from placements.models import Placement
from requests_app.answering import mark_answer_seen
from requests_app.ending import cancel_request
from requests_app.enums import Decision
from requests_app.models import Activity
from schedules.lesson_hours import save_lesson_hours, stamp_of
from schedules.lesuren import Lesuur

ELSEWHERE_OPENED = 4
"""How many answers of other schools the first institution opened; later ones wait for that."""
LESUREN = (
    Lesuur(1, time(8, 25), time(9, 15)),
    Lesuur(2, time(9, 15), time(10, 5)),
    Lesuur(3, time(10, 20), time(11, 10)),
    Lesuur(4, time(11, 10), time(12)),
    Lesuur(5, time(12, 55), time(13, 45)),
    Lesuur(6, time(13, 45), time(14, 35)),
    Lesuur(7, time(14, 50), time(15, 40)),
)


@dataclass(frozen=True)
class Stage:
    """A stage of the demo, with the two who act on it."""

    placement: Placement
    institution: Institution
    school: School

    @property
    def pk(self) -> int:
        """Of the placement."""
        return self.placement.pk

    @property
    def coordinator(self) -> Actor:
        """Who acts for the institution."""
        return actor_of(self.institution.coordinator)

    @property
    def mentor(self) -> Actor:
        """Who acts for the school."""
        return actor_of(self.school.mentor)

    @property
    def lines(self) -> list[Activity]:
        """The accepted lines, in their order."""
        rows = self.placement.proposal.lines.filter(decision=Decision.ACCEPTED)
        related = rows.select_related("activity__subject").order_by("activity__position")
        return [row.activity for row in related]

    @property
    def subjects(self) -> list[Subject]:
        """The subjects of the accepted lines, each once."""
        return list(dict.fromkeys(line.subject for line in self.lines if line.subject))


def stages_of_logins(world: World) -> list[Stage]:
    """At the first school, the stages of the trainees who log in: one of each institution."""
    return [_stage(world, one) for one in world.institutions]


def stages_elsewhere(world: World) -> list[Stage]:
    """Stages of the first institution at other schools, as they came."""
    institution = world.institutions[0]
    rows = Placement.objects.filter(proposal__request__institution=institution.row)
    others = rows.exclude(proposal__school=world.first_school.row).select_related("proposal")
    schools = {school.row.pk: school for school in world.schools}
    return [
        Stage(row, institution, schools[row.proposal.school_id]) for row in others.order_by("pk")
    ]


def _stage(world: World, institution: Institution) -> Stage:
    placement = Placement.objects.select_related("proposal").get(
        proposal__school=world.first_school.row,
        proposal__request__trainees=institution.trainees[0],
    )
    return Stage(placement, institution, world.first_school)


def stages_begin(world: World, _year: AcademicYear) -> None:
    """Coordinators open answers; schools name vakmentors; one stage gets another begeleider."""
    own, elsewhere = stages_of_logins(world), stages_elsewhere(world)
    for stage in [*own, *elsewhere[:ELSEWHERE_OPENED]]:
        mark_answer_seen(proposal=stage.placement.proposal, actor=stage.coordinator)
    north, south = own
    for subject in north.subjects:
        assign_mentors(
            placement_pk=north.pk,
            subject=subject,
            members=[world.subject_mentor],
            actor=north.mentor,
        )
    first, *_rest = south.subjects  # who guides the other one is still to be said
    assign_mentors(
        placement_pk=south.pk, subject=first, members=[world.subject_mentor], actor=south.mentor
    )
    for stage in elsewhere[:2]:
        for subject in stage.subjects:
            assign_mentors(
                placement_pk=stage.pk,
                subject=subject,
                members=[stage.school.mentor],
                actor=stage.mentor,
            )
    assign_supervisor(
        placement_pk=elsewhere[1].pk,
        member=elsewhere[1].institution.coordinator,
        actor=elsewhere[1].coordinator,
        reason="De stagecoördinator volgt deze stage zelf.",
    )


def first_school_prepares(world: World, year: AcademicYear) -> None:
    """It says its lesuren and plans its intromoment, for which one trainee says to come."""
    school = world.first_school
    save_lesson_hours(
        actor=actor_of(school.mentor), school=school.row, lesuren=LESUREN, stamp=stamp_of(())
    )
    moment = plan_intromoment(
        school=school.row,
        year=year,
        trimester=1,
        plan=Plan(
            date(2017, 10, 10),
            time(16),
            time(17, 30),
            "Leraarskamer",
            "U krijgt een rondleiding en leert uw vakmentoren kennen.",
        ),
        version=NEW,
        actor=actor_of(school.mentor),
    )
    south = world.institutions[1]
    answer_invitation(intromoment=moment, coming=Coming.YES, note="", actor=actor_of(south.login))


def one_is_cancelled(world: World, _year: AcademicYear) -> None:
    """A school takes back what it said; the coordinator did not let it look again yet."""
    stage = stages_elsewhere(world)[ELSEWHERE_OPENED - 1]
    cancel_request(
        request_pk=stage.placement.proposal.request_id,
        reason="De vakmentor is langdurig afwezig.",
        actor=stage.mentor,
    )
