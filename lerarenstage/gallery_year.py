"""2017-2018 as the source has it, for the gallery and for tests of the drawing."""

import datetime as dt
from typing import Any

from calendar_cfg.enums import HolidayKind, MilestoneKind, PhaseKind
from calendar_cfg.year_line import HolidaySpan, MilestonePoint, PhaseSpan, TrimesterSpan

LAST = dt.date(2018, 7, 3)


def _milestones() -> list[MilestonePoint]:
    days = {
        1: (dt.date(2017, 9, 19), dt.date(2017, 10, 3), dt.date(2017, 10, 10)),
        2: (dt.date(2018, 1, 8), dt.date(2018, 1, 16), dt.date(2018, 1, 23)),
        3: (dt.date(2018, 2, 5), dt.date(2018, 2, 19), dt.date(2018, 2, 26)),
    }
    kinds = (MilestoneKind.SEND, MilestoneKind.APPROVE, MilestoneKind.INTRO)
    answer = MilestoneKind.ANSWER_BY
    return [
        MilestonePoint(answer, str(answer.label), dt.date(2017, 9, 18)),
        *(
            MilestonePoint(kind, f"T{t}: {kind.label}", day, t, kind != MilestoneKind.INTRO)
            for t, dates in days.items()
            for kind, day in zip(kinds, dates, strict=True)
        ),
    ]


def _holiday(kind: HolidayKind, first: dt.date, last: dt.date) -> HolidaySpan:
    return HolidaySpan(kind, str(kind.label), first, last)


def _phase(kind: PhaseKind, opens_on: dt.date) -> PhaseSpan:
    return PhaseSpan(kind, str(kind.label), opens_on, LAST)


SCHOOL_YEAR: dict[str, Any] = {
    "name": "2017-2018",
    "first_school_day": dt.date(2017, 9, 1),
    "last_school_day": dt.date(2018, 6, 29),
    "phases": [
        _phase(PhaseKind.SCHOOL_DATA, dt.date(2017, 5, 2)),
        _phase(PhaseKind.TEMPLATES, dt.date(2017, 5, 2)),
        _phase(PhaseKind.REQUESTS, dt.date(2017, 6, 1)),
        _phase(PhaseKind.ANSWERS, dt.date(2017, 6, 15)),
    ],
    "milestones": _milestones(),
    "holidays": [
        _holiday(HolidayKind.ZOMER, dt.date(2017, 7, 1), dt.date(2017, 8, 31)),
        _holiday(HolidayKind.HERFST, dt.date(2017, 10, 30), dt.date(2017, 11, 5)),
        _holiday(HolidayKind.KERST, dt.date(2017, 12, 25), dt.date(2018, 1, 7)),
        _holiday(HolidayKind.KROKUS, dt.date(2018, 2, 12), dt.date(2018, 2, 18)),
        _holiday(HolidayKind.PAAS, dt.date(2018, 4, 2), dt.date(2018, 4, 15)),
    ],
    "trimesters": [
        TrimesterSpan(1, dt.date(2017, 9, 1), dt.date(2017, 12, 22)),
        TrimesterSpan(2, dt.date(2018, 1, 8), dt.date(2018, 3, 30)),
        TrimesterSpan(3, dt.date(2018, 4, 16), dt.date(2018, 6, 29)),
    ],
}
