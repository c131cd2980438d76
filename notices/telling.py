"""Tells: writes the notices of something that happens, in the transaction in which it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Lower

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from calendar_cfg.together import at_the_end
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

    All that is told of one change (`calendar_cfg.together`) costs one query, and one more where
    somebody never got anything (three for new addresses).
    What an effect tells that came too late is withheld (`calendar_cfg.withholding`).

    Returns:
        How many were given, whether new or not.
    """
    state = NoticeState.WITHHELD if are_withheld() else NoticeState.WAITING
    now = clock.now()
    rows = [
        (
            each.to,
            Notice(
                key=f"{kind.name}:{each.about}:{each.to.key}",
                kind=kind.name,
                membership_id=each.to.membership_id,
                year=each.year,
                request=each.request,
                proposal=each.proposal,
                placement=each.placement,
                data=dict(each.data),
                state=state,
                presses=kind.presses,
                created_at=now,
            ),
        )
        for each in told
    ]
    if rows:
        at_the_end(_write, rows)
    return len(rows)


def _write(rows: Sequence[tuple[Recipient, Notice]]) -> None:
    """Write the notices of one change, whatever their kinds."""
    addressees = _addressees({to for to, _notice in rows})
    for to, notice in rows:
        notice.addressee_id = addressees[to]
    notices = [notice for _to, notice in rows]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)


def _addressees(recipients: set[Recipient]) -> dict[Recipient, int]:
    """The addressee of each, made where there is none yet."""
    known = {each: each.addressee_id for each in recipients if each.addressee_id is not None}
    missing = recipients - set(known)
    if not missing:
        return known
    people = {each.user_id: each for each in missing if each.user_id is not None}
    made = _people(people) if people else {}
    addresses = [each for each in missing if each.user_id is None]
    found = _addresses(addresses) if addresses else {}
    return (
        known
        | {each: made[each.user_id] for each in missing if each.user_id is not None}
        | {each: found[each.school_id, each.email.lower()] for each in addresses}
    )


def _people(user_ids: Iterable[int]) -> dict[int | None, int]:
    """The addressee of accounts that were not known to have one, made at once; one query."""
    rows = Addressee.objects.bulk_create(
        [Addressee(user_id=pk) for pk in sorted(user_ids)],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["email"],  # changes nothing, and gives the id of one that is there by now
    )
    return {row.user_id: row.pk for row in rows}


def _addresses(recipients: Sequence[Recipient]) -> dict[tuple[int | None, str], int]:
    """The addressee of addresses of schools; in one query when all are known, else three."""
    found = _known_addresses(recipients)
    new = [each for each in recipients if (each.school_id, each.email.lower()) not in found]
    if new:
        Addressee.objects.bulk_create(
            [Addressee(email=each.email, school_id=each.school_id) for each in new],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        found = _known_addresses(recipients)
    return found


def _known_addresses(recipients: Iterable[Recipient]) -> dict[tuple[int | None, str], int]:
    schools = {each.school_id for each in recipients}
    rows = Addressee.objects.filter(school__in=schools).annotate(lower=Lower("email"))
    return {(school, email): pk for pk, email, school in rows.values_list("pk", "lower", "school")}
