"""How full a school is, as its page says it: tables with a bar a row, and what a place would bring.

What is told of who looks never points at anybody: see `words_of` and decision 0017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear
from calendar_cfg.phases import Window
from institutions.enums import Stance
from institutions.models import PlacementSchool
from institutions.offer_rules import TRIMESTERS
from matching.bars import Bar, Stretch, Tone, draw_bar
from matching.run_words import trainees
from matching.school_demand import Looking
from matching.school_filling import Filling, Places, filling_of

FEWEST = 3
"""With fewer requests than this, neither number nor distance is told."""
STEPS_KM = range(5, 55, 5)


@dataclass(frozen=True)
class FillingRow:
    """A subject in a trimester, or the whole school: numbers, the same as a bar, and in words."""

    name: str
    places: Places
    bar: Bar
    words: str


@dataclass(frozen=True)
class TrimesterRows:
    """A trimester: its subjects, and all trainees at the same time."""

    number: int
    rows: list[FillingRow]
    in_all: FillingRow


@dataclass(frozen=True)
class DemandRow:
    """Who looks for a subject in a trimester, in words."""

    subject: str
    trimester: int
    words: str
    is_offered: bool


class FillingPage:
    """A school's page "Hoe vol zijn wij?"."""

    def __init__(self, school: PlacementSchool, year: AcademicYear, today: date) -> None:
        self.today = today
        self.filling: Filling = filling_of(school, year, today)

    @cached_property
    def trimesters(self) -> list[TrimesterRows]:
        """T1 to T3, subjects by name."""
        names = self.filling.names
        most = self._most
        found = []
        for number in TRIMESTERS:
            cells = [cell for cell in self.filling.by_subject if cell[1] == number]
            rows = [
                filling_row(names[cell[0]], self.filling.by_subject[cell], most)
                for cell in sorted(cells, key=lambda cell: names[cell[0]])
            ]
            in_all = self.filling.in_all[number]
            whole = _whole(in_all)
            found.append(TrimesterRows(number, rows, filling_row("", in_all, whole)))
        return found

    @property
    def _most(self) -> int:
        """The longest bar of all subjects, so that bars can be compared."""
        return max((_whole(places) for places in self.filling.by_subject.values()), default=0)

    @cached_property
    def demand(self) -> list[DemandRow]:
        """Who looks, by subject and trimester."""
        names = self.filling.names
        rows = [
            DemandRow(names[slug], number, words_of(found), self._offers(slug, number))
            for (slug, number), found in self.filling.looking.items()
        ]
        return sorted(rows, key=lambda row: (row.subject, row.trimester))

    def _offers(self, slug: str, number: int) -> bool:
        places = self.filling.by_subject.get((slug, number))
        return bool(places and places.offered)

    @property
    def takes_nobody(self) -> bool:
        """Whether the school said that it takes no trainees."""
        return self.filling.said.stance == Stance.NO

    @property
    def is_empty(self) -> bool:
        """Whether nothing is offered and nothing is taken."""
        return not self.filling.by_subject and self.filling.said.total is None

    @property
    def may_change_offer(self) -> bool:
        """Whether the offer can be changed today."""
        window = self._window(PhaseKind.SCHOOL_DATA)
        return window is not None and window.is_open(self.today)

    @property
    def why_no_demand(self) -> str:
        """Why nobody is shown who looks, and when that changes; empty while it can be shown."""
        window = self._window(PhaseKind.ANSWERS)
        if window is None:
            return _("De kalender van dit academiejaar is nog niet ingesteld.")
        if self.today < window.opens_on:
            return _("Op %(date)s worden alle aanvragen samen gematcht. Daarna ziet u hier "
                     "hoeveel stagiairs nog een plaats zoeken.") % {
                         "date": long_date(window.opens_on)}  # fmt: skip
        if self.today > window.last_day:
            return _("Het jaar is afgesloten sinds %(date)s.") % {
                "date": long_date(window.last_day)
            }
        return ""

    def _window(self, kind: PhaseKind) -> Window | None:
        return self.filling.windows.get(kind)


def filling_row(name: str, places: Places, most: int) -> FillingRow:
    """Numbers with their bar: accepted is full, waiting is dashed, over the offer is red."""
    offered = places.offered
    taken = places.accepted + places.waiting
    over = max(places.accepted - offered, 0) if offered is not None else 0
    bar = draw_bar(
        [
            Stretch(places.accepted - over),
            Stretch(over, Tone.OVER),
            Stretch(places.waiting, Tone.WAITING),
        ],
        max(most, taken),
        mark=offered,
    )
    return FillingRow(name, places, bar, filling_words(places))


def filling_words(places: Places) -> str:
    """ "vol", "nog 2 vrij", "2 boven het aanbod"; empty where nothing was promised."""
    if places.free is None:
        return ""
    if places.free > 0:
        return _("nog %(n)d vrij") % {"n": places.free}
    if places.free == 0:
        return _("vol")
    return _("%(n)d boven het aanbod") % {"n": -places.free}


def words_of(looking: Sequence[Looking]) -> str:
    """ "3 stagiairs binnen 15 km", and nothing that points at anybody.

    A group counts as one: who goes along tells nothing of its own. Distances go by steps of
    5 km, to the first step that holds `FEWEST` requests.
    """
    if len(looking) < FEWEST:
        return _("enkele stagiairs")
    in_all = sum(one.size for one in looking)
    for km in STEPS_KM:
        near = [one for one in looking if _is_within(one, km)]
        if len(near) >= FEWEST:
            return _near_words(in_all, sum(one.size for one in near), km)
    return trainees(in_all)


def _near_words(in_all: int, near: int, km: int) -> str:
    if near == in_all:
        return _("%(trainees)s binnen %(km)d km") % {"trainees": trainees(in_all), "km": km}
    words = _("%(trainees)s, van wie %(near)d binnen %(km)d km")
    return words % {"trainees": trainees(in_all), "near": near, "km": km}


def _is_within(one: Looking, km: int) -> bool:
    return one.hectometres is not None and one.hectometres <= 10 * km


def _whole(places: Places) -> int:
    return max(places.offered or 0, places.accepted + places.waiting)
