"""What stages add to the first page of a trainee: how far each is, from agreement to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from placements.enums import PlacementPhase
from placements.models import Placement
from placements.page_sections import way_of, way_readings
from placements.trainee_words import time_words
from requests_app.dashboards import Asking
from requests_app.page_sections import adds_to_way
from requests_app.way import Stand, Step

RELATED = ("proposal__request", "proposal__school")
STANDS = {PlacementPhase.PLANNED: Stand.LATER, PlacementPhase.RUNNING: Stand.NOW}


@adds_to_way
def of_stages(asking: Asking) -> Mapping[int, Sequence[Step]]:
    """The steps of the own stages that were not cancelled; one query."""
    seen = Placement.objects.visible_to(asking.actor)
    rows: QuerySet[Placement] = seen.of_year(asking.year).live()
    for reading in way_readings():
        rows = reading(rows, asking.actor)
    return {
        row.request.pk: [*way_of(row, asking), _stage(row, asking)]
        for row in rows.select_related(*RELATED)
    }


def _stage(placement: Placement, asking: Asking) -> Step:
    phase = placement.phase_on(asking.today)
    words = {
        PlacementPhase.PLANNED: _("Uw stage bij %(school)s %(time)s: van %(first)s tot %(last)s."),
        PlacementPhase.RUNNING: _("Uw stage bij %(school)s loopt: %(time)s (tot %(last)s)."),
    }
    over = _("Uw stage bij %(school)s liep van %(first)s tot %(last)s.")
    told = words.get(phase, over) % {
        "school": placement.school,
        "time": time_words(placement, asking.today),
        "first": long_date(placement.period_start),
        "last": long_date(placement.period_end),
    }
    url = reverse("placement", args=[placement.public_id])
    return Step(STANDS.get(phase, Stand.DONE), _("Stage"), told, url=url)
