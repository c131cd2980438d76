"""Reads from the database what is matched: an instance for the engine, and whose rows it is.

A constant number of queries, however many requests and schools there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db.models import QuerySet

from calendar_cfg.models import AcademicYear
from matching.engine.fitting import Supply, fit
from matching.engine.instance import Instance, Request, School
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
    pruned: bool = False,
) -> Reading:
    """Read what is to be matched in a year.

    Arguments:
        requests: which; those that were filed and have no school when left out.
        with_fixed: with the requests whose school is fixed: direct ones, and those fixed by hand.
        pruned: leave away the schools that fit none of the requests, for a run about a few.
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
        instance=prune(found) if pruned else found,
        request_pks={reference: pk for reference, (pk, _version) in demand.rows.items()},
        versions=versions,
        school_pks={number: pk for pk, number in supply.keys.items()},
        left_out=demand.left_out,
    )


def versions_digest(versions: dict[str, int]) -> str:
    """Who changed and changed back is another input: it can be matched again."""
    rows = "\n".join(f"{reference} {version}" for reference, version in sorted(versions.items()))
    return sha256(rows.encode()).hexdigest()


def prune(whole: Instance) -> Instance:
    """The same requests, with only the schools where one of them can go."""
    supply = Supply(whole.schools)
    wanted = {school.key for request in whole.requests for school in _schools_for(supply, request)}
    wanted |= {request.fixed_at for request in whole.requests if request.fixed_at is not None}
    schools = tuple(school for school in whole.schools if school.key in wanted)
    return replace(whole, schools=schools)


def _schools_for(supply: Supply, request: Request) -> Sequence[School]:
    asked = [request.subjects]
    if request.may_split:
        asked += [(subject,) for subject in request.subjects]
    return [supply.schools[place] for part in asked for place in fit(supply, request, part).schools]
