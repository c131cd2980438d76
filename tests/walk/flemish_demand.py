"""The requests of an instance as complete drafts, each prepared by the house's own door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, Programme, Subject
from matching.engine import instance
from matching.engine.instance import Instance, Point
from requests_app import workflow
from requests_app.enums import Action, Hardship, Onward, Route
from requests_app.models import Activity, PlacementRequest, Preference, Trainee
from requests_app.workflow import NO_MORE
from tests.factories import InstitutionFactory, MembershipFactory, ProgrammeFactory, actor_for

HOURS = 20
DIRECT = 0.25
"""The share of those who name schools that go to the first of them without more."""
ASK = 0.15
"""The share whose coordinator wants to choose each next school."""

Pair = tuple[instance.Request, PlacementRequest]


@dataclass
class Demand:
    """Drafts by institution, in their order, and the coordinator of each."""

    coordinators: dict[int, Membership]
    drafts: list[PlacementRequest]

    def of(self, request: PlacementRequest) -> Membership:
        """The coordinator of a request."""
        return self.coordinators[request.institution_id]


def make_demand(
    year: AcademicYear, whole: Instance, codes: dict[Point, str], random: Random
) -> Demand:
    """Institutions with a coordinator each, trainees, and a complete draft for each request."""
    names = sorted({request.institution for request in whole.requests})
    programmes = {name: _programme(name) for name in names}
    coordinators = {
        programme.institution_id: _coordinator(programme) for programme in programmes.values()
    }
    drafts = PlacementRequest.objects.bulk_create(
        _draft(asked, programmes[asked.institution], year, random) for asked in whole.requests
    )
    pairs = list(zip(whole.requests, drafts, strict=True))
    for coordinator in coordinators.values():
        own = [row for row in drafts if row.institution_id == coordinator.institution_id]
        new = [(workflow.mark_new(row), NO_MORE) for row in own]
        workflow.apply_many(new, Action.PREPARE, actor=actor_for(coordinator))
    _make_trainees(pairs, codes)
    subjects = Subject.objects.in_bulk(field_name="slug")
    Activity.objects.bulk_create(
        _line(row, at, line, subjects)
        for asked, row in pairs
        for at, line in enumerate(asked.lines)
    )
    Preference.objects.bulk_create(_preferences(pairs, whole))
    return Demand(coordinators, drafts)


def _programme(name: str) -> Programme:
    institution = InstitutionFactory(name=f"Lerarenopleiding {name}", short_name=name)
    programme: Programme = ProgrammeFactory(institution=institution)
    return programme


def _coordinator(programme: Programme) -> Membership:
    coordinator: Membership = MembershipFactory(institution=programme.institution)
    return coordinator


def _draft(
    asked: instance.Request, programme: Programme, year: AcademicYear, random: Random
) -> PlacementRequest:
    return PlacementRequest(
        reference=asked.key,
        institution=programme.institution,
        programme=programme,
        year=year,
        is_group=asked.size > 1,
        trimester=asked.trimester,
        period_start=asked.first_day,
        period_end=asked.last_day,
        max_distance_km=asked.max_distance_km,
        nets=sorted(asked.nets),
        education_forms=sorted(asked.education_forms),
        other_schools=asked.other_schools,
        may_split=asked.may_split,
        hardship=Hardship.CARE if asked.is_hardship else "",
        route=_route(asked, random),
        onward=Onward.ASK if random.random() < ASK else Onward.AUTOMATIC,
    )


def _route(asked: instance.Request, random: Random) -> Route:
    if not asked.preferences:
        return Route.WISHES
    return Route.DIRECT if random.random() < DIRECT else Route.PREFERENCES


def _line(
    row: PlacementRequest, at: int, line: instance.Line, subjects: dict[str, Subject]
) -> Activity:
    return Activity(
        request=row,
        position=at,
        kind=line.kind,
        subject=subjects.get(line.subject),
        functional_wholes=[] if line.subject else [7],
        graad=line.graad,
        education_form=line.education_form,
        finality=line.finality,
        hours=HOURS,
    )


def _preferences(pairs: Sequence[Pair], whole: Instance) -> Iterator[Preference]:
    """The named schools that can be asked; who is left with none looks by wishes."""
    schools = PlacementSchool.objects.in_bulk(field_name="number")
    said = {school.key: school for school in whole.schools}
    changed: list[PlacementRequest] = []
    for asked, row in pairs:
        named = [key for key in asked.preferences if _can_ask(asked, said[key])]
        if row.route == Route.DIRECT:
            named = named[:1]
        if not named and row.route != Route.WISHES:
            row.route = Route.WISHES
            changed.append(row)
        for rank, key in enumerate(named, start=1):
            yield Preference(request=row, school=schools[key], rank=rank)
    PlacementRequest.objects.bulk_update(changed, ["route"])


def _can_ask(asked: instance.Request, school: instance.School) -> bool:
    if school.takes_nobody or school.key in asked.not_at:
        return False
    return not any(
        days.first <= asked.last_day and days.last >= asked.first_day for days in school.blocked
    )


def _make_trainees(pairs: Sequence[Pair], codes: dict[Point, str]) -> None:
    owners = [(asked, row, at) for asked, row in pairs for at in range(asked.size)]
    trainees = Trainee.objects.bulk_create(
        Trainee(
            institution=row.institution,
            programme=row.programme,
            first_name="Stagiair",
            last_name=f"Nummer {number}",
            email=f"stagiair{number}@example.be",
            student_number=f"w{number:06d}",
            postal_code=_code(asked, at, codes),
        )
        for number, (asked, row, at) in enumerate(owners)
    )
    attached: Any = PlacementRequest.trainees.through
    excluded: Any = Trainee.excluded_schools.through
    both = list(zip(owners, trainees, strict=True))
    attached.objects.bulk_create(
        attached(placementrequest=row, trainee=one) for (_asked, row, _at), one in both
    )
    schools = dict(PlacementSchool.objects.values_list("number", "pk"))
    excluded.objects.bulk_create(
        excluded(trainee=one, placementschool_id=schools[key])
        for (asked, _row, at), one in both
        if at == 0
        for key in sorted(asked.not_at)
    )


def _code(asked: instance.Request, at: int, codes: dict[Point, str]) -> str:
    home = asked.homes[at]
    return codes[home] if home else ""
