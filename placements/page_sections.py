"""What the apps above add to the pages of stages: imports run one way, so they register.

    @adds_to_placement_page(order=10)
    def agreement(page: PlacementPage) -> Section | None: ...

    @adds_next_steps
    def to_sign(placements: Sequence[Placement], actor: Actor) -> Mapping[int, Sequence[Step]]: ...

    @adds_to_placement_reading
    def own_feed(rows: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]: ...

    @adds_way_step(order=10, reading=with_signatures)
    def signing(placement: Placement, asking: Asking) -> WayStep: ...

The page of one stage asks at most ten queries for all of them together, so a section is best read
with the stage itself: a subquery (`facts.as_json`) that the last of these annotates.

A module that does so is imported in the `ready` of its app.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from institutions.actors import Actor
from placements.models import Placement
from requests_app.dashboards import Asking
from requests_app.way import Step as WayStep


@dataclass(frozen=True)
class Section:
    """A part of the page of a stage.

    Arguments:
        template: draws it, with `section` in its context besides what the page has.
        content: what the template reads, as `section.content`.
        has_primary: whether the one thing to do on the page stands in it.
    """

    template: str
    content: Any
    has_primary: bool = False


Drawing = Callable[[Any], Section | None]
_SECTIONS: dict[Drawing, int] = {}


def adds_to_placement_page(*, order: int) -> Callable[[Drawing], Drawing]:
    """Let a function add a section to the page of a stage; it is given the `PlacementPage`."""

    def register(drawing: Drawing) -> Drawing:
        _SECTIONS[drawing] = order
        return drawing

    return register


Reading = Callable[[QuerySet[Placement], Actor], QuerySet[Placement]]
_READINGS: list[Reading] = []


def adds_to_placement_reading(reading: Reading) -> Reading:
    """Let a function annotate the one query of the page of a stage with what its section shows."""
    if reading not in _READINGS:
        _READINGS.append(reading)
    return reading


def with_readings(rows: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]:
    """Stages with what the sections of other apps show of them to an actor."""
    for reading in _READINGS:
        rows = reading(rows, actor)
    return rows


WayStepOf = Callable[[Any, Asking], WayStep]
_WAY: dict[WayStepOf, tuple[int, Reading]] = {}


def adds_way_step(*, order: int, reading: Reading) -> Callable[[WayStepOf], WayStepOf]:
    """Let a function say one step of the way of a trainee's own stage, in their order.

    Arguments:
        reading: annotates the one query of all the stages with what the step reads.
    """

    def register(step: WayStepOf) -> WayStepOf:
        _WAY[step] = (order, reading)
        return step

    return register


def way_readings() -> list[Reading]:
    """What the steps of the way of a stage read."""
    return [reading for _order, reading in _WAY.values()]


def way_of(placement: Placement, asking: Asking) -> list[WayStep]:
    """The steps that other apps tell of a stage, in their order."""
    return [step(placement, asking) for step in sorted(_WAY, key=lambda each: _WAY[each][0])]


def sections_of(page: Any) -> list[Section]:
    """The sections that other apps add to the page of a stage, in order."""
    drawings = sorted(_SECTIONS, key=lambda drawing: _SECTIONS[drawing])
    found = [drawing(page) for drawing in drawings]
    return [section for section in found if section is not None]


@dataclass(frozen=True)
class Step:
    """Something that an actor has to do next for a stage, with where and until when."""

    title: str
    url: str
    due: date | None = None


NextSteps = Callable[[Sequence[Placement], Actor], Mapping[int, Sequence[Step]]]
_STEPS: list[NextSteps] = []


def adds_next_steps(finding: NextSteps) -> NextSteps:
    """Let a function say what an actor has to do next for stages, by their id.

    It is given stages that the actor may see, read `with_facts`; its queries must not grow with
    them.
    """
    if finding not in _STEPS:
        _STEPS.append(finding)
    return finding


def next_steps(placements: Iterable[Placement], actor: Actor) -> dict[int, list[Step]]:
    """What an actor has to do next for each of these stages, by due date; what has none last."""
    rows = list(placements)
    found: dict[int, list[Step]] = defaultdict(list)
    for finding in _STEPS if rows else ():
        for pk, steps in finding(rows, actor).items():
            found[pk] += steps
    return {pk: sorted(steps, key=lambda s: s.due or date.max) for pk, steps in found.items()}
