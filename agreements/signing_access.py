"""How the pages of signing reach their objects: only what the actor may see.

Outside the tenancy 404; inside but not yours to do 403 (domain.md, 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from agreements.enums import Party
from agreements.models import Agreement, AgreementVersion, SignedUpload
from agreements.signing_rights import (
    names_readable,
    one_party_words,
    own_place,
    party_of,
    signed_for_another,
)
from agreements.standing import PartyStanding, Standing, standing_of, with_standing
from institutions.actors import Actor

MAX_BATCH = 50


def version_to_sign(
    actor: Actor, public_id: UUID
) -> tuple[AgreementVersion, Standing, PartyStanding]:
    """A version that the actor may see and has a place under, with where it stands."""
    version = get_object_or_404(_visible(actor), public_id=public_id)
    party = require_signer(actor)
    standing = standing_of(version)
    place = own_place(actor, version, standing)
    if place is None:
        if signed_for_another(actor, party, standing):
            raise PermissionDenied(one_party_words())
        raise PermissionDenied(_("Onder deze overeenkomst komt uw handtekening niet."))
    return version, standing, place


def versions_to_sign(actor: Actor, public_ids: Iterable[UUID]) -> list[AgreementVersion]:
    """The chosen versions that the actor may see, by kenmerk; those of others are left out."""
    rows = _visible(actor).filter(public_id__in=list(public_ids))
    return list(rows.order_by("agreement__reference", "number")[:MAX_BATCH])


def require_signer(actor: Actor) -> Party:
    """For which party the actor signs; refuses a schoolmentor who does not handle requests."""
    party = party_of(actor)
    if party is None:
        raise PermissionDenied(
            _("Voor de school ondertekent alleen een schoolmentor die aanvragen behandelt.")
        )
    return party


def upload_to_fetch(actor: Actor, public_id: UUID) -> SignedUpload:
    """A signed copy of an agreement that the actor may see.

    It names the trainee: after the last day of names the school may not open it any more.
    """
    rows = SignedUpload.objects.filter(
        version__agreement__in=Agreement.objects.visible_to(actor)
    ).select_related("version__agreement__placement__proposal__request")
    upload = get_object_or_404(rows, public_id=public_id)
    if not names_readable(actor, upload.version):
        raise PermissionDenied(
            _("Dit document noemt de stagiair. Een school leest het tot 30 dagen na de stage.")
        )
    return upload


def _visible(actor: Actor) -> QuerySet[AgreementVersion]:
    agreements = Agreement.objects.visible_to(actor)
    return with_standing(AgreementVersion.objects.filter(agreement__in=agreements))
