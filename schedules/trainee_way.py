"""How far the stageplanning is, as a step of the way of a trainee's own stage."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from institutions.actors import Actor
from placements.models import Placement
from placements.page_sections import adds_way_step
from requests_app.dashboards import Asking
from requests_app.way import Stand, Step
from schedules.models import Approval, PlannedActivity
from schedules.parts import NO_SUBJECT
from schedules.schedule_section import AHEAD


def with_planning(rows: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]:
    """Adds `planned`: how many activities; `unapproved`: whether a part waits for the school."""
    standing = PlannedActivity.objects.standing()
    planned = standing.filter(schedule__placement=OuterRef("pk")).order_by()
    counted = planned.values("schedule__placement").annotate(n=Count("pk")).values("n")
    approved = Approval.objects.filter(void_at=None, schedule=OuterRef("schedule"))
    approved = approved.annotate(part=Coalesce("subject", NO_SUBJECT))
    parts = planned.annotate(part=Coalesce("line__subject", NO_SUBJECT))
    waits = parts.filter(~Exists(approved.filter(part=OuterRef("part"))))
    return rows.annotate(
        planned=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        unapproved=Exists(waits),
    )


@adds_way_step(order=20, reading=with_planning)
def planning(placement: Any, asking: Asking) -> Step:
    """Empty, filled in, or approved by the school."""
    title, url = _("Stageplanning"), reverse("schedule", args=[placement.public_id])
    if not (n := placement.planned):
        begins = placement.period_start
        text = _("U vult ze in voor uw stage begint op %(day)s.") % {"day": long_date(begins)}
        if asking.today < begins - AHEAD:
            return Step(Stand.LATER, title, text, url=url)
        return Step(Stand.NOW, title, text, _("u"), url)
    words = ngettext("%(n)d activiteit is gepland.", "%(n)d activiteiten zijn gepland.", n)
    words %= {"n": n}
    if placement.unapproved and asking.today <= placement.period_end:
        text = _("De school moet ze nog goedkeuren.")
        return Step(Stand.NOW, title, f"{words} {text}", _("de school"), url)
    if placement.unapproved:
        return Step(Stand.DONE, title, words, url=url)
    return Step(Stand.DONE, title, f"{words} " + _("De school keurde ze goed."), url=url)
