"""What anybody who holds a document may learn of it: whether it is ours, holds, and is signed.

No names and no organisations. A kenmerk that does not exist and a hash that is not its own are
answered alike, so that nobody can find out which references exist.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from agreements.enums import AgreementStatus
from agreements.models import AgreementVersion, SignedUpload
from agreements.standing import Standing, standing_of, with_standing
from calendar_cfg import clock

HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Known:
    """A document that is known here.

    Arguments:
        replaced_by: the number of the version in force, when it is another.
        over_since: the last day on which a raamovereenkomst held, once that is past.
        is_signed_copy: whether it is the PDF of a copy that was signed on paper.
        signed_on: the days of the signatures, in order.
    """

    reference: str
    number: int
    status: AgreementStatus
    made_on: date
    signed: int
    needed: int
    signed_on: tuple[date, ...]
    replaced_by: int | None
    over_since: date | None
    is_signed_copy: bool


def verify(reference: str, sha256: str) -> Known | None:
    """What is known of the document with this kenmerk and this hash; None when nothing is."""
    found = verify_hash(sha256)
    wanted = "".join(reference.split()).upper()
    return found if found is not None and found.reference.upper() == wanted else None


def verify_hash(sha256: str) -> Known | None:
    """What is known of the document with this hash; None when nothing is."""
    wanted = "".join(sha256.split()).lower()
    if not HASH.fullmatch(wanted):
        return None
    rows = with_standing(AgreementVersion.objects.all())
    version = rows.filter(sha256=wanted).first()
    if version is not None:
        return _known(version, is_signed_copy=False)
    copies = SignedUpload.objects.filter(sha256=wanted).values("version")
    version = rows.filter(pk__in=copies).order_by("-number").first()
    return _known(version, is_signed_copy=True) if version is not None else None


def hash_of(chunks: Iterable[bytes]) -> str:
    """The SHA-256 of a file that is read in parts; nothing of it is kept."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _known(version: AgreementVersion, *, is_signed_copy: bool) -> Known:
    standing = standing_of(version)
    return Known(
        reference=version.agreement.reference,
        number=version.number,
        status=standing.status,
        made_on=_day(version.made_at),
        signed=standing.signed_count,
        needed=len(standing.parties),
        signed_on=_days(standing),
        replaced_by=_replaced_by(version),
        over_since=_over_since(version),
        is_signed_copy=is_signed_copy,
    )


def _replaced_by(version: AgreementVersion) -> int | None:
    if version.superseded_at is None:
        return None
    later = version.agreement.versions.filter(superseded_at=None)
    return later.values_list("number", flat=True).first()


def _over_since(version: AgreementVersion) -> date | None:
    framework = version.agreement.framework
    last: date | None = framework.valid_until if framework else None
    return last if last and last < clock.today() else None


def _days(standing: Standing) -> tuple[date, ...]:
    return tuple(sorted(_day(row.signed_at) for row in standing.parties if row.signed_at))


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()
