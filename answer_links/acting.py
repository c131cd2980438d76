"""Who acts through a link: a schoolmentor of the school, by account when the address has one."""

from __future__ import annotations

from accounts.models import Membership, User
from answer_links.models import AnswerLink
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import PlacementSchool


def actor_of(link: AnswerLink, school: PlacementSchool) -> Actor:
    """The school's own actor; without a person for an address that does not answer there."""
    return Actor(
        user=_account_of(link, school),
        role=Role.SCHOOL_MENTOR,
        school=school,
        handles_requests=True,
    )


def has_mentor(school: PlacementSchool) -> bool:
    """Whether the school works with lerarenstage already."""
    mentors = Membership.objects.active().filter(school=school, role=Role.SCHOOL_MENTOR)
    return bool(mentors.exists())


def _account_of(link: AnswerLink, school: PlacementSchool) -> User | None:
    rows = Membership.objects.active().filter(
        school=school,
        role=Role.SCHOOL_MENTOR,
        handles_requests=True,
        user__email__iexact=link.email,
    )
    member = rows.select_related("user").first()
    return member.user if member else None
