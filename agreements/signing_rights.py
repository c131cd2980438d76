"""Who signs for whom: the trainee for itself, a coordinator for the institution, the school's
schoolmentor who handles requests for the school. Nobody else, and nobody for two at once.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from agreements.enums import Party, SigningMethod
from agreements.models import AgreementVersion
from agreements.standing import PartyStanding, Standing
from institutions.actors import Actor
from institutions.enums import Role
from requests_app.names import may_read_names


def party_of(actor: Actor) -> Party | None:
    """For which party somebody acts who may sign at all; None for everybody else."""
    if actor.is_coordinator:
        return Party.INSTITUTION
    if actor.may_answer:
        return Party.SCHOOL
    if actor.role == Role.TRAINEE and actor.institution is not None:
        return Party.TRAINEE
    return None


def own_place(actor: Actor, version: AgreementVersion, standing: Standing) -> PartyStanding | None:
    """The place under this version where the actor signs; None when there is none.

    One person signs for one party: whoever signed for another, in another role, signs no more.
    """
    party = party_of(actor)
    if party and signed_for_another(actor, party, standing):
        return None
    for place in standing.parties if party and _is_ours(actor, party, version) else ():
        if place.party != party:
            continue
        if place.trainee is None or place.trainee.user_id == actor.user.pk:  # type: ignore[union-attr]
            return place
    return None


def signed_for_another(actor: Actor, party: Party, standing: Standing) -> bool:
    """Whether the same person signed this version here for another party than this one."""
    assert actor.user is not None  # who acts for a party has an account
    signed = (row.signature for row in standing.parties if row.party != party and row.signature)
    return any(
        signature.method == SigningMethod.HERE and signature.user_id == actor.user.pk
        for signature in signed
    )


def one_party_words() -> str:
    """Why who signed for another party does not sign for this one."""
    return _("U ondertekende deze versie al voor een andere partij. Laat een collega ondertekenen.")


def _is_ours(actor: Actor, party: Party, version: AgreementVersion) -> bool:
    """Whether the version is between the actor's organisation and another."""
    about = version.agreement.placement or version.agreement.framework
    assert about is not None  # agreement_is_about_one_thing
    if party == Party.SCHOOL:
        return bool(about.school == actor.school)
    return bool(about.institution == actor.institution)


def is_entitled_now(actor: Actor) -> bool:
    """Whether the account and the membership are still in force, as the database has it now.

    Between the page and the signature somebody may have ended either.
    """
    rows = Membership.objects.active().filter(
        pk=actor.membership_id, user=actor.user, user__is_active=True, role=actor.role
    )
    if actor.role == Role.SCHOOL_MENTOR:
        rows = rows.filter(handles_requests=True)
    return rows.exists()


def names_readable(actor: Actor, version: AgreementVersion) -> bool:
    """Whether the actor, who may see the version, may read the trainees' names today."""
    placement = version.agreement.placement
    return placement is None or may_read_names(actor, placement.proposal)
