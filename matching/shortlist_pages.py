"""What the page of the shortlist shows: each school with its reasons, and who fell out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from institutions.actors import Actor
from matching import shortlist_words as words
from matching.engine.fitting import WISHES
from matching.engine.shortlist import Excluded, Ranked
from matching.map_drawing import Map, Place, draw_map
from matching.shortlist_reading import Reading
from requests_app.enums import RequestState, Route
from requests_app.models import Activity
from requests_app.request_page import RequestPage
from requests_app.wish_words import wishes_in_words

PER_PAGE = 25
"""As many as a map can number and people compare."""


@dataclass(frozen=True)
class SchoolShown:
    """A school of the list, in words. `ranked` is what they rest on."""

    school: Any
    ranked: Ranked
    number: int
    distance: str
    preference: str
    places: list[str]
    fits: bool
    why_less: list[str]
    cost: str
    confirmed: str
    is_confirmed: bool
    before: str


class ShortlistPage(RequestPage):
    """The shortlist of one request."""

    def __init__(
        self, request: Any, actor: Actor, lines: Sequence[Activity], reading: Reading
    ) -> None:
        super().__init__(request, actor)
        self.asked, self.reading = lines, reading

    def page(self, number: str | None) -> Page[SchoolShown]:
        """One page of all schools that fit: those that confirmed their data, then the others.

        Only the schools of the page are put in words.
        """
        ranked = self.reading.shortlist.rows
        page: Any = Paginator(ranked, PER_PAGE).get_page(number)
        page.object_list = [
            self.shown(row, place) for place, row in enumerate(page.object_list, page.start_index())
        ]
        return page  # type: ignore[no-any-return]

    def shown(self, row: Ranked, number: int) -> SchoolShown:
        """A school in words, with its number in the whole list."""
        school = self.reading.schools[row.school.key]
        return SchoolShown(
            school=school,
            ranked=row,
            number=number,
            distance=words.distance_words(row.hectometres),
            preference=words.rank_words(row.rank),
            places=[words.places_words(at, self.reading.subjects) for at in row.subjects],
            fits=row.fits,
            why_less=words.why_less_words(row),
            cost=words.cost_words(row.cost),
            confirmed=words.confirmed_words(school.confirmed_at, has_offer=school.has_offer),
            is_confirmed=row.school.is_confirmed,
            before=words.before_words(school.accepted_before, school.refused_before),
        )

    def map_of(self, rows: Sequence[SchoolShown]) -> Map | None:
        """The homes and the schools of the page as a map; None when no home is known."""
        homes = [home for home in self.reading.request.homes if home is not None]
        places = [
            Place(
                number=row.number,
                name=row.school.name,
                points=row.ranked.school.points,
                free=row.ranked.free if row.ranked.school.offers else None,
                fits=row.ranked.fits,
                words=", ".join([row.distance, *row.places]),
            )
            for row in rows
        ]
        return draw_map(homes, places)

    @cached_property
    def count(self) -> int:
        """How many schools are in the list."""
        return len(self.reading.shortlist.rows)

    @cached_property
    def count_fitting(self) -> int:
        """How many of them offer all that is asked, with places for everybody."""
        return sum(row.fits for row in self.reading.shortlist.rows)

    @cached_property
    def has_costs(self) -> bool:
        """Whether a run told what a place costs the others."""
        return any(row.cost is not None for row in self.reading.shortlist.rows[:1])

    @cached_property
    def count_excluded(self) -> int:
        """How many schools are not in the list."""
        return sum(row.count for row in self.reading.shortlist.excluded)

    @cached_property
    def excluded(self) -> list[str]:
        """Why schools fell out, with how many: "te ver: 12"."""
        return [f"{self._why(row)}: {row.count}" for row in self.reading.shortlist.excluded]

    def _why(self, row: Excluded) -> str:
        return words.excluded_words(
            row.why,
            subjects=", ".join(self.reading.subjects.values()),
            trimester=self.request.trimester,
            by_trainees=self.reading.some_are_excluded,
            some_were_late=self.reading.some_were_late,
        )

    @cached_property
    def wishes_exclude(self) -> bool:
        """Whether a wish leaves schools out, so that looking wider helps."""
        return any(row.why in WISHES for row in self.reading.shortlist.excluded)

    @cached_property
    def asked_words(self) -> str:
        """What is asked, in a line."""
        subjects = ", ".join(self.reading.subjects.values())
        parts = [subjects, self.period, wishes_in_words(self.request)]
        return "; ".join(part for part in parts if part)

    @property
    def is_draft(self) -> bool:
        """Whether a school is named for a draft, and not asked at once."""
        return self.request.state == RequestState.DRAFT  # type: ignore[no-any-return]

    @property
    def may_choose(self) -> bool:
        """Whether the actor can choose here."""
        return self.is_draft or self.may_choose_school

    @property
    def takes_preferences(self) -> bool:
        """Whether the draft names several schools."""
        return self.request.route == Route.PREFERENCES  # type: ignore[no-any-return]
