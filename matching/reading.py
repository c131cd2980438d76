"""Reads from the database what is matched: an instance for the engine, and whose rows it is.

A constant number of queries, however many requests and schools there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from django.db.models import QuerySet

from calendar_cfg.models import AcademicYear
from matching.engine.instance import Instance, School
from matching.reading_requests import read_requests
from matching.reading_schools import read_schools
from requests_app.enums import RequestState
from requests_app.models import PlacementRequest


@dataclass(frozen=True)
class Reading:
    """What is matched, and the rows behind it.

    Arguments:
        instance: for the engine.
        request_pks, versions: by reference, of all that were read.
        school_pks: by instellingsnummer.
        left_out: reference to why its school cannot be asked, in words; these are not matched.
    """

    instance: Instance
    request_pks: dict[str, int]
    versions: dict[str, int]
    school_pks: dict[int, int]
    left_out: dict[str, str]


def looking_requests(
    year: AcademicYear, *, with_refused: bool = False
) -> QuerySet[PlacementRequest]:
    """Requests of a year that look for a school: filed, and with none.

    Arguments:
        with_refused: also those whose school refused, and who have not chosen another yet.
    """
    states = [RequestState.SUBMITTED, *([RequestState.REFUSED] if with_refused else [])]
    return PlacementRequest.objects.filter(year=year, state__in=states)


def read_instance(
    year: AcademicYear,
    *,
    requests: QuerySet[PlacementRequest] | None = None,
    with_fixed: bool = True,
    slimmed: bool = False,
) -> Reading:
    """Read what is to be matched in a year.

    Arguments:
        requests: which; those that were filed and have no school when left out.
        with_fixed: with the requests whose school is fixed: direct ones, and those fixed by hand.
        slimmed: leave away what none of the requests asks, for a run about a few (`slim`).
    """
    rows = looking_requests(year) if requests is None else requests
    supply = read_schools(year)
    schools = dict(zip(supply.keys, supply.schools, strict=True))
    demand = read_requests(rows, schools, with_fixed=with_fixed)
    versions = {reference: version for reference, (_pk, version) in demand.rows.items()}
    found = Instance(
        requests=demand.requests,
        schools=supply.schools,
        notes={"year": str(year), "versions": versions_digest(versions)},
    )
    return Reading(
        instance=slim(found) if slimmed else found,
        request_pks={reference: pk for reference, (pk, _version) in demand.rows.items()},
        versions=versions,
        school_pks={number: pk for pk, number in supply.keys.items()},
        left_out=demand.left_out,
    )


def versions_digest(versions: dict[str, int]) -> str:
    """Who changed and changed back is another input: it can be matched again."""
    rows = "\n".join(f"{reference} {version}" for reference, version in sorted(versions.items()))
    return sha256(rows.encode()).hexdigest()


def slim(whole: Instance) -> Instance:
    """The same, without what the schools offer and have taken that none of the requests asks.

    All schools stay, so that it is told truly how many fall out, and why; and one that only
    offers other things still counts as one that made a promise.
    """
    asked = {(s, r.trimester) for r in whole.requests for s in r.subjects}
    trimesters = {request.trimester for request in whole.requests}
    schools = tuple(_slim(school, asked, trimesters) for school in whole.schools)
    return replace(whole, schools=schools)


def _slim(school: School, asked: set[tuple[str, int]], trimesters: set[int]) -> School:
    offers = tuple(
        offer
        for offer in school.offers
        if any(
            (offer.subject, trimester) in asked
            for trimester in ((offer.trimester,) if offer.trimester else trimesters)
        )
    )
    return replace(
        school,
        offers=offers or school.offers[:1],
        taken=tuple(row for row in school.taken if row[:2] in asked),
        taken_in_all=tuple(row for row in school.taken_in_all if row[0] in trimesters),
    )
