"""Signing a version here: by whom it belongs to, once, and only the document that was read.

What is signed is the SHA-256 of the PDF. The page sends along the one that it showed; another one
is refused, so that a signature can never land under a document that nobody read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.changes import signed
from agreements.enums import Party, SigningMethod
from agreements.models import AgreementVersion, Signature
from agreements.signing_locks import lock_version, need_in_force
from agreements.signing_rights import (
    is_entitled_now,
    one_party_words,
    own_place,
    party_of,
    signed_for_another,
)
from agreements.standing import PartyStanding, standing_of
from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor


class AlreadySigned(DomainError):
    """Somebody else signed for this party; the message says who and when."""


class OtherDocument(DomainError):
    """The hash that was sent is not that of this version; nothing was signed."""


@transaction.atomic
def sign_version(*, version_pk: int, party: Party, sha256: str, actor: Actor) -> Signature:
    """Sign a version for a party; the same person again gets the same signature.

    Effects, in order: the request, the stage, the agreement and the version are locked; one
    signature is written, with name, role, moment, account and the hash of the document.

    Arguments:
        party: for whom; the actor must be the one who signs for it.
        sha256: of the document that was shown to who signs.

    Raises:
        PermissionDenied: the actor does not sign for this party.
        OtherDocument: another document was shown than this version.
        AlreadySigned: somebody else signed for the party, or the actor for another party.
        NotInForce: the version was replaced, or the stage was cancelled.
    """
    version = lock_version(version_pk)
    standing = standing_of(version)
    place = own_place(actor, version, standing)
    if party_of(actor) == party and signed_for_another(actor, party, standing):
        raise AlreadySigned(one_party_words())
    if place is None or place.party != party or not is_entitled_now(actor):
        raise PermissionDenied(_("U ondertekent niet voor deze partij."))
    if sha256 != version.sha256:
        raise OtherDocument(
            _("Dit is niet het document dat u las. Er is niets ondertekend: lees het opnieuw.")
        )
    assert actor.user is not None  # who is entitled has an account
    if place.signature is not None:
        return _same_person(place, actor)
    need_in_force(version, standing)
    moment = clock.now()
    signature: Signature = Signature.objects.create(
        version=version,
        party=party,
        trainee=place.trainee,
        user=actor.user,
        name=written_name(place, actor),
        role=written_role(actor),
        signed_at=moment,
        recorded_at=moment,
        sha256=version.sha256,
        method=SigningMethod.HERE,
    )
    signed.send(Signature, version=version, actor=actor, standing=standing, parties=[place])
    return signature


def written_name(place: PartyStanding, actor: Actor) -> str:
    """The name under the signature: that of the document for a trainee, else of the account."""
    return str(place.trainee or actor.user)


def written_role(actor: Actor) -> str:
    """The role under the signature, in the language of the document."""
    assert actor.role is not None
    with override("nl"):
        return str(actor.role.label)


def who_signed(place: PartyStanding) -> str:
    """ "School Eigen ondertekende deze versie al op di 12 september 2017: Mona Nr3." """
    signature = place.signature
    assert signature is not None
    facts = {
        "party": place.organisation or _("De stagiair"),
        "day": long_date(signature.signed_at),
        "name": signature.name,
    }
    if place.trainee is not None:
        return _("%(party)s ondertekende deze versie al op %(day)s.") % facts
    return _("%(party)s ondertekende deze versie al op %(day)s: %(name)s.") % facts


def _same_person(place: PartyStanding, actor: Actor) -> Signature:
    signature = place.signature
    assert signature is not None
    if signature.user_id != actor.user.pk or signature.method != SigningMethod.HERE:  # type: ignore[union-attr]
        raise AlreadySigned(who_signed(place))
    return signature


@dataclass(frozen=True)
class SigningResult:
    """What came of one of many: the version, and why it was not signed when it was not."""

    version: AgreementVersion
    error: str = ""


def sign_many(
    *, versions: Iterable[AgreementVersion], party: Party, shown: dict[int, str], actor: Actor
) -> list[SigningResult]:
    """Sign each of these by itself: one that cannot be signed does not hold back the others.

    Arguments:
        shown: by id of the version, the hash that the page showed.
    """
    return [_sign_one(row, party, shown.get(row.pk, ""), actor) for row in versions]


def _sign_one(version: AgreementVersion, party: Party, sha256: str, actor: Actor) -> SigningResult:
    try:
        sign_version(version_pk=version.pk, party=party, sha256=sha256, actor=actor)
    except DomainError as error:
        return SigningResult(version, error.message)
    return SigningResult(version)
