"""Planned activities as they read on paper: a row for each, by week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import date_range, day_month
from calendar_cfg.holidays import monday_of
from institutions.enums import FunctionalWhole
from schedules.hours import lesuren_in, lesuren_words
from schedules.lesuren import hours_words
from schedules.models import PlannedActivity, Visit
from schedules.totals import line_name

SCHOOL_DAYS = timedelta(days=4)


@dataclass(frozen=True)
class Row:
    """A planned activity in words; empty texts where there is nothing to say.

    `is_changed` when it changed after its reader last looked.
    """

    planned: PlannedActivity
    is_changed: bool = False

    @property
    def day(self) -> str:
        """ "di 17 oktober"."""
        return day_month(self.planned.day)

    @property
    def hours(self) -> str:
        """ "9.20–10.10"."""
        return hours_words(self.planned.start, self.planned.end)

    @property
    def lesuren(self) -> str:
        """ "lesuur 2", "lesuren 2–3"; empty for what is planned by the clock."""
        first, last = self.planned.first_lesuur, self.planned.last_lesuur
        if first is None or last is None:
            return ""
        if first == last:
            return _("lesuur %(n)d") % {"n": first}
        return _("lesuren %(first)d–%(last)d") % {"first": first, "last": last}

    @property
    def activity(self) -> str:
        """ "Actieve stage Frans", "Klasoverstijgende activiteit"."""
        return line_name(self.planned.line)

    @property
    def place(self) -> str:
        """ "3A, lokaal 12"."""
        room = _("lokaal %(room)s") % {"room": self.planned.room} if self.planned.room else ""
        return ", ".join(filter(None, (self.planned.class_name, room)))

    @property
    def mentor(self) -> str:
        """The vakmentor of this activity, when one is named."""
        return str(self.planned.mentor.user) if self.planned.mentor else ""

    @property
    def wholes(self) -> str:
        """ "4 De leraar als organisator"."""
        numbers = sorted(self.planned.functional_wholes)
        return ", ".join(f"{number} {FunctionalWhole(number).label}" for number in numbers)

    @property
    def note(self) -> str:
        """The nota."""
        return self.planned.note

    @property
    def visit(self) -> str:
        """ "Bezoek van Bea Peeters: ik kom achteraan zitten"."""
        visit = visit_of(self.planned)
        if visit is None:
            return ""
        who = _("Bezoek van %(who)s") % {"who": visit.member.user}
        return f"{who}: {visit.note}" if visit.note else who

    @property
    def remarks(self) -> list[str]:
        """What stands in the last column: functionele gehelen, nota and visit."""
        return [text for text in (self.wholes, self.note, self.visit) if text]


def visit_of(planned: PlannedActivity) -> Visit | None:
    """The visit of an activity read with `visit`; None without one."""
    return getattr(planned, "visit", None)


@dataclass(frozen=True)
class Week:
    """A week in which something is planned."""

    monday: date
    rows: Sequence[Row]

    @property
    def title(self) -> str:
        """ "Week van ma 16 oktober – vr 20 oktober 2017"."""
        last = max(self.monday + SCHOOL_DAYS, self.rows[-1].planned.day)
        return _("Week van %(days)s") % {"days": date_range(self.monday, last)}

    @property
    def hours_words(self) -> str:
        """ "3 activiteiten, 4,5 lesuren"."""
        return count_words([row.planned for row in self.rows])


def count_words(planned: Sequence[PlannedActivity]) -> str:
    """How many activities and lesuren these are, in words."""
    count = ngettext("%(n)d activiteit", "%(n)d activiteiten", len(planned)) % {"n": len(planned)}
    return f"{count}, {lesuren_words(lesuren_in(planned))}"


def weeks_of(planned: Iterable[PlannedActivity]) -> list[Week]:
    """Planned activities, given in the order of time, by week."""
    by_week = groupby(planned, key=lambda row: monday_of(row.day))
    return [Week(monday, [Row(row) for row in rows]) for monday, rows in by_week]
