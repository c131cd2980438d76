"""The year as one horizontal line: what stands where. Pure; the drawing is a template.

All positions are percentages of the width, so that the drawing stretches to any page while
its text keeps its size. Time runs from the first of the month in which something happens
first, to the end of the month in which something happens last.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class PhaseSpan:
    """A phase: what it is and its first and last day, both inclusive."""

    kind: str
    label: str
    opens_on: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class MilestonePoint:
    """A milestone; soft means "bij voorkeur"."""

    kind: str
    label: str
    date: dt.date
    trimester: int | None = None
    is_soft: bool = True


@dataclass(frozen=True)
class HolidaySpan:
    """A school holiday or free day, both days inclusive."""

    kind: str
    name: str
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class TrimesterSpan:
    """A trimester, both days inclusive."""

    number: int
    first_day: dt.date
    last_day: dt.date


class BarState(StrEnum):
    """Where a phase stands today."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Bar:
    """A phase as drawn: a row, a start and a width in per cent."""

    phase: PhaseSpan
    state: BarState
    row: int
    x: float
    width: float


@dataclass(frozen=True)
class Mark:
    """A milestone as drawn. Marks of one kind share a lane, so that they never touch."""

    milestone: MilestonePoint
    lane: int
    x: float
    is_past: bool


@dataclass(frozen=True)
class Pause:
    """A holiday as drawn."""

    holiday: HolidaySpan
    x: float
    width: float


@dataclass(frozen=True)
class Tick:
    """The first of a month; `is_major` ticks keep their name on a narrow page."""

    date: dt.date
    x: float
    is_major: bool


@dataclass(frozen=True)
class Term:
    """A trimester as drawn."""

    number: int
    x: float
    width: float


@dataclass(frozen=True)
class Today:
    """The rule of today; `anchor` keeps its date inside the drawing."""

    date: dt.date
    x: float
    anchor: str


@dataclass(frozen=True)
class YearLine:
    """Everything that the drawing and its twin table need."""

    name: str
    first_day: dt.date
    last_day: dt.date
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    pauses: tuple[Pause, ...]
    ticks: tuple[Tick, ...]
    terms: tuple[Term, ...]
    today: Today | None
    lanes: tuple[str, ...]

    @property
    def open_bars(self) -> tuple[Bar, ...]:
        """The phases that are open today."""
        return tuple(bar for bar in self.bars if bar.state is BarState.OPEN)

    @property
    def next_mark(self) -> Mark | None:
        """The first milestone that is today or still to come."""
        return next((mark for mark in self.marks if not mark.is_past), None)


@dataclass(frozen=True)
class _Scale:
    """From a day to a percentage of the width."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def at(self, day: dt.date) -> float:
        """The left edge of a day, kept inside the drawing."""
        inside = min(max(day, self.first), self.last + ONE_DAY)
        return round((inside - self.first).days / self.days * 100, 2)

    def middle(self, day: dt.date) -> float:
        """Noon of a day."""
        return round(((day - self.first).days + 0.5) / self.days * 100, 2)

    def width(self, first: dt.date, last: dt.date) -> float:
        """From the morning of the first to the evening of the last day."""
        return round(self.at(last + ONE_DAY) - self.at(first), 2)

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def touches(self, first: dt.date, last: dt.date) -> bool:
        return first <= self.last and last >= self.first


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - ONE_DAY


def _state(phase: PhaseSpan, today: dt.date) -> BarState:
    if today < phase.opens_on:
        return BarState.UPCOMING
    return BarState.OPEN if today <= phase.last_day else BarState.CLOSED


def _ticks(scale: _Scale) -> Iterable[Tick]:
    day = scale.first
    while day <= scale.last:
        yield Tick(day, scale.at(day), day.month % 3 == 0)
        day = _month_end(day) + ONE_DAY


def _today(scale: _Scale, today: dt.date) -> Today | None:
    if not scale.holds(today):
        return None
    x = scale.middle(today)
    return Today(today, x, "start" if x < 15 else "end" if x > 85 else "middle")


def _lanes(milestones: Iterable[MilestonePoint]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(milestone.kind for milestone in milestones))


def draw_year(
    *,
    name: str,
    first_school_day: dt.date,
    last_school_day: dt.date,
    today: dt.date,
    phases: Sequence[PhaseSpan],
    milestones: Sequence[MilestonePoint],
    holidays: Sequence[HolidaySpan],
    trimesters: Sequence[TrimesterSpan] = (),
) -> YearLine:
    """Lay out a year. Dates outside the drawing are left out or cut at its edges.

    Arguments:
        name: the year as people write it, "2017-2018".
        first_school_day, last_school_day: the school year; with the phases it sets the width.
        today: the day of the thin rule; none is drawn when it falls outside.
        phases, milestones, holidays, trimesters: in any order.
    """
    phases = sorted(phases, key=lambda phase: (phase.opens_on, phase.last_day))
    milestones = sorted(milestones, key=lambda milestone: (milestone.date, milestone.kind))
    firsts = [first_school_day, *(phase.opens_on for phase in phases)]
    lasts = [last_school_day, *(phase.last_day for phase in phases)]
    scale = _Scale(min(firsts).replace(day=1), _month_end(max(lasts)))
    lanes = _lanes(milestones)
    return YearLine(
        name=name,
        first_day=scale.first,
        last_day=scale.last,
        bars=tuple(
            Bar(p, _state(p, today), row, scale.at(p.opens_on), scale.width(p.opens_on, p.last_day))
            for row, p in enumerate(phases)
        ),
        marks=tuple(
            Mark(m, lanes.index(m.kind), scale.middle(m.date), m.date < today)
            for m in milestones
            if scale.holds(m.date)
        ),
        pauses=tuple(
            Pause(h, scale.at(h.first_day), scale.width(h.first_day, h.last_day))
            for h in sorted(holidays, key=lambda holiday: holiday.first_day)
            if scale.touches(h.first_day, h.last_day)
        ),
        ticks=tuple(_ticks(scale)),
        terms=tuple(
            Term(t.number, scale.at(t.first_day), scale.width(t.first_day, t.last_day))
            for t in sorted(trimesters, key=lambda trimester: trimester.number)
            if scale.touches(t.first_day, t.last_day)
        ),
        today=_today(scale, today),
        lanes=lanes,
    )
