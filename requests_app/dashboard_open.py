"""What is open on a dashboard, until when, and what comes next; from the dates of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from calendar_cfg.year_line import Bar, BarState, Mark
from requests_app.dashboards import Asking
from requests_app.lesdagen_left import TimeLeft


@dataclass(frozen=True)
class Together:
    """Phases that close, or open, on one day."""

    labels: Sequence[str]
    day: date
    left: TimeLeft


@dataclass(frozen=True)
class OpenNow:
    """Phases that are open, by their last day; those to come, by their first; the next date."""

    now: Sequence[Together]
    later: Sequence[Together]
    next_mark: Mark | None


def open_now(asking: Asking) -> OpenNow:
    """What is possible today, until when, and what opens next."""
    bars = asking.line.bars
    return OpenNow(
        now=_together(asking, [(bar.phase.last_day, bar) for bar in asking.line.open_bars]),
        later=_together(
            asking,
            [(bar.phase.opens_on, bar) for bar in bars if bar.state is BarState.UPCOMING],
        ),
        next_mark=asking.line.next_mark,
    )


def _together(asking: Asking, pairs: Iterable[tuple[date, Bar]]) -> list[Together]:
    by_day = groupby(sorted(pairs, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    return [
        Together([bar.phase.label for _day, bar in group], day, asking.time_to(day))
        for day, group in by_day
    ]
