"""What waits for an approval: tasks on the dashboard, and what to do next for a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import SCHOOL_ROLES, Role
from institutions.models import Subject
from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from placements.page_sections import Step, adds_next_steps
from placements.querysets import AGREED
from placements.selectors import accepted_of, guides_of
from requests_app.dashboards import Asking, Dashboard, Task, address
from requests_app.page_sections import adds_to_dashboard
from schedules.approving_parts import part_title
from schedules.models import Approval, PlannedActivity
from schedules.parts import NO_SUBJECT, part_id

PERIOD_START = "placement__proposal__request__period_start"


@adds_to_dashboard(Role.SUBJECT_MENTOR, Role.SCHOOL_MENTOR)
def to_approve(asking: Asking) -> Dashboard:
    """Plannings of the year that wait for who guides their subject; one query."""
    waiting = waiting_for(asking.actor, asking.year, asking.today)
    stages = dict(waiting.values_list("placement__public_id", PERIOD_START))
    if not stages:
        return Dashboard()
    title = ngettext(
        "%(n)d planning wacht op uw goedkeuring",
        "%(n)d planningen wachten op uw goedkeuring",
        len(stages),
    ) % {"n": len(stages)}
    first, begins = next(iter(stages.items()))
    one = reverse("schedule_approve", args=[first])
    url = one if len(stages) == 1 else address("schedules_to_approve")
    text = _("Keur per vak goed wat er gepland is.")
    due = begins if begins >= asking.today else None
    return Dashboard(tasks=[Task(title, url, len(stages), text, due)])


def waiting_for(actor: Actor, year: AcademicYear, today: date) -> QuerySet[Guide]:
    """What the actor guides and has to approve, by stageperiode: a row for each subject."""
    guided = Guide.objects.current().filter(
        member=actor.membership_id,
        role=GuidanceRole.SUBJECT_MENTOR,
        placement__proposal__state__in=AGREED,
        placement__proposal__request__year=year,
        placement__proposal__request__period_end__gte=today,
    )
    guided = guided.annotate(part=Coalesce("subject", NO_SUBJECT))
    planned = PlannedActivity.objects.standing().annotate(
        part=Coalesce("line__subject", NO_SUBJECT)
    )
    approved = Approval.objects.filter(void_at=None).annotate(part=Coalesce("subject", NO_SUBJECT))
    here = {"schedule__placement": OuterRef("placement"), "part": OuterRef("part")}
    waits = guided.filter(Exists(planned.filter(**here)), ~Exists(approved.filter(**here)))
    found: QuerySet[Guide] = waits.order_by(PERIOD_START, "pk")
    return found


@adds_next_steps
def approve_next(placements: Sequence[Placement], actor: Actor) -> Mapping[int, Sequence[Step]]:
    """The parts that wait for who guides them, or for the school when nobody does; one query."""
    if actor.role not in SCHOOL_ROLES:
        return {}
    waiting = _waiting_parts(placements)
    found: dict[int, list[Step]] = defaultdict(list)
    for placement in placements:
        for subject in dict.fromkeys(row.activity.subject for row in accepted_of(placement)):
            if (placement.pk, part_id(subject)) in waiting and _is_asked(placement, subject, actor):
                found[placement.pk].append(_step(placement, subject))
    return found


def _waiting_parts(placements: Sequence[Placement]) -> set[tuple[int, int]]:
    """Which parts of which stages that are not over have a plan and no approval; one query."""
    today = clock.today()
    live = [row.pk for row in placements if not row.is_cancelled and row.period_end >= today]
    planned = PlannedActivity.objects.standing().filter(schedule__placement__in=live)
    approved = Approval.objects.filter(Q(void_at=None), schedule=OuterRef("schedule"))
    approved = approved.annotate(part=Coalesce("subject", NO_SUBJECT))
    rows = planned.annotate(part=Coalesce("line__subject", NO_SUBJECT))
    rows = rows.filter(~Exists(approved.filter(part=OuterRef("part")))).order_by()
    return set(rows.values_list("schedule__placement", "part").distinct())


def _is_asked(placement: Placement, subject: Subject | None, actor: Actor) -> bool:
    """Whether it is for this actor: a guide of the part, or the school when it has none."""
    guides = [
        row.member_id
        for row in guides_of(placement)
        if row.role == GuidanceRole.SUBJECT_MENTOR
        and row.works_there
        and row.subject_id == (subject.pk if subject else None)
    ]
    return actor.membership_id in guides or (actor.may_answer and not guides)


def _step(placement: Placement, subject: Subject | None) -> Step:
    title = _("Keur de planning goed: %(part)s") % {"part": part_title(subject)}
    return Step(title, reverse("schedule_approve", args=[placement.public_id]))
