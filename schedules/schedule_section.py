"""What the planning adds to the page of a stage, to its next steps, and to dashboards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import clock
from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement
from placements.page_sections import Section, Step, adds_next_steps, adds_to_placement_page
from placements.querysets import AGREED
from placements.selectors import accepted_of
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address
from requests_app.page_sections import adds_to_dashboard
from schedules.hours import lesuren_in, lesuren_words
from schedules.models import PlannedActivity
from schedules.out_of_place import outside_period, outside_words, with_another_mentor
from schedules.rights import may_plan
from schedules.totals import planned_of

AHEAD = timedelta(weeks=3)
"""So long before the stageperiode a trainee is asked to plan."""
ENOUGH = Decimal("0.5")
"""Less than this part of what was agreed is little."""
SHOWN = 5
SOON = timedelta(days=7)


@dataclass(frozen=True)
class ScheduleFacts:
    """What the section shows: how much is planned, and what comes next."""

    url: str
    words: str
    coming: Sequence[PlannedActivity]
    more: int
    may_plan: bool
    against: Sequence[str] = ()


@adds_to_placement_page(order=20)
def planning(page: Any) -> Section | None:
    """How many lesuren are planned, and the next activities; one query."""
    placement, today = page.placement, clock.today()
    rows = planned_of(placement)
    coming = [row for row in rows if row.day >= today]
    facts = ScheduleFacts(
        url=reverse("schedule", args=[placement.public_id]),
        words=_words(lesuren_in(rows), _agreed(placement)),
        coming=coming[:SHOWN],
        more=max(len(coming) - SHOWN, 0),
        may_plan=may_plan(page.actor) and not placement.is_cancelled,
        against=[] if placement.is_cancelled else _against(placement, rows),
    )
    return Section("schedules/_section.html", facts)


def _against(placement: Placement, rows: Sequence[PlannedActivity]) -> list[str]:
    outside = outside_words(placement, rows)
    return [*filter(None, [outside]), *with_another_mentor(placement, rows, clock.today())]


@adds_next_steps
def plan_next(placements: Sequence[Placement], actor: Actor) -> Mapping[int, Sequence[Step]]:
    """A trainee plans when the stageperiode comes near and little is planned, and moves what the
    stageperiode left behind; one query.
    """
    if actor.role != Role.TRAINEE:
        return {}
    near = [row for row in placements if _is_near(row)]
    planned = _planned_in(near)
    return {row.pk: [step] for row in near if (step := _next_step(row, planned[row.pk]))}


def _next_step(placement: Placement, planned: Sequence[PlannedActivity]) -> Step | None:
    url = reverse("schedule", args=[placement.public_id])
    if outside_period(placement, planned):
        return Step(_("Verplaats wat buiten de stageperiode gepland is"), url)
    if lesuren_in(planned) < ENOUGH * _agreed(placement):
        return Step(_("Vul de stageplanning in"), url, placement.period_start)
    return None


@adds_to_dashboard(Role.TRAINEE)
def to_plan(asking: Asking) -> Dashboard:
    """The first own stage of the year that comes near without any planning; one query."""
    stages = _without_planning(asking)
    if not stages:
        return Dashboard()
    first = stages[0]
    title = ngettext(
        "Vul uw stageplanning in", "Vul de planning van %(n)d stages in", len(stages)
    ) % {"n": len(stages)}
    url = address("placements")
    if len(stages) == 1:
        url = reverse("schedule", args=[first["public_id"]])
    due: date = first["proposal__request__period_start"]
    tone = "late" if due < asking.today else "soon" if due - asking.today <= SOON else "due"
    text = _("Er is nog niets gepland.")
    return Dashboard(tasks=[Task(title, url, text=text, due=due, tone=tone)])


@adds_to_dashboard(Role.SUBJECT_MENTOR)
def own_lessons(asking: Asking) -> Dashboard:
    """What is planned with the vakmentor in the seven days from today; one query."""
    rows = PlannedActivity.objects.standing().of_live_placements().visible_to(asking.actor)
    last = asking.today + SOON - timedelta(days=1)
    count = rows.filter(mentor=asking.actor.membership_id, day__range=(asking.today, last)).count()
    if not count:
        return Dashboard()
    words = ngettext(
        "De komende zeven dagen begeleidt u %(n)d geplande activiteit.",
        "De komende zeven dagen begeleidt u %(n)d geplande activiteiten.",
        count,
    ) % {"n": count}
    return Dashboard(facts=[Fact(words, address("placements"))])


def _without_planning(asking: Asking) -> list[dict[str, Any]]:
    rows = Placement.objects.visible_to(asking.actor).filter(
        proposal__state__in=AGREED,
        proposal__request__year=asking.year,
        proposal__request__period_start__lte=asking.today + AHEAD,
        proposal__request__period_end__gte=asking.today,
    )
    planned = PlannedActivity.objects.standing().values("schedule__placement")
    found = rows.exclude(pk__in=planned).order_by("proposal__request__period_start", "pk")
    return list(found.values("public_id", "proposal__request__period_start"))


def _is_near(placement: Placement) -> bool:
    today = clock.today()
    soon = placement.period_start - AHEAD <= today <= placement.period_end
    return soon and not placement.is_cancelled


def _planned_in(placements: Sequence[Placement]) -> dict[int, list[PlannedActivity]]:
    """What is planned for each of these stages; one query."""
    found: dict[int, list[PlannedActivity]] = defaultdict(list)
    if placements:
        rows = PlannedActivity.objects.standing().filter(schedule__placement__in=placements)
        for row in rows.select_related("schedule"):
            found[row.schedule.placement_id].append(row)
    return found


def _agreed(placement: Placement) -> int:
    """How many lesuren were agreed; at least one, so that nothing planned is always little."""
    return sum(row.activity.hours or 0 for row in accepted_of(placement)) or 1


def _words(planned: Decimal, agreed: int) -> str:
    if not planned:
        return _("Er is nog niets gepland.")
    words = _("%(planned)s gepland, %(agreed)s afgesproken.")
    return words % {"planned": lesuren_words(planned), "agreed": lesuren_words(Decimal(agreed))}
