"""A coordinator of the institution that wrote, or an administrator, decides on a registration."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.invitations import invite_first_mentor
from accounts.outbox import queue_letter
from answer_links.enums import RegistrationState
from answer_links.exceptions import AlreadyDecided
from answer_links.letters import declined_letter
from answer_links.models import SchoolRegistration
from answer_links.signals import registration_decided
from calendar_cfg import clock
from calendar_cfg.dates import long_moment
from institutions.actors import Actor


@transaction.atomic
def confirm_registration(*, pk: int, actor: Actor) -> SchoolRegistration:
    """Let the school in: its address is invited as schoolmentor who handles requests.

    Confirming what this person confirmed already changes nothing.

    Raises:
        AlreadyDecided: somebody else was first, or it was declined.
        DomainError: the school got a schoolmentor in the meantime.
    """
    registration = _locked(pk, actor)
    if registration.state == RegistrationState.CONFIRMED and _same(registration, actor):
        return registration
    _require_undecided(registration)
    invitation = invite_first_mentor(registration.email, school=registration.school, actor=actor)
    # An earlier registration of this address, whose invitation was not accepted, led to the same.
    SchoolRegistration.objects.filter(invitation=invitation).update(invitation=None)
    registration.invitation = invitation
    return _decide(registration, RegistrationState.CONFIRMED, actor)


@transaction.atomic
def decline_registration(*, pk: int, reason: str, actor: Actor) -> SchoolRegistration:
    """Do not let the school in, and mail it why.

    Raises:
        AlreadyDecided: somebody else was first, or it was confirmed.
    """
    registration = _locked(pk, actor)
    if registration.state == RegistrationState.DECLINED and _same(registration, actor):
        return registration
    _require_undecided(registration)
    registration.reason = reason
    with translation.override(settings.LANGUAGE_CODE):
        letter = declined_letter(registration)
    key = f"registration-declined:{registration.public_id}"
    queue_letter(key, registration.email, letter, kind="registration_declined")
    return _decide(registration, RegistrationState.DECLINED, actor)


def _locked(pk: int, actor: Actor) -> SchoolRegistration:
    rows = SchoolRegistration.objects.select_for_update(of=("self",))
    found: SchoolRegistration = rows.select_related(
        "school", "institution", "decided_by", "link"
    ).get(pk=pk)
    own = actor.is_coordinator and actor.institution == found.institution
    if not (actor.is_admin or own):
        raise PermissionDenied(_("Een stagecoördinator of een beheerder beslist hierover."))
    return found


def _same(registration: SchoolRegistration, actor: Actor) -> bool:
    return bool(registration.decided_by == actor.user)


def _require_undecided(registration: SchoolRegistration) -> None:
    if registration.state == RegistrationState.ASKED:
        return
    raise AlreadyDecided(
        _("Deze aanmelding is al %(what)s door %(who)s op %(when)s.")
        % {
            "what": str(registration.get_state_display()),
            "who": registration.decided_by or "lerarenstage",
            "when": long_moment(registration.decided_at or registration.asked_at),
        }
    )


def _decide(
    registration: SchoolRegistration, state: RegistrationState, actor: Actor
) -> SchoolRegistration:
    registration.state = state
    registration.decided_at, registration.decided_by = clock.now(), actor.user
    registration.save()
    registration_decided.send(SchoolRegistration, registration=registration, actor=actor)
    return registration
