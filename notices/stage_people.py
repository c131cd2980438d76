"""Who is concerned by stages: both organisations, who guides, and the trainees who log in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Membership
from calendar_cfg.together import once
from institutions.enums import Role
from notices.recipients import Recipient, members, of_membership
from placements.models import Guide, Placement
from requests_app.models import PlacementRequest


@dataclass
class StagePeople:
    """Who is concerned by one stage.

    Attributes:
        coordinators: the one who filed the request, or all of the institution.
        answering: the schoolmentors who answer for the school.
        supervisors, mentors: who guides it now.
        members: who else was asked for, by id of the membership.
        trainees: those who log in; nobody before a coordinator opened the school's answer, since
            until then they may not know it (docs/decisions/0005-answer-seen.md).
    """

    coordinators: list[Recipient] = field(default_factory=list)
    supervisors: list[Recipient] = field(default_factory=list)
    answering: list[Recipient] = field(default_factory=list)
    mentors: list[Recipient] = field(default_factory=list)
    trainees: list[Recipient] = field(default_factory=list)
    members: Mapping[int | None, Recipient] = field(default_factory=dict)


def people_of_stage(placement: Placement, also: Collection[int] = ()) -> StagePeople:
    """The people of one stage; read once in a change (`calendar_cfg.together`).

    Arguments:
        also: ids of memberships to find among `members`, for who guides it no more.
    """
    return once(
        ("people of a stage", placement.pk, placement.proposal.seen_at is None),
        lambda: _read([placement], also)[placement.pk],
    )


def people_of_stages(placements: Iterable[Placement]) -> Mapping[int, StagePeople]:
    """By id of the stage; one query for any number. Read them with their request."""
    placements = list(placements)
    if len(placements) == 1:
        return {placements[0].pk: people_of_stage(placements[0])}
    return _read(placements) if placements else {}


def _read(placements: list[Placement], also: Collection[int] = ()) -> dict[int, StagePeople]:
    found: dict[int, StagePeople] = {}
    rows = _concerned(placements, also)
    here: dict[tuple[str, int | None], list[Any]] = defaultdict(list)
    for row in rows:
        here["institution", row.institution_id].append(row)
        here["school", row.school_id].append(row)
    for placement in placements:
        found[placement.pk] = _of(
            placement,
            here["institution", placement.request.institution_id],
            here["school", placement.proposal.school_id],
        )
        if also:
            found[placement.pk].members = {row.pk: of_membership(row) for row in rows}
    return found


def _concerned(placements: list[Placement], also: Collection[int]) -> list[Any]:
    """Members with `trained` (ids of their own requests) and `guiding` (ids of stages)."""
    requests = {placement.proposal.request_id for placement in placements}
    own = PlacementRequest.trainees.through.objects.filter(
        placementrequest__in=requests,
        trainee__user=OuterRef("user"),
        trainee__institution=OuterRef("institution"),
    )
    guides = Guide.objects.current().filter(
        placement__in=[placement.pk for placement in placements], member=OuterRef("pk")
    )
    institutions = {placement.request.institution_id for placement in placements}
    schools = {placement.proposal.school_id for placement in placements}
    rows = Membership.objects.filter(Q(institution__in=institutions) | Q(school__in=schools))
    rows = rows.filter(
        Q(role=Role.COORDINATOR)
        | Q(role=Role.SCHOOL_MENTOR, handles_requests=True)
        | Q(role=Role.TRAINEE) & Exists(own)
        | Exists(guides)
        | Q(pk__in=also)
    )
    return members(
        rows.annotate(
            trained=ArraySubquery(own.values("placementrequest")),
            guiding=ArraySubquery(guides.values(stage=F("placement"))),
        )
    )


def _of(placement: Placement, institution: list[Any], school: list[Any]) -> StagePeople:
    request = placement.request
    coordinators = [row for row in institution if row.role == Role.COORDINATOR]
    filer = [row for row in coordinators if row.user_id == request.filed_by_id]
    trainees = [
        row
        for row in institution
        if row.role == Role.TRAINEE and request.pk in row.trained and placement.proposal.seen_at
    ]
    return StagePeople(
        coordinators=_recipients(filer or coordinators),
        supervisors=_recipients(row for row in institution if placement.pk in row.guiding),
        answering=_recipients(row for row in school if row.handles_requests),
        mentors=_recipients(row for row in school if placement.pk in row.guiding),
        trainees=_recipients(trainees),
    )


def _recipients(rows: Iterable[Membership]) -> list[Recipient]:
    return [of_membership(row) for row in rows]
