"""What a year's calendar cannot be: overlap and order, explained before the database refuses.

The constraints of the database hold these rules; here they get words, for forms that change many
rows at once. What is merely odd is a warning: see `calendar_cfg.warnings`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range, long_date
from calendar_cfg.holidays import HolidayRange
from calendar_cfg.plan import PlannedTrimester, YearPlan


@dataclass(frozen=True)
class Stretch:
    """Some days with a name, both inclusive."""

    name: str
    first_day: date
    last_day: date

    def overlaps(self, other: "Stretch") -> bool:
        """Whether they have a day in common."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def __str__(self) -> str:
        return f"{self.name} ({date_range(self.first_day, self.last_day)})"


def overlaps(stretches: Sequence[Stretch]) -> Iterator[str]:
    """Each pair that has days in common, in words."""
    for one, other in combinations(sorted(stretches, key=lambda row: row.first_day), 2):
        if one.overlaps(other):
            text = _("%(one)s en %(other)s overlappen. Laat de ene eindigen voor de andere begint.")
            yield text % {"one": one, "other": other}


def trimester_stretch(row: PlannedTrimester) -> Stretch:
    """A trimester as days with a name."""
    return Stretch(_("Trimester %(number)s") % {"number": row.number}, row.first_day, row.last_day)


def trimesters_out_of_order(rows: Sequence[PlannedTrimester]) -> Iterator[str]:
    """A later trimester that lies before an earlier one."""
    for one, other in combinations(sorted(rows), 2):
        if other.last_day < one.first_day:
            text = _("%(other)s ligt voor %(one)s. Zet de trimesters in hun volgorde.")
            yield text % {"one": trimester_stretch(one), "other": trimester_stretch(other)}


def holiday_stretch(row: HolidayRange) -> Stretch:
    """A holiday as days with a name."""
    return Stretch(row.label, row.first_day, row.last_day)


def impossible_in(plan: YearPlan) -> list[str]:
    """Everything for which the database would refuse a plan by itself, in words."""
    return [
        *_reversed(plan),
        *overlaps([trimester_stretch(row) for row in plan.trimesters]),
        *trimesters_out_of_order(plan.trimesters),
    ]


def _reversed(plan: YearPlan) -> Iterator[str]:
    text = _("%(what)s: de laatste dag (%(last)s) ligt voor de eerste (%(first)s).")
    for stretch in _all_stretches(plan):
        if stretch.last_day < stretch.first_day:
            last, first = long_date(stretch.last_day), long_date(stretch.first_day)
            yield text % {"what": stretch.name, "last": last, "first": first}


def _all_stretches(plan: YearPlan) -> Iterator[Stretch]:
    yield Stretch(_("Schooljaar"), plan.first_school_day, plan.last_school_day)
    for trimester in plan.trimesters:
        yield trimester_stretch(trimester)
    for phase in plan.phases:
        yield Stretch(str(phase.kind.label), phase.opens_on, phase.last_day)
