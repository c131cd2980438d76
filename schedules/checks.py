"""What stands in the way of a planned activity. Pure: dataclasses in, findings out.

Hard findings refuse it, a warning may be planned over knowingly (docs/decisions/0023-schedules.md).
No name of another stage, its trainee or its lerarenopleiding gets in here: who enters one planning
is told of "een andere stage", and no more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range, long_date
from calendar_cfg.holidays import SATURDAY
from calendar_cfg.lesdagen import SchoolCalendar
from institutions.offer_rules import BlockedDays
from schedules.hours import count_lesuren, figure
from schedules.lesuren import Lesuren, clock_words


class Code(StrEnum):
    """What can be found."""

    LESUUR = "lesuur"
    ORDER = "order"
    PERIOD = "period"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    NO_SCHOOL = "no_school"
    TRAINEE = "trainee"
    FREE_DAY = "free_day"
    BLOCKED = "blocked"
    MENTOR = "mentor"
    CLASS = "class"
    HOURS = "hours"


class Severity(StrEnum):
    """Whether it may be planned all the same."""

    HARD = "hard"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """Something in the way: what, how bad, in a sentence, and at which field of the form."""

    code: Code
    severity: Severity
    sentence: str
    field: str = "day"

    @property
    def is_hard(self) -> bool:
        """Whether it refuses the activity."""
        return self.severity == Severity.HARD

    @property
    def key(self) -> str:
        """What somebody who plans all the same has read: another sentence is another key."""
        return sha256(f"{self.code}:{self.sentence}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Asked:
    """An activity to be planned: by lesuren or by the clock.

    Arguments:
        mentor: id of the person who guides it, if anybody is named.
        line: the stageactiviteit in words.
    """

    day: date
    start: time | None = None
    end: time | None = None
    first_lesuur: int | None = None
    last_lesuur: int | None = None
    is_teaching: bool = True
    class_name: str = ""
    mentor: int | None = None
    line: str = ""


@dataclass(frozen=True)
class Other:
    """Something else that is planned.

    Arguments:
        in_stage: what it is, in words, when it is of the same stage; empty for another stage.
        same_trainee: whether a trainee of this stage does it.
        class_key: `class_key` of its class, when it is of the same school.
    """

    day: date
    start: time
    end: time
    in_stage: str = ""
    same_trainee: bool = False
    mentor: int | None = None
    class_key: str = ""


@dataclass(frozen=True)
class Surroundings:
    """All that an activity is held against.

    Arguments:
        free_days: the school's own, with their names.
        agreed: lesuren agreed for the line; None when no number was.
        planned: lesuren planned for the line already, without this activity.
    """

    period: tuple[date, date]
    calendar: SchoolCalendar
    lesuren: Lesuren
    free_days: Mapping[date, str] = field(default_factory=dict)
    blocked: Sequence[BlockedDays] = ()
    others: Sequence[Other] = ()
    agreed: int | None = None
    planned: Decimal = Decimal(0)


def class_key(name: str) -> str:
    """A class as everybody writes it: "3 Wet. A", "3wet a" and "3WETA" are one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def span_of(asked: Asked, lesuren: Lesuren) -> tuple[time, time] | None:
    """From when to when, by the lesuren of the school or as typed; None when it cannot be told."""
    if asked.first_lesuur is None:
        return (asked.start, asked.end) if asked.start and asked.end else None
    known = {lesuur.number: lesuur for lesuur in lesuren}
    first = known.get(asked.first_lesuur)
    last = known.get(asked.last_lesuur or asked.first_lesuur)
    return (first.start, last.end) if first and last else None


def check(asked: Asked, around: Surroundings) -> list[Finding]:
    """All that stands in the way of an activity; what refuses it comes first."""
    found = [*_hours(asked, around), *_days(asked, around)]
    span = span_of(asked, around.lesuren)
    if span and not any(finding.field != "day" for finding in found):
        found += [*_clashes(asked, span, around), *_too_many(asked, span, around)]
    return sorted(found, key=lambda finding: not finding.is_hard)


def _hours(asked: Asked, around: Surroundings) -> Iterator[Finding]:
    if asked.first_lesuur is not None:
        last = asked.last_lesuur or asked.first_lesuur
        known = {lesuur.number for lesuur in around.lesuren}
        for number, name in ((asked.first_lesuur, "first_lesuur"), (last, "last_lesuur")):
            if number not in known:
                words = _("Lesuur %(number)d bestaat niet op deze school.") % {"number": number}
                yield Finding(Code.LESUUR, Severity.HARD, words, name)
                return
        if last < asked.first_lesuur:
            words = _("Het laatste lesuur valt voor het eerste.")
            yield Finding(Code.ORDER, Severity.HARD, words, "last_lesuur")
    elif asked.start and asked.end and asked.end <= asked.start:
        words = _("Het einduur (%(end)s) moet na het beginuur (%(start)s) liggen.")
        words %= {"start": clock_words(asked.start), "end": clock_words(asked.end)}
        yield Finding(Code.ORDER, Severity.HARD, words, "end")


