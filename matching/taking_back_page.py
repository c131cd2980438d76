"""What the page to take a request back shows: which schools fit instead."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _

from matching.engine.shortlist import Ranked
from matching.shortlist_reading import Reading, shortlist_for
from matching.shortlist_words import distance_words, places_words
from matching.taking_back_forms import NONE_YET
from requests_app.request_page import RequestPage
from requests_app.request_selectors import lines_of_draft

MOST_SCHOOLS = 5


class TakingBackPage(RequestPage):
    """A request that lies with a school that is late."""

    def instead(self) -> list[tuple[str, str]]:
        """None yet, or one of the schools that fit best, with how far and how many places."""
        return [(NONE_YET, _("Nog geen school: zoek opnieuw")), *self._best]

    @cached_property
    def _best(self) -> list[tuple[str, str]]:
        reading = shortlist_for(self.request, lines_of_draft(self.request))
        here = self.last.number if self.last is not None else None
        rows = reading.shortlist.rows
        fitting = (row for row in rows if row.fits and row.school.key != here)
        return [
            (str(reading.schools[row.school.key].public_id), _in_words(row, reading))
            for row in islice(fitting, MOST_SCHOOLS)
        ]


def _in_words(row: Ranked, reading: Reading) -> str:
    """ "Sint-Jozef, 12 km, Frans: 2 plaatsen vrij"."""
    places = [places_words(at, reading.subjects) for at in row.subjects]
    name = reading.schools[row.school.key].name
    return ", ".join([name, distance_words(row.hectometres), *places])
