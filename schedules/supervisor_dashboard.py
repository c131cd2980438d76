"""What a stagebegeleider reads of plannings on "Waar staan we nu?"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from calendar_cfg.holidays import WEEK, monday_of
from institutions.enums import Role
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address
from requests_app.page_sections import adds_to_dashboard
from schedules.supervisor_week import address_of, supervised


@adds_to_dashboard(Role.SUPERVISOR)
def own_week(asking: Asking) -> Dashboard:
    """The week of the supervised trainees, and visits of which the activity changed; one query."""
    counts = _counts(asking)
    return Dashboard(tasks=_behind(counts), facts=_week(counts))


def _counts(asking: Asking) -> dict[str, Any]:
    monday = monday_of(asking.today)
    stands = Q(removed_at=None)
    week = stands & Q(day__range=(monday, monday + WEEK - timedelta(days=1)))
    ahead = Q(day__gte=asking.today, visit__member=asking.actor.membership_id)
    changed = Q(removed_at__isnull=False) | Q(changed_at__gt=F("visit__marked_at"))
    found: dict[str, Any] = (
        supervised(asking.actor)
        .order_by()
        .aggregate(
            week=Count("pk", filter=week),
            visits=Count("visit", filter=week),
            next=Min("day", filter=stands & Q(day__gte=monday + WEEK)),
            behind=Count("pk", filter=ahead & changed),
            first_behind=Min("day", filter=ahead & changed),
        )
    )
    return found


def _behind(counts: dict[str, Any]) -> list[Task]:
    if not (n := counts["behind"]):
        return []
    title = ngettext(
        "Een activiteit die u bezoekt, is gewijzigd",
        "Activiteiten die u bezoekt, zijn gewijzigd",
        n,
    )
    text = _("Kijk na of u nog kunt, en bewaar of schrap uw bezoek.")
    if n > 1:
        text = _("Begin met de eerste: kijk na of u nog kunt, en bewaar of schrap uw bezoek.")
    day = counts["first_behind"]
    return [Task(title, address_of(day), text=text, due=day, tone="soon")]


def _week(counts: dict[str, Any]) -> list[Fact]:
    if n := counts["week"]:
        words = ngettext(
            "Deze week: %(n)d activiteit van uw stagiairs.",
            "Deze week: %(n)d activiteiten van uw stagiairs.",
            n,
        ) % {"n": n}
        visits = _("U bezoekt er geen.")
        if counts["visits"]:
            visits = _("U bezoekt er %(n)d.") % {"n": counts["visits"]}
        return [Fact(f"{words} {visits}", address("supervisor_week"))]
    if day := counts["next"]:
        words = _("De volgende activiteit van uw stagiairs is op %(day)s.")
        return [Fact(words % {"day": long_date(day)}, address_of(day))]
    return []
