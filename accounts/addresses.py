"""Keeping allauth's addresses and second steps in line with what an administrator decides."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.letters import Letter
from accounts.mail_decisions import SENDABLE
from accounts.models import OutgoingMail, User
from accounts.outbox import DIGEST, queue_letter
from calendar_cfg import clock
from institutions.actors import Actor


@transaction.atomic
def know_only_address(user: User, *, before: str = "", actor: Actor) -> None:
    """After an administrator changed somebody's address: the former one logs nobody in any more.

    Messages that could not leave yet, or failed on the former address, go to the new one. An
    invitation or a link to choose a password does not: it proves the address that it went to.
    """
    _require_administrator(actor)
    if before:
        waiting = OutgoingMail.objects.filter(to__iexact=before, kind=DIGEST, state__in=SENDABLE)
        waiting.update(to=user.email)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@transaction.atomic
def forget_second_step(user: User, *, actor: Actor) -> bool:
    """Let somebody who lost the phone log in with the password alone, and tell them by mail.

    Returns:
        Whether there was a second step.
    """
    _require_administrator(actor)
    forgotten, _rows = Authenticator.objects.filter(user=user).delete()
    if forgotten:
        key = f"second-step:{user.public_id}:{clock.real_now().timestamp()}"
        queue_letter(key, user.email, forgotten_letter(), kind="account")
    return bool(forgotten)


def forgotten_letter() -> Letter:
    """Says that the second step is gone."""
    return Letter(
        subject=_("Aanmelden in twee stappen staat uit"),
        opening=[
            _(
                "Een beheerder heeft de tweede stap van uw account gewist. Meld u aan met uw "
                "wachtwoord en stel de tweede stap opnieuw in."
            ),
            _("Vroeg u dit niet? Verwittig dan meteen de beheerders."),
        ],
    )


def _require_administrator(actor: Actor) -> None:
    if not actor.is_admin:
        raise PermissionDenied(_("Alleen een beheerder kan dit doen."))
