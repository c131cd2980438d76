"""Other schools that fit requests which a school leaves unanswered, for many at once.

The shortlist of the matching ranks them. All schools are read once for all requests of a year, in
a constant number of queries; who gets a mail about hundreds of them finds the schools of the
first ones in it, and those of the others on the pages of the requests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, Subject
from matching.engine.shortlist import Ranked, SubjectAt, shortlist
from matching.reading import read_instance
from matching.shortlist_words import distance_words, places_words
from requests_app.models import PlacementRequest, Proposal

MOST_SCHOOLS = 3
MOST_REQUESTS = 120
"""Of so many requests at the most the schools are ranked for one batch of mails."""


@dataclass(frozen=True)
class OtherSchool:
    """A school with places for all that is asked.

    Arguments:
        hectometres: from the trainee who has farthest to go; None when unknown.
        free: places left by subject, under its name.
    """

    name: str
    hectometres: int | None
    free: Sequence[tuple[str, int]] = ()

    @property
    def words(self) -> str:
        """ "Sint-Jozef, 12 km, Frans: 2 plaatsen vrij"."""
        places = [
            places_words(SubjectAt(name, True, free, 0, free), {}) for name, free in self.free
        ]
        return ", ".join([self.name, distance_words(self.hectometres), *places])


def other_schools(proposals: Iterable[Proposal]) -> dict[int, list[OtherSchool]]:
    """Up to three schools that fit each request, best first, by the id of its proposal."""
    by_year: dict[AcademicYear, list[Proposal]] = defaultdict(list)
    for proposal in {each.pk: each for each in proposals}.values():
        by_year[proposal.request.year].append(proposal)
    found: dict[int, list[OtherSchool]] = {}
    for year, rows in by_year.items():
        found |= _in_year(year, rows[:MOST_REQUESTS])
    return found


def _in_year(year: AcademicYear, proposals: Sequence[Proposal]) -> dict[int, list[OtherSchool]]:
    requests = PlacementRequest.objects.filter(pk__in=[row.request_id for row in proposals])
    reading = read_instance(year, requests=requests, slimmed=True)
    asked = {request.key: request for request in reading.instance.requests}
    numbers = {pk: number for number, pk in reading.school_pks.items()}
    ranked: dict[int, list[Ranked]] = {}
    for proposal in proposals:
        if request := asked.get(proposal.request.reference):
            rows = shortlist(request, reading.instance.schools).rows
            here = numbers.get(proposal.school_id)
            fitting = (row for row in rows if row.fits and row.school.key != here)
            ranked[proposal.pk] = list(islice(fitting, MOST_SCHOOLS))
    return _named(ranked)


def _named(ranked: Mapping[int, Sequence[Ranked]]) -> dict[int, list[OtherSchool]]:
    keys = {row.school.key for rows in ranked.values() for row in rows}
    names: dict[Any, str] = dict(
        PlacementSchool.objects.filter(number__in=keys).values_list("number", "name")
    )
    subjects = dict(Subject.objects.values_list("slug", "name"))
    return {
        pk: [
            OtherSchool(
                names[row.school.key],
                row.hectometres,
                [(subjects[at.subject], at.free) for at in row.subjects],
            )
            for row in rows
        ]
        for pk, rows in ranked.items()
    }
