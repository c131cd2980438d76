"""The stages of a trainee: where, when, who, and what to do next, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.geography import Point, distance_km, mean_point
from institutions.models import Campus, PostalCode
from placements.models import Placement
from placements.page_reading import for_its_page
from placements.page_sections import next_steps
from placements.placement_page import PlacementPage
from placements.selectors import people_of
from placements.step_tasks import tasks_of
from placements.trainee_words import time_words
from requests_app.dashboards import Task

ORDER = ("proposal__request__period_start", "proposal__request__period_end", "pk")


@dataclass(frozen=True)
class OwnStage:
    """One stage, as its trainee reads it.

    Attributes:
        page: the same facts as on the page of the stage.
        km: how far it is from the trainee's postal code as the crow flies; None when not known.
        time: how long until it begins or ends, in words.
    """

    page: PlacementPage
    km: int | None
    time: str
    tasks: Sequence[Task]


class OwnStagesPage:
    """What "Mijn stages" shows, for one trainee and year."""

    def __init__(self, actor: Actor, year: AcademicYear) -> None:
        self.actor, self.year, self.today = actor, year, clock.today()

    @cached_property
    def stages(self) -> list[OwnStage]:
        """The stages of the year; cancelled ones last."""
        found = for_its_page(Placement.objects.visible_to(self.actor).of_year(self.year))
        placements = sorted(found.order_by(*ORDER), key=lambda row: row.is_cancelled)
        steps = next_steps(placements, self.actor)
        home = self._home(placements)
        stages = []
        for placement in placements:
            page = PlacementPage(placement, self.actor)
            tasks = tasks_of(steps.get(placement.pk, []), page.countdown)
            time = time_words(placement, self.today)
            stages.append(OwnStage(page, _km(home, page.place), time, tasks))
        return stages

    def _home(self, placements: Sequence[Placement]) -> Point | None:
        """Where the trainee leaves from, as far as the postal code tells."""
        own = [row for each in placements for row in people_of(each) if row.user == self.actor.user]
        if not own:
            return None
        codes = PostalCode.objects.filter(code=own[0].postal_code)
        rows = codes.values_list("latitude", "longitude")
        return mean_point(Point(*row) for row in rows)

    @property
    def why_empty(self) -> str:
        """What comes, and when, while there is no stage."""
        window = phases.phase_window(self.year, PhaseKind.ANSWERS)
        if window is not None and self.today < window.opens_on:
            words = _("De scholen krijgen de stageaanvragen op %(day)s en antwoorden daarna.")
            return words % {"day": long_date(window.opens_on)}
        return _(
            "Een stage komt hier zodra een school uw stageaanvraag aanvaardt en uw "
            "lerarenopleiding dat antwoord opende."
        )


def _km(home: Point | None, place: Campus | None) -> int | None:
    if home is None or place is None or place.latitude is None or place.longitude is None:
        return None
    return round(distance_km(home, Point(place.latitude, place.longitude)))
