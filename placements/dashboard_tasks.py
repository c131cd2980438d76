"""What stages add to the dashboards of coordinators and stagebegeleiders."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from institutions.enums import Role
from placements.by_week import WEEK, monday_of
from placements.models import Placement
from placements.phases_in_sql import END, START, goes_on, lost_by_school, without_supervisor
from placements.placement_filters import LOST, NOBODY
from placements.querysets import AGREED
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.COORDINATOR)
def to_arrange(asking: Asking) -> Dashboard:
    """Stages without stagebegeleider, and those that a school cancelled; in one query."""
    rows: Any = Placement.objects.visible_to(asking.actor).of_year(asking.year).order_by()
    unguided = goes_on(asking.today) & without_supervisor()
    lost = lost_by_school(asking.today)
    counts = rows.aggregate(
        unguided=Count("pk", filter=unguided),
        first=Min(START, filter=unguided),
        lost=Count("pk", filter=lost),
    )
    return Dashboard(tasks=[*_unguided(asking, counts), *_lost(counts)])


def _unguided(asking: Asking, counts: dict[str, Any]) -> list[Task]:
    if not (n := counts["unguided"]):
        return []
    title = ngettext(
        "Wijs %(n)d stage een stagebegeleider toe",
        "Wijs %(n)d stages een stagebegeleider toe",
        n,
    ) % {"n": n}
    tone = "late" if counts["first"] <= asking.today else "due"
    url = address("placements", begeleider=NOBODY)
    return [Task(title, url, n, due=counts["first"], tone=tone)]


def _lost(counts: dict[str, Any]) -> list[Task]:
    if not (n := counts["lost"]):
        return []
    title = ngettext(
        "Laat %(n)d geannuleerde stage opnieuw zoeken",
        "Laat %(n)d geannuleerde stages opnieuw zoeken",
        n,
    ) % {"n": n}
    text = _("De school annuleerde wat ze had aanvaard.")
    return [Task(title, address("placements", fase=LOST), n, text, tone="soon")]


@adds_to_dashboard(Role.SUPERVISOR)
def this_week(asking: Asking) -> Dashboard:
    """How many of the guided stages run this week."""
    monday = monday_of(asking.today)
    days = {f"{START}__lt": monday + WEEK, f"{END}__gte": monday}
    rows = Placement.objects.visible_to(asking.actor).filter(proposal__state__in=AGREED, **days)
    n = rows.of_year(asking.year).count()
    if not n:
        return Dashboard()
    words = ngettext(
        "%(n)d stage die u begeleidt, loopt deze week.",
        "%(n)d stages die u begeleidt, lopen deze week.",
        n,
    ) % {"n": n}
    return Dashboard(facts=[Fact(words, address("placements"), "running", _("Deze week"))])
