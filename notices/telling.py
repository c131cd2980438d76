"""Tells: writes the notices of something that happens, in the transaction in which it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Lower

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from calendar_cfg.withholding import are_withheld
from notices.enums import NoticeState
from notices.kind import Kind
from notices.models import Addressee, Notice
from notices.recipients import Recipient
from placements.models import Placement
from requests_app.models import PlacementRequest, Proposal

BATCH = 1000


@dataclass(frozen=True)
class Told:
    """Something told to somebody.

    Arguments:
        to: who is told.
        about: with the kind and the recipient it makes the key: twice the same is told once.
        data: what the line says that is in no other row: dates (ISO) and words, never a name
            of a trainee.
    """

    to: Recipient
    about: str
    year: AcademicYear | None = None
    request: PlacementRequest | None = None
    proposal: Proposal | None = None
    placement: Placement | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def tell(kind: type[Kind], told: Iterable[Told]) -> int:
    """Write a notice for each, inside the caller's transaction; what was told before is left.

    Costs one query, and two or three more for who never got anything. What an effect tells that
    came too late is withheld (`calendar_cfg.withholding`).

    Returns:
        How many were given, whether new or not.
    """
    told = list(told)
    if not told:
        return 0
    addressees = _addressees({each.to for each in told})
    state = NoticeState.WITHHELD if are_withheld() else NoticeState.WAITING
    now = clock.now()
    rows = [
        Notice(
            key=f"{kind.name}:{each.about}:{each.to.key}",
            kind=kind.name,
            addressee_id=addressees[each.to],
            membership_id=each.to.membership_id,
            year=each.year,
            request=each.request,
            proposal=each.proposal,
            placement=each.placement,
            data=dict(each.data),
            state=state,
            presses=kind.presses,
            created_at=now,
        )
        for each in told
    ]
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _addressees(recipients: set[Recipient]) -> dict[Recipient, int]:
    """The addressee of each, made where there is none yet."""
    known = {each: each.addressee_id for each in recipients if each.addressee_id is not None}
    missing = recipients - set(known)
    if not missing:
        return known
    found = _found(missing)
    if new := [each for each in missing if _identity(each) not in found]:
        Addressee.objects.bulk_create([_new(each) for each in new], ignore_conflicts=True)
        found = _found(missing)
    return known | {each: found[_identity(each)] for each in missing}


Identity = tuple[int | None, str, int | None]


def _identity(recipient: Recipient) -> Identity:
    return recipient.user_id, recipient.email.lower(), recipient.school_id


def _new(recipient: Recipient) -> Addressee:
    return Addressee(
        user_id=recipient.user_id, email=recipient.email, school_id=recipient.school_id
    )


def _found(recipients: Iterable[Recipient]) -> dict[Identity, int]:
    users = {each.user_id for each in recipients if each.user_id}
    rows = Addressee.objects.filter(user__in=users).values_list("pk", "user_id")
    found: dict[Identity, int] = {(user, "", None): pk for pk, user in rows}
    schools = {each.school_id for each in recipients if each.school_id}
    if schools:
        addresses = Addressee.objects.filter(school__in=schools).annotate(lower=Lower("email"))
        for pk, email, school in addresses.values_list("pk", "lower", "school_id"):
            found[None, email, school] = pk
    return found
