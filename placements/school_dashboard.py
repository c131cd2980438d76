"""What stages add to the dashboards of a school: who needs a vakmentor; what runs this week."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from institutions.enums import Role
from placements.by_week import WEEK, monday_of
from placements.models import Placement
from placements.phases_in_sql import END, START, goes_on, without_mentor
from placements.querysets import AGREED
from placements.school_filters import WITHOUT
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.SCHOOL_MENTOR)
def to_guide(asking: Asking) -> Dashboard:
    """Stages without a vakmentor for a subject, and what runs this week; in one query."""
    rows: Any = Placement.objects.visible_to(asking.actor).of_year(asking.year).order_by()
    lacking = goes_on(asking.today) & without_mentor()
    monday = monday_of(asking.today)
    counts = rows.aggregate(
        lacking=Count("pk", filter=lacking),
        first=Min(START, filter=lacking),
        now=Count("pk", filter=_in_week(monday)),
    )
    return Dashboard(tasks=_lacking(asking, counts), facts=_this_week(counts["now"]))


def _in_week(monday: Any) -> Q:
    days = {f"{START}__lt": monday + WEEK, f"{END}__gte": monday}
    return Q(proposal__state__in=AGREED, **days)


def _lacking(asking: Asking, counts: dict[str, Any]) -> list[Task]:
    if not (n := counts["lacking"]):
        return []
    title = ngettext(
        "%(n)d stage heeft nog geen vakmentor", "%(n)d stages hebben nog geen vakmentor", n
    ) % {"n": n}
    first = counts["first"]
    tone = "late" if first <= asking.today else "due"
    text = "" if asking.actor.may_answer else _("Wie stageaanvragen behandelt, wijst hen toe.")
    return [Task(title, address("school_placements", vakmentor=WITHOUT), n, text, first, tone)]


def _this_week(n: int) -> list[Fact]:
    if not n:
        return []
    words = ngettext("%(n)d stage loopt deze week.", "%(n)d stages lopen deze week.", n)
    return [Fact(words % {"n": n}, address("placements"), "running", _("Deze week"))]


@adds_to_dashboard(Role.SUBJECT_MENTOR)
def mine_soon(asking: Asking) -> Dashboard:
    """How many of the own stages run this week and next week; in one query."""
    monday = monday_of(asking.today)
    rows: Any = Placement.objects.visible_to(asking.actor).of_year(asking.year).order_by()
    counts = rows.aggregate(
        now=Count("pk", filter=_in_week(monday)),
        later=Count("pk", filter=_in_week(monday + WEEK)),
    )
    url = address("placements")
    facts = _this_week(counts["now"])
    if n := counts["later"]:
        words = ngettext("%(n)d stage loopt volgende week.", "%(n)d stages lopen volgende week.", n)
        facts.append(Fact(words % {"n": n}, url, "planned", _("Volgende week")))
    return Dashboard(facts=facts)
