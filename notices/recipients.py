"""Who is told: by role, in a constant number of queries, whatever the number of organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet
from institutions.enums import Role
from institutions.models import PlacementSchool
from requests_app.models import PlacementRequest


@dataclass(frozen=True)
class Recipient:
    """A member in a role, an administrator's account, or an address of a school without members.

    Arguments:
        membership_id: in which capacity; None for an administrator and for an address.
        user_id: the account; None for an address.
        email, school_id: of an address; empty for an account.
        addressee_id: of an account that got something before; saves a query.
    """

    membership_id: int | None = None
    user_id: int | None = None
    email: str = ""
    school_id: int | None = None
    addressee_id: int | None = None

    @property
    def key(self) -> str:
        """What tells recipients apart in the key of a notice."""
        if self.membership_id is not None:
            return f"m{self.membership_id}"
        return f"u{self.user_id}" if self.user_id else f"{self.school_id}:{self.email.lower()}"


ByOrganisation = Mapping[int, list[Recipient]]
"""By the id of an institution, or of a school."""


def of_membership(member: Membership) -> Recipient:
    """A member; read it with `user__addressee` to save a query."""
    addressee = getattr(member.user, "addressee", None)
    return Recipient(member.pk, member.user_id, addressee_id=addressee.pk if addressee else None)


def members(rows: MembershipQuerySet) -> list[Membership]:
    """Members in force of a scope, with their account and addressee; one query."""
    return list(rows.active().select_related("user__addressee").order_by("pk"))


def in_role(
    *roles: Role,
    institutions: Collection[int] | None = None,
    schools: Collection[int] | None = None,
) -> ByOrganisation:
    """Everybody in these roles, by organisation; one query.

    Arguments:
        institutions, schools: ids of the only ones to look at; everywhere when both are left out.
    """
    rows = Membership.objects.filter(role__in=roles)
    if institutions is not None:
        rows = rows.filter(institution__in=institutions)
    if schools is not None:
        rows = rows.filter(school__in=schools)
    found: dict[int, list[Recipient]] = defaultdict(list)
    for member in members(rows):
        found[member.institution_id or member.school_id or 0].append(of_membership(member))
    return found


def answering_members(school_ids: Collection[int] | None = None) -> ByOrganisation:
    """The schoolmentors of each school who handle requests; one query.

    Arguments:
        school_ids: the only schools to look at; all when they are left out.
    """
    rows = Membership.objects.filter(role=Role.SCHOOL_MENTOR, handles_requests=True)
    if school_ids is not None:
        rows = rows.filter(school__in=school_ids)
    found: dict[int, list[Recipient]] = defaultdict(list)
    for member in members(rows):
        found[member.school_id or 0].append(of_membership(member))
    return found


def answering_for(school_ids: Collection[int]) -> ByOrganisation:
    """Who answers for each school: its schoolmentors who handle requests, else its address.

    A school with neither has nobody who can be told.
    """
    found = dict(answering_members(school_ids))
    if silent := set(school_ids) - set(found):
        schools = PlacementSchool.objects.filter(pk__in=silent).exclude(email="")
        for pk, email in schools.values_list("pk", "email"):
            found[pk] = [Recipient(email=email, school_id=pk)]
    return found


def coordinating(requests: Iterable[PlacementRequest]) -> dict[int, list[Recipient]]:
    """For each request (by id) the coordinator who filed it, else all of its institution."""
    return _of_requests(requests, with_supervisor=False)


def following(requests: Iterable[PlacementRequest]) -> dict[int, list[Recipient]]:
    """The same with the stagebegeleider of each request; nobody twice. One query."""
    return _of_requests(requests, with_supervisor=True)


def _of_requests(
    requests: Iterable[PlacementRequest], *, with_supervisor: bool
) -> dict[int, list[Recipient]]:
    requests = list(requests)
    asked = Q(institution__in={r.institution_id for r in requests}, role=Role.COORDINATOR)
    if with_supervisor:
        supervisors = {r.supervisor_id for r in requests if r.supervisor_id}
        asked |= Q(pk__in=supervisors, role=Role.SUPERVISOR)
    rows = members(Membership.objects.filter(asked))
    by_institution: dict[int | None, list[Membership]] = defaultdict(list)
    for row in rows:
        if row.role == Role.COORDINATOR:
            by_institution[row.institution_id].append(row)
    supervising = {row.pk: row for row in rows if row.role == Role.SUPERVISOR}
    found: dict[int, list[Recipient]] = {}
    for request in requests:
        here = by_institution[request.institution_id]
        told = [row for row in here if row.user_id == request.filed_by_id] or list(here)
        supervisor = supervising.get(request.supervisor_id or 0) if with_supervisor else None
        if supervisor and supervisor.user_id not in {row.user_id for row in told}:
            told.append(supervisor)
        found[request.pk] = [of_membership(row) for row in told]
    return found


def trainees_of(requests: Iterable[PlacementRequest]) -> dict[int, list[Recipient]]:
    """The trainees of each request (by id) who log in; two queries."""
    institutions = {request.pk: request.institution_id for request in requests}
    links = PlacementRequest.trainees.through.objects.filter(
        placementrequest__in=institutions, trainee__user__isnull=False
    )
    users = list(links.order_by("pk").values_list("placementrequest_id", "trainee__user_id"))
    found: dict[int, list[Recipient]] = defaultdict(list)
    if not users:
        return found
    rows = Membership.objects.filter(
        user__in={user for _request, user in users},
        institution__in=set(institutions.values()),
        role=Role.TRAINEE,
    )
    logging_in = {(row.user_id, row.institution_id): row for row in members(rows)}
    for request, user in users:
        if member := logging_in.get((user, institutions[request])):
            found[request].append(of_membership(member))
    return found


def without(people: Iterable[Recipient], user: object | None) -> list[Recipient]:
    """These without the one who did it."""
    return [each for each in people if user is None or each.user_id != getattr(user, "pk", None)]
