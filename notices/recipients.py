"""Who is told: by role, in a constant number of queries, whatever the number of organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

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


def of_membership(member: Membership) -> Recipient:
    """A member; read it with `user__addressee` to save a query."""
    addressee = getattr(member.user, "addressee", None)
    return Recipient(member.pk, member.user_id, addressee_id=addressee.pk if addressee else None)


def members(rows: MembershipQuerySet) -> list[Membership]:
    """Members in force of a scope, with their account and addressee; one query."""
    return list(rows.active().select_related("user__addressee").order_by("pk"))


def answering_for(school_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """Who answers for each school: its schoolmentors who handle requests, else its address.

    A school with neither has nobody who can be told.
    """
    found: dict[int, list[Recipient]] = defaultdict(list)
    rows = Membership.objects.filter(
        school__in=school_ids, role=Role.SCHOOL_MENTOR, handles_requests=True
    )
    for member in members(rows):
        found[member.school_id or 0].append(of_membership(member))
    if silent := set(school_ids) - set(found):
        schools = PlacementSchool.objects.filter(pk__in=silent).exclude(email="")
        for pk, email in schools.values_list("pk", "email"):
            found[pk].append(Recipient(email=email, school_id=pk))
    return found


def coordinating(requests: Iterable[PlacementRequest]) -> dict[int, list[Recipient]]:
    """For each request (by id) the coordinator who filed it, else all of its institution."""
    requests = list(requests)
    institutions = {request.institution_id for request in requests}
    rows = members(Membership.objects.filter(institution__in=institutions, role=Role.COORDINATOR))
    found: dict[int, list[Recipient]] = {}
    for request in requests:
        here = [row for row in rows if row.institution_id == request.institution_id]
        filer = [row for row in here if row.user_id == request.filed_by_id]
        found[request.pk] = [of_membership(row) for row in filer or here]
    return found
