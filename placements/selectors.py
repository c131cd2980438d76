"""Reading stages with what pages show of them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from accounts.models import Membership, User
from institutions.models import Campus, Subject
from placements.facts import PERSON, as_json, from_json
from placements.models import Guide, Placement
from requests_app.enums import Decision
from requests_app.models import Activity, PlacementRequest, ProposalLine, Trainee

RELATED = (
    "proposal__request__institution",
    "proposal__request__year",
    "proposal__request__programme",
    "proposal__school",
    "proposal__campus",
)
SUBJECT = ("id", "slug", "name", "is_active")
GUIDE = ("role", "subject_id", "member_id", "since", "until", "reason", "assigned_by_id")


def with_facts(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Stages with all that their page and lists name, in one query for any number.

    Adds `accepted` (proposal lines with activity and subject, on the proposal), the trainees of
    the request as `people`, and who guides now as `current_guides`.
    """
    guides = Guide.objects.current().filter(placement=OuterRef("pk")).order_by("since", "pk")
    found: Any = rows.select_related(*RELATED).annotate(
        line_rows=_lines(),
        people_rows=_people(),
        guide_rows=ArraySubquery(guides.values(facts=guide_facts())),
    )
    return found.completed_by(_complete)  # type: ignore[no-any-return]


def guide_facts() -> Any:
    """A row of `Guide` with its person and subject, as `guides_from` reads it."""
    person = as_json(User, "member__user__", only=PERSON)
    return as_json(
        Guide,
        only=("id", "public_id", "placement_id", "ended_by_id", *GUIDE),
        member=as_json(Membership, "member__", user=person),
        subject=as_json(Subject, "subject__", only=SUBJECT),
    )


def guides_from(placement: Placement, rows: list[dict[str, Any]]) -> list[Guide]:
    """Who guided a stage, as models, from rows of `guide_facts`."""
    using, guides = placement._state.db, []
    for row in rows:
        guide = from_json(Guide, row, using)
        guide.placement = placement
        guide.member = from_json(Membership, row["member"], using)
        guide.member.user = from_json(User, row["member"]["user"], using)
        guide.subject = _subject(row, using)
        guides.append(guide)
    return guides


def _lines() -> ArraySubquery:
    lines = ProposalLine.objects.filter(proposal=OuterRef("proposal"), decision=Decision.ACCEPTED)
    activity = as_json(
        Activity, "activity__", subject=as_json(Subject, "activity__subject__", only=SUBJECT)
    )
    facts = as_json(ProposalLine, activity=activity)
    return ArraySubquery(lines.order_by("activity__position", "pk").values(facts=facts))


def _people() -> ArraySubquery:
    through = PlacementRequest.trainees.through
    links = through.objects.filter(placementrequest=OuterRef("proposal__request"))
    facts = as_json(Trainee, "trainee__", user=as_json(User, "trainee__user__", only=PERSON))
    order = ("trainee__last_name", "trainee__first_name", "trainee__pk")
    return ArraySubquery(links.order_by(*order).values(facts=facts))


def _complete(placement: Any) -> None:
    """Make models of what was read as JSON, where pages look for them."""
    using = placement._state.db
    placement.proposal.accepted = [
        _line(placement, row, using) for row in placement.__dict__.pop("line_rows")
    ]
    placement.request.people = [
        _trainee(row, using) for row in placement.__dict__.pop("people_rows")
    ]
    placement.current_guides = guides_from(placement, placement.__dict__.pop("guide_rows"))


def _line(placement: Placement, row: dict[str, Any], using: str | None) -> ProposalLine:
    line = from_json(ProposalLine, row, using)
    line.proposal = placement.proposal
    line.activity = from_json(Activity, row["activity"], using)
    line.activity.request = placement.request
    line.activity.subject = _subject(row["activity"], using)
    return line


def _subject(row: dict[str, Any], using: str | None) -> Subject | None:
    return from_json(Subject, row["subject"], using) if row["subject_id"] else None


def _trainee(row: dict[str, Any], using: str | None) -> Trainee:
    trainee = from_json(Trainee, row, using)
    trainee.user = from_json(User, row["user"], using) if row["user_id"] else None
    return trainee


def with_place(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Add what `place_of` reads: the vestigingsplaats of the stage, or else the main one."""
    is_named = Case(When(pk=OuterRef("proposal__campus"), then=True), default=False)
    campuses = Campus.objects.filter(school=OuterRef("proposal__school"))
    campuses = campuses.annotate(is_named=is_named).order_by(
        "-is_named", "-is_active", "-is_head", "number"
    )
    return rows.annotate(place_row=Subquery(campuses.values(facts=as_json(Campus))[:1]))


def place_of(placement: Any) -> Campus | None:
    """Where a stage read `with_place` is; None for a school without any vestigingsplaats."""
    facts = placement.place_row
    return from_json(Campus, facts, placement._state.db) if facts else None


def accepted_of(placement: Any) -> list[ProposalLine]:
    """The accepted lines of a stage read with `with_facts`."""
    rows: list[ProposalLine] = placement.proposal.accepted
    return rows


def people_of(placement: Any) -> list[Trainee]:
    """The trainees of a stage read with `with_facts`."""
    rows: list[Trainee] = placement.request.people
    return rows


def guides_of(placement: Any) -> list[Guide]:
    """Who guides a stage read with `with_facts`, now."""
    rows: list[Guide] = placement.current_guides
    return rows
