"""The weeks of a school's year: how many trainees in each, and for which subjects. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_cfg.dates import day_month
from placements.by_week import WEEK, monday_of
from placements.load import Stay, most_at_once, share

FRIDAY = timedelta(days=4)


@dataclass(frozen=True)
class Present:
    """A stage as the weeks see it."""

    stay: Stay
    subjects: tuple[str, ...]

    def is_in(self, monday: date) -> bool:
        """Whether it takes place on a day of the week that begins on a Monday."""
        return self.stay.start < monday + WEEK and self.stay.end >= monday


@dataclass(frozen=True)
class WeekLine:
    """One week: the stages in it, trainees at the same time, and trainees per subject.

    Attributes:
        is_free: no day of it is a lesdag of the school.
        width: `most` as a length, the busiest week or the school's total being the whole.
    """

    monday: date
    stages: int
    most: int
    by_subject: tuple[tuple[str, int], ...]
    is_free: bool
    width: str

    @property
    def days(self) -> str:
        """ "ma 16 oktober – vr 20 oktober"; the page names the year."""
        return f"{day_month(self.monday)} – {day_month(self.monday + FRIDAY)}"


def mondays_between(first: date, last: date) -> list[date]:
    """The Mondays of all weeks that have a day from the first to the last."""
    begin = monday_of(first)
    return [begin + n * WEEK for n in range((monday_of(last) - begin).days // 7 + 1)]


def week_lines(
    mondays: Sequence[date], present: Sequence[Present], *, lesdagen: frozenset[date], total: int
) -> list[WeekLine]:
    """A line for each week.

    Arguments:
        lesdagen: the days of these weeks on which there is school.
        total: how many trainees the school takes at the same time; 0 when it did not say.
    """
    found = {monday: [row for row in present if row.is_in(monday)] for monday in mondays}
    most = {monday: most_at_once(_inside(rows, monday)) for monday, rows in found.items()}
    whole = max([total, *most.values()], default=0)
    return [
        WeekLine(
            monday=monday,
            stages=len(rows),
            most=most[monday],
            by_subject=_by_subject(rows),
            is_free=not any(monday + timedelta(days=n) in lesdagen for n in range(5)),
            width=share(most[monday], whole),
        )
        for monday, rows in found.items()
    ]


def _inside(rows: Iterable[Present], monday: date) -> list[Stay]:
    """What of each stay lies in the week."""
    sunday = monday + WEEK - timedelta(days=1)
    return [
        Stay(max(row.stay.start, monday), min(row.stay.end, sunday), row.stay.trainees)
        for row in rows
    ]


def _by_subject(rows: Iterable[Present]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for row in rows:
        for subject in row.subjects:
            counts[subject] = counts.get(subject, 0) + row.stay.trainees
    return tuple(sorted(counts.items()))
