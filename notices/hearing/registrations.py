"""Hears of schools that register themselves, and of who wants an invitation."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from answer_links.models import AnswerLink, SchoolRegistration
from answer_links.signals import invitation_wanted, registration_asked
from institutions.enums import Role
from notices.kinds.registrations import InvitationWanted, RegistrationAsked
from notices.recipients import Recipient, in_role
from notices.telling import Told, tell


@receiver(registration_asked)
def asked(registration: SchoolRegistration, **_kwargs: Any) -> None:
    """The coordinators of the institution that wrote, and the administrators."""
    institution = registration.institution_id
    people = in_role(Role.COORDINATOR, institutions=[institution]).get(institution, [])
    administrators = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    people = [*people, *(Recipient(user_id=user.pk) for user in administrators)]
    data = {"registration": str(registration.public_id), "school": registration.school.name}
    tell(RegistrationAsked, [Told(to, str(registration.pk), data=data) for to in people])


@receiver(invitation_wanted)
def wanted(link: AnswerLink, **_kwargs: Any) -> None:
    """The schoolmentors of the school: each of them can invite."""
    proposal = link.proposal
    mentors = in_role(Role.SCHOOL_MENTOR, schools=[proposal.school_id])
    tell(
        InvitationWanted,
        [
            Told(to, str(link.pk), proposal=proposal, data={"email": link.email})
            for to in mentors.get(proposal.school_id, [])
        ],
    )
