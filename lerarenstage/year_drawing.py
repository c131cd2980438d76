"""The heights of the drawing of a year; `calendar_cfg.year_line` has its widths."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg.enums import MilestoneKind
from calendar_cfg.year_line import Bar, Mark, Pause, Term, Tick, Today, YearLine
from lerarenstage.icons import ICONS

LANE_NAMES: dict[str, str | Promise] = {
    MilestoneKind.ANSWER_BY: _("Antwoord"),
    MilestoneKind.SEND: _("Versturen"),
    MilestoneKind.APPROVE: _("Goedkeuren"),
    MilestoneKind.INTRO: _("Intromoment"),
}


ROOM_FOR_A_WORD = 12  # per cent of the width


@dataclass(frozen=True)
class Size:
    """Heights in pixels, from the top down: today's date, bars, lanes of marks, months."""

    name: str
    top: int
    first_bar: int
    bar: int
    bar_step: int
    label: int
    lane: int
    lanes_shared: bool
    trimesters: int
    months: int
    mark_scale: float


SIZES = {
    "small": Size("small", 18, 22, 3, 5, 0, 10, True, 0, 18, 0.5),
    "large": Size("large", 22, 70, 8, 36, 6, 26, False, 24, 22, 0.75),
}


@dataclass(frozen=True)
class Placed:
    """A part of the drawing with its horizontal place as SVG writes it."""

    item: Bar | Mark | Pause | Tick | Today | Term
    x: str
    width: str
    y: int = 0
    shape: str = ""
    is_roomy: bool = False


def _percent(value: float) -> str:
    """A percentage with a point, whatever the language of the page."""
    return f"{value:g}%"


def _place(item: Any, y: int = 0, shape: str = "") -> Placed:
    width = getattr(item, "width", 0)
    return Placed(item, _percent(item.x), _percent(width), y, shape, width > ROOM_FOR_A_WORD)


def drawing(line: YearLine, size_name: str, twin: bool = True) -> dict[str, Any]:
    """The context of `components/year_line.html`.

    Raises KeyError for a size that does not exist.
    """
    size = SIZES[size_name]
    lanes_top = size.first_bar + len(line.bars) * size.bar_step - (12 if size.label else -1)
    lanes = min(len(line.lanes), 1) if size.lanes_shared else len(line.lanes)
    lanes_end = lanes_top + lanes * size.lane
    bottom = lanes_end + (size.trimesters if line.terms else 0) + 2

    def lane_y(lane: int) -> int:
        return lanes_top + (0 if size.lanes_shared else lane * size.lane)

    return {
        "line": line,
        "size": size,
        "twin": twin,
        "is_large": size.label > 0,
        "top": size.top,
        "bottom": bottom,
        "band": bottom - size.top,
        "height": bottom + (2 if size.label else size.months),
        "months_y": size.top + 17 if size.label else bottom + 14,
        "shift": f"translate({-8 * size.mark_scale:g} 0) scale({size.mark_scale:g})",
        "bars": [_place(bar, size.first_bar + bar.row * size.bar_step) for bar in line.bars],
        "marks": [
            _place(mark, lane_y(mark.lane), ICONS.get(mark.milestone.kind, ICONS["stop"]))
            for mark in line.marks
        ],
        "lanes": [
            (LANE_NAMES.get(kind, kind), lane_y(number)) for number, kind in enumerate(line.lanes)
        ],
        "pauses": [_place(pause) for pause in line.pauses],
        "ticks": [_place(tick) for tick in line.ticks],
        "terms": [_place(term, lanes_end + 4) for term in line.terms] if size.trimesters else [],
        "today": _place(line.today) if line.today else None,
    }
