"""What an invitation to lerarenstage says."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import Button, Letter, absolute
from accounts.models import Invitation
from calendar_cfg.dates import long_moment
from institutions.enums import Role


def invitation_letter(invitation: Invitation, token: str) -> Letter:
    """The letter with the link, in the language that is active.

    Arguments:
        token: what the link is known by; the row keeps only its hash.
    """
    told = {
        "inviter": invitation.invited_by or "",
        "organisation": invitation.organisation,
        "role": str(Role(invitation.role).label).lower(),
        "moment": long_moment(invitation.expires_at),
    }
    link = absolute(reverse("accept_invitation", args=[token]))
    is_trainee = invitation.role == Role.TRAINEE
    return Letter(
        subject=_("Uitnodiging voor lerarenstage: %(organisation)s") % told,
        opening=[
            _for_trainee(invitation, told) if is_trainee else _for_staff(invitation, told),
            _("De link hieronder werkt één keer, tot %(moment)s.") % told,
        ],
        button=Button(_("Uitnodiging aanvaarden"), link),
        closing=[
            _(
                "Hebt u al een account, dan meldt u zich daarmee aan. "
                "Anders kiest u een wachtwoord."
            ),
            _not_you(is_trainee) % told,
        ],
        why=_("lerarenstage brengt stageaanvragen van lerarenopleidingen bij secundaire scholen."),
    )


def _for_staff(invitation: Invitation, told: Mapping[str, object]) -> str:
    if invitation.invited_by:
        words = _(
            "%(inviter)s nodigt u uit om in lerarenstage mee te werken voor %(organisation)s, "
            "als %(role)s."
        )
    else:
        words = _(
            "U bent uitgenodigd om in lerarenstage mee te werken voor %(organisation)s, "
            "als %(role)s."
        )
    return words % told


def _for_trainee(invitation: Invitation, told: Mapping[str, object]) -> str:
    if invitation.invited_by:
        words = _(
            "%(inviter)s van %(organisation)s nodigt u uit om in lerarenstage uw stage te volgen: "
            "waar en wanneer ze is, wie u begeleidt en wat u moet doen."
        )
    else:
        words = _(
            "%(organisation)s nodigt u uit om in lerarenstage uw stage te volgen: "
            "waar en wanneer ze is, wie u begeleidt en wat u moet doen."
        )
    return words % told


def _not_you(is_trainee: bool) -> str:
    if is_trainee:
        return _("Volgt u geen opleiding bij %(organisation)s? Dan hoeft u niets te doen.")
    return _("Werkt u niet bij %(organisation)s? Dan hoeft u niets te doen.")