def _days(asked: Asked, around: Surroundings) -> Iterator[Finding]:
    day, named = asked.day, {"day": long_date(asked.day)}
    first, last = around.period
    if not first <= day <= last:
        words = _("De dag %(day)s valt buiten de stageperiode (%(period)s).")
        words %= {**named, "period": date_range(first, last)}
        yield Finding(Code.PERIOD, Severity.HARD, words)
    yield from _no_school(asked, around.calendar, named)
    if (name := around.free_days.get(day)) is not None:
        words = _("Op %(day)s heeft de school een vrije dag: %(name)s.")
        yield Finding(Code.FREE_DAY, Severity.WARNING, words % {**named, "name": name})
    for days in around.blocked:
        if days.first_day <= day <= days.last_day:
            words = _("Op %(day)s neemt de school geen stagiairs: %(reason)s.")
            yield Finding(Code.BLOCKED, Severity.WARNING, words % {**named, "reason": days.reason})


def _no_school(
    asked: Asked, calendar: SchoolCalendar, named: Mapping[str, str]
) -> Iterator[Finding]:
    day = asked.day
    if (holiday := calendar.free_on(day)) is not None:
        words = _("Op %(day)s is er geen school: %(name)s.") % {**named, "name": holiday.label}
        yield Finding(Code.HOLIDAY, Severity.HARD, words)
    elif day.weekday() >= SATURDAY:
        words = _("De dag %(day)s valt in het weekend.") % named
        severity = Severity.HARD if asked.is_teaching else Severity.WARNING
        yield Finding(Code.WEEKEND, severity, words)
    elif not calendar.is_lesdag(day):
        words = _("Op %(day)s is er geen school: het schooljaar loopt dan niet.") % named
        yield Finding(Code.NO_SCHOOL, Severity.HARD, words)


def _clashes(asked: Asked, span: tuple[time, time], around: Surroundings) -> Iterator[Finding]:
    at_once = [row for row in around.others if row.day == asked.day and _overlap(row, span)]
    for row in (row for row in at_once if row.in_stage):
        words = _("Op %(day)s staat van %(hours)s al iets gepland: %(what)s.")
        words %= {**_when(row), "what": row.in_stage}
        yield Finding(Code.TRAINEE, Severity.HARD, words, "first_lesuur")
    elsewhere = [row for row in at_once if not row.in_stage]
    if doubled := _first(row for row in elsewhere if row.same_trainee):
        words = _(
            "Op %(day)s heeft de stagiair van %(hours)s al een activiteit in een andere stage."
        )
        yield Finding(Code.TRAINEE, Severity.HARD, words % _when(doubled), "first_lesuur")
    if asked.mentor is not None:
        guided = _first(row for row in elsewhere if row.mentor == asked.mentor)
        if guided:
            words = _("Op %(day)s begeleidt de vakmentor van %(hours)s al een andere stage.")
            yield Finding(Code.MENTOR, Severity.WARNING, words % _when(guided), "mentor")
    if key := class_key(asked.class_name):
        taught = _first(row for row in elsewhere if row.class_key == key)
        if taught:
            words = _("Klas %(name)s heeft op %(day)s van %(hours)s al iets van een andere stage.")
            words %= {**_when(taught), "name": asked.class_name}
            yield Finding(Code.CLASS, Severity.WARNING, words, "class_name")


def _too_many(asked: Asked, span: tuple[time, time], around: Surroundings) -> Iterator[Finding]:
    if around.agreed is None:
        return
    total = around.planned + count_lesuren(
        *span, asked.first_lesuur, asked.last_lesuur or asked.first_lesuur
    )
    if total > around.agreed:
        words = _(
            "%(line)s: zo zijn er %(total)s lesuren gepland, en er zijn er %(agreed)d afgesproken."
        )
        words %= {"line": asked.line, "total": figure(total), "agreed": around.agreed}
        yield Finding(Code.HOURS, Severity.WARNING, words, "line")


def _overlap(row: Other, span: tuple[time, time]) -> bool:
    return row.start < span[1] and span[0] < row.end


def _when(row: Other) -> dict[str, str]:
    between = {"start": clock_words(row.start), "end": clock_words(row.end)}
    return {"day": long_date(row.day), "hours": _("%(start)s tot %(end)s") % between}


def _first(rows: Iterable[Other]) -> Other | None:
    return min(rows, key=lambda row: row.start, default=None)
