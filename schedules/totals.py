"""What is planned against what was agreed, per line, and the functionele gehelen covered.

{% include "schedules/_totals.html" with totals=totals %}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import day_month
from institutions.enums import FunctionalWhole
from placements.selectors import accepted_of
from requests_app.models import Activity
from schedules.hours import figure, lesuren_in
from schedules.models import PlannedActivity
from schedules.wheel import Cover, Wheel, cover_of, draw_wheel

NAMED_DAYS = 4


@dataclass(frozen=True)
class LineTotal:
    """The lesuren planned for a line, and those agreed (None: no number was agreed)."""

    line: Activity
    planned: Decimal
    agreed: int | None

    @property
    def name(self) -> str:
        """ "Actieve stage Frans", "Klasoverstijgende activiteit"."""
        return line_name(self.line)

    @property
    def tone(self) -> str:
        """How its status looks (`lerarenstage.status`)."""
        if self.agreed is None or self.planned == self.agreed:
            return "done" if self.planned else "due"
        return "late" if self.planned > self.agreed else "pending"

    @property
    def words(self) -> str:
        """ "12 van 20 lesuren gepland: nog 8 te plannen." """
        if self.agreed is None:
            return _("%(n)s lesuren gepland, geen aantal afgesproken") % {"n": figure(self.planned)}
        words = {
            "n": figure(self.planned),
            "agreed": self.agreed,
            "left": figure(abs(self.agreed - self.planned)),
        }
        if self.planned > self.agreed:
            return _("%(n)s van %(agreed)s lesuren gepland: %(left)s te veel") % words
        if self.planned == self.agreed:
            return _("%(n)s van %(agreed)s lesuren gepland: alles is gepland") % words
        if not self.planned:
            return _("nog niets gepland van %(agreed)s lesuren") % words
        return _("%(n)s van %(agreed)s lesuren gepland: nog %(left)s te plannen") % words


@dataclass(frozen=True)
class WholeTotal:
    """A functioneel geheel, and the planned activities that cover it."""

    whole: FunctionalWhole
    cover: Cover
    planned: Sequence[PlannedActivity]

    @property
    def words(self) -> str:
        """ "2 activiteiten: do 19 oktober, vr 20 oktober"; or that there are none (yet)."""
        if self.cover == Cover.AGREED:
            return _("afgesproken, nog niet gepland")
        if self.cover == Cover.NONE:
            return _("komt niet aan bod")
        count = ngettext("%(n)d activiteit", "%(n)d activiteiten", len(self.planned))
        days = list(dict.fromkeys(day_month(row.day) for row in self.planned))
        named = ", ".join(days[:NAMED_DAYS])
        if more := len(days) - NAMED_DAYS if len(days) > NAMED_DAYS else 0:
            named = _("%(days)s en nog %(n)d dagen") % {"days": named, "n": more}
        return f"{count % {'n': len(self.planned)}}: {named}"


@dataclass(frozen=True)
class Totals:
    """All that `schedules/_totals.html` shows; `wheel` is None without klasoverstijgende lines."""

    lines: Sequence[LineTotal]
    wholes: Sequence[WholeTotal]
    wheel: Wheel | None

    @property
    def wheel_words(self) -> str:
        """What the wheel says, in a sentence."""
        covered = self.wheel.covered if self.wheel else 0
        return ngettext(
            "%(n)d van de tien functionele gehelen komt aan bod",
            "%(n)d van de tien functionele gehelen komen aan bod",
            covered,
        ) % {"n": covered}


def planned_of(placement: Any) -> list[PlannedActivity]:
    """All that is planned for a stage, in the order of time, with what pages name; one query."""
    rows = PlannedActivity.objects.standing().filter(schedule__placement=placement)
    related = ("line__subject", "mentor__user", "visit__member__user")
    return list(rows.select_related(*related).order_by("day", "start", "pk"))


def totals_of(placement: Any, planned: Iterable[PlannedActivity] | None = None) -> Totals:
    """The totals of a stage read `with_facts`.

    Arguments:
        planned: all its planned activities that stand, when the page has them already; otherwise
            they are read, in one query.
    """
    rows = list(planned_of(placement) if planned is None else planned)
    lines = [row.activity for row in accepted_of(placement)]
    covered = {number for row in rows for number in row.functional_wholes}
    agreed = {number for line in lines for number in line.functional_wholes}
    return Totals(
        lines=[_line_total(line, rows) for line in lines],
        wholes=[
            WholeTotal(
                whole,
                cover_of(whole, covered, agreed),
                [row for row in rows if whole in row.functional_wholes],
            )
            for whole in FunctionalWhole
        ],
        wheel=draw_wheel(covered, agreed) if covered or agreed else None,
    )


def line_name(line: Activity) -> str:
    """ "Actieve stage Frans", "Klasoverstijgende activiteit": without its functionele gehelen."""
    return f"{line.get_kind_display()} {line.subject or ''}".strip()


def _line_total(line: Activity, rows: Sequence[PlannedActivity]) -> LineTotal:
    return LineTotal(line, lesuren_in(row for row in rows if row.line_id == line.pk), line.hours)
