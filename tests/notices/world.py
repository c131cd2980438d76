"""What was told to whom, in the words of a test."""

from __future__ import annotations

from accounts.models import Membership, User
from institutions.enums import Role
from notices.kind import KINDS, Line
from notices.models import Addressee, Notice
from requests_app.models import PlacementRequest
from tests.factories import MembershipFactory


def told(to: Membership | User | str, **about: object) -> list[str]:
    """The kinds of what was told to somebody, in the order in which it was; by address for a school
    without members.
    """
    rows = Notice.objects.filter(**about).order_by("pk")
    if isinstance(to, Membership):
        rows = rows.filter(membership=to)
    elif isinstance(to, str):
        rows = rows.filter(addressee__email=to)
    else:
        rows = rows.filter(addressee__user=to, membership=None)
    return list(rows.values_list("kind", flat=True))


def line_of(to: Membership, kind: str) -> Line:
    """The last line of a kind that somebody was told, with the facts of a mail."""
    notice = Notice.objects.for_lines().filter(membership=to, kind=kind).order_by("pk").last()
    assert notice is not None
    return KINDS[kind].line(notice, KINDS[kind].prepare([notice]))


def holding(kind: str) -> set[int]:
    """The ids of all notices of a kind that still matter."""
    return KINDS[kind].holding(list(Notice.objects.for_lines().filter(kind=kind)))


def with_login(request: PlacementRequest) -> Membership:
    """Give the one trainee of a request an account."""
    trainee = request.trainees.get()
    member: Membership = MembershipFactory(role=Role.TRAINEE, institution=request.institution)
    trainee.user = member.user
    trainee.save()
    return member


def told_before(*people: Membership) -> None:
    """They were told something before: the first time costs one query more."""
    Addressee.objects.bulk_create([Addressee(user=member.user) for member in people])
