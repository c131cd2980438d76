"""Signed outside: a scan of the paper, and who signed on it.

Whoever answers for one of the two organisations may record it. The scan is kept byte for byte and
both organisations and the trainee can fetch it, so that what was recorded can be held against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.changes import signed
from agreements.enums import Party, SigningMethod
from agreements.models import AgreementVersion, Signature, SignedUpload
from agreements.signing import AlreadySigned, who_signed
from agreements.signing_locks import lock_version, need_in_force
from agreements.signing_rights import is_entitled_now, own_place, party_of
from agreements.standing import PartyStanding, Standing, standing_of
from agreements.upload_files import FileRefused, SignedPdf
from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor

PartyKey = tuple[str, int | None]
RECORDERS = (Party.INSTITUTION, Party.SCHOOL)


@dataclass(frozen=True)
class OnPaper:
    """What stands on the paper: the file, who signed (by `PartyStanding.key`), and when."""

    pdf: SignedPdf
    names: Mapping[PartyKey, str]
    signed_on: date


def may_record(actor: Actor, version: AgreementVersion, standing: Standing) -> bool:
    """Whether the actor may record signatures on paper: a coordinator, or who answers."""
    return party_of(actor) in RECORDERS and own_place(actor, version, standing) is not None


@transaction.atomic
def record_signed_outside(*, version_pk: int, paper: OnPaper, actor: Actor) -> SignedUpload:
    """Keep a signed PDF with a version, and the signatures on it; the same again changes nothing.

    Effects, in order: the request, the stage, the agreement and the version are locked; the file
    is kept with its SHA-256; one signature for each party that signed on it.

    Raises:
        PermissionDenied: the actor answers for neither organisation.
        DomainError: nobody was named, a party signed already, the day cannot be, the file is the
            document without signatures, or the version is no longer to be signed.
    """
    version = lock_version(version_pk)
    standing = standing_of(version)
    if not (may_record(actor, version, standing) and is_entitled_now(actor)):
        raise PermissionDenied(
            _("Alleen wie voor een van beide organisaties ondertekent, kan dit.")
        )
    places = _places(standing, paper.names)
    if (kept := _kept_before(version, paper, places)) is not None:
        return kept
    need_in_force(version, standing)
    _need_day(version, paper.signed_on)
    if paper.pdf.sha256 == version.sha256:
        raise FileRefused(_("Dit is het document zonder handtekeningen. Kies de ondertekende PDF."))
    if before := [place for place in places if place.signature]:
        raise AlreadySigned(who_signed(before[0]))
    assert actor.user is not None  # who is entitled has an account
    upload, _is_new = SignedUpload.objects.get_or_create(
        version=version,
        sha256=paper.pdf.sha256,
        defaults={
            "filename": paper.pdf.filename,
            "pdf": paper.pdf.content,
            "uploaded_by": actor.user,
            "uploaded_at": clock.now(),
        },
    )
    Signature.objects.bulk_create(
        _signature(version, place, paper, upload, actor) for place in places
    )
    signed.send(Signature, version=version, actor=actor, standing=standing, parties=places)
    return upload


def _places(standing: Standing, names: Mapping[PartyKey, str]) -> list[PartyStanding]:
    places = [place for place in standing.parties if place.key in names]
    if not places or len(places) != len(names):
        raise DomainError(_("Vink aan wie op het papier ondertekende."), field="signers")
    return places


def _kept_before(
    version: AgreementVersion, paper: OnPaper, places: list[PartyStanding]
) -> SignedUpload | None:
    """The same file for the same parties: sent twice."""
    upload = SignedUpload.objects.filter(version=version, sha256=paper.pdf.sha256).first()
    if upload is None:
        return None
    same = all(place.signature and place.signature.upload_id == upload.pk for place in places)
    return upload if same else None


def _need_day(version: AgreementVersion, day: date) -> None:
    if day > clock.today():
        raise DomainError(_("Deze dag moet nog komen."), field="signed_on")
    made_on = version.made_at.astimezone(clock.BRUSSELS).date()
    if day < made_on:
        words = _("Deze versie is gemaakt op %(day)s. Niemand kon ze eerder ondertekenen.")
        raise DomainError(words % {"day": long_date(made_on)}, field="signed_on")


def _signature(
    version: AgreementVersion,
    place: PartyStanding,
    paper: OnPaper,
    upload: SignedUpload,
    actor: Actor,
) -> Signature:
    with override("nl"):
        role = str(place.party.label)
    return Signature(
        version=version,
        party=place.party,
        trainee=place.trainee,
        user=actor.user,
        name=paper.names[place.key],
        role=role,
        signed_at=datetime.combine(paper.signed_on, time(12), clock.BRUSSELS),
        recorded_at=clock.now(),
        sha256=version.sha256,
        method=SigningMethod.OUTSIDE,
        upload=upload,
    )
