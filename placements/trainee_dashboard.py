"""What stages add to the first page of a trainee: which comes, and when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from institutions.enums import Role
from placements.enums import PlacementPhase
from placements.models import Placement
from placements.phases_in_sql import END, START, goes_on
from placements.trainee_words import time_words
from requests_app.dashboards import Asking, Dashboard, Fact, address
from requests_app.page_sections import adds_to_dashboard

RELATED = ("proposal__request", "proposal__school")


@adds_to_dashboard(Role.TRAINEE)
def own_stages(asking: Asking) -> Dashboard:
    """The stages that go on, the first one first."""
    rows = Placement.objects.visible_to(asking.actor).of_year(asking.year)
    found = rows.filter(goes_on(asking.today)).select_related(*RELATED).order_by(START, END, "pk")
    return Dashboard(facts=[_fact(asking, placement) for placement in found])


def _fact(asking: Asking, placement: Placement) -> Fact:
    is_planned = placement.phase_on(asking.today) == PlacementPhase.PLANNED
    words = (
        _("Uw stage bij %(school)s %(time)s: van %(first)s tot %(last)s.")
        if is_planned
        else _("Uw stage bij %(school)s loopt: %(time)s (tot %(last)s).")
    )
    told = words % {
        "school": placement.school,
        "time": time_words(placement, asking.today),
        "first": long_date(placement.period_start),
        "last": long_date(placement.period_end),
    }
    phase = placement.phase_on(asking.today)
    return Fact(told, address("placements"), phase.value, str(phase.label))
