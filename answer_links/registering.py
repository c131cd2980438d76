"""A school asks to work with lerarenstage, from the link that it got."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from answer_links.acting import has_mentor
from answer_links.enums import RegistrationState, Use
from answer_links.exceptions import LinkIsOver
from answer_links.models import AnswerLink, SchoolRegistration
from answer_links.signals import invitation_wanted, registration_asked
from answer_links.uses import note_use
from institutions.models import PlacementSchool


@dataclass(frozen=True)
class Registrant:
    """Who will answer for the school; the address is that of the link."""

    first_name: str
    last_name: str
    function: str
    phone: str = ""


@transaction.atomic
def register_school(*, link: AnswerLink, by: Registrant) -> SchoolRegistration:
    """Ask to register the school of a link; twice is once while it waits.

    Raises:
        LinkIsOver: the link was revoked, or the school has a schoolmentor by now.
    """
    school = _locked_school(link)
    waiting: SchoolRegistration | None = SchoolRegistration.objects.filter(
        school=school, email__iexact=link.email, state=RegistrationState.ASKED
    ).first()
    if waiting is not None:
        return waiting
    if has_mentor(school):
        raise LinkIsOver(_("Uw school heeft intussen een schoolmentor in lerarenstage."))
    registration = SchoolRegistration.objects.create(
        school=school,
        link=link,
        institution=link.proposal.request.institution,
        email=link.email,
        first_name=by.first_name,
        last_name=by.last_name,
        function=by.function,
        phone=by.phone,
    )
    note_use(link, Use.REGISTERED)
    registration_asked.send(SchoolRegistration, registration=registration)
    return registration


@transaction.atomic
def want_invitation(*, link: AnswerLink) -> None:
    """Let the schoolmentors know that who holds a link wants to work along; once for a link.

    Raises:
        LinkIsOver: the link was revoked.
    """
    _locked_school(link)
    if not link.uses.filter(use=Use.REGISTERED).exists():
        note_use(link, Use.REGISTERED)
        invitation_wanted.send(AnswerLink, link=link)


def _locked_school(link: AnswerLink) -> PlacementSchool:
    """The school, its row locked: who registers it twice at once waits. The link still works."""
    school: PlacementSchool = PlacementSchool.objects.select_for_update().get(
        pk=link.proposal.school_id
    )
    if AnswerLink.objects.filter(pk=link.pk, revoked_at__isnull=False).exists():
        raise LinkIsOver(_("Deze link is ingetrokken."))
    return school
