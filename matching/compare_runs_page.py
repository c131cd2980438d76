"""Two runs of a year side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.models import Subject
from matching.comparing import Comparison, Figure, Where, compare
from matching.figures_page import number_words
from matching.models import MatchingRun
from matching.result_words import rank_words
from matching.run_words import scope_words, title_of

NAMES: dict[str, Any] = {
    "wanted": gettext_lazy("Stagiairs die zoeken"),
    "placed": gettext_lazy("Stagiairs met een plaats"),
    "bound": gettext_lazy("Hoogstens te plaatsen"),
    "mean_rank": gettext_lazy("Gemiddelde rang"),
    "mean_km": gettext_lazy("Gemiddeld aantal km"),
    "requests.placed": gettext_lazy("Aanvragen met een plaats"),
    "requests.without": gettext_lazy("Aanvragen zonder plaats"),
    "hardship.placed": gettext_lazy("Stagiairs met voorrang en een plaats"),
    "split.requests": gettext_lazy("Gesplitste aanvragen"),
}


@dataclass(frozen=True)
class FigureRow:
    """One figure of both runs, and how much it grew."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class MovedRow:
    """A request that goes elsewhere."""

    reference: str
    before: str
    after: str


class CompareRunsPage:
    """What differs from one run to another."""

    def __init__(self, before: MatchingRun, after: MatchingRun) -> None:
        self.before, self.after = before, after
        self.comparison: Comparison = compare(before, after)

    @property
    def heads(self) -> tuple[str, str]:
        """What each run is called at the head of its column."""
        return _head(self.before), _head(self.after)

    @property
    def figures(self) -> list[FigureRow]:
        """Figures side by side, then how many trainees got which place in their preferences."""
        plain = [_row(str(NAMES.get(f.name, f.name)), f) for f in self.comparison.figures]
        return plain + [
            _row(_("Stagiairs: %(rank)s") % {"rank": rank_words(int(f.name))}, f)
            for f in self.comparison.ranks
        ]

    @property
    def moved(self) -> list[MovedRow]:
        """The requests that go elsewhere."""
        return [
            MovedRow(row.reference, self._where(row.before), self._where(row.after))
            for row in self.comparison.moved
        ]

    @cached_property
    def _subjects(self) -> dict[str, str]:
        return dict(Subject.objects.order_by().values_list("slug", "name"))

    def _where(self, where: Where) -> str:
        if not where:
            return _("niet in deze ronde")
        return "; ".join(self._part(slugs, school) for slugs, school in where)

    def _part(self, slugs: str, school: str) -> str:
        place = school or _("zonder plaats")
        if not slugs:
            return place
        names = ", ".join(self._subjects.get(slug, slug) for slug in slugs.split(", "))
        return f"{names}: {place}"


def _head(run: MatchingRun) -> str:
    return f"{title_of(run)} · {scope_words(run)}"


def _row(label: str, figure: Figure) -> FigureRow:
    difference = figure.difference
    grew = _in_words(difference)
    signed = f"+{grew}" if difference and difference > 0 else grew
    return FigureRow(label, _in_words(figure.before), _in_words(figure.after), signed)


def _in_words(value: float | None) -> str:
    if value is None or float(value).is_integer():
        return "–" if value is None else str(int(value))
    return number_words(value, 2)
