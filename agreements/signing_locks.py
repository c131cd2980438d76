"""The locks of a signature: request, stage, agreement, version (docs/architecture.md)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.enums import AgreementStatus
from agreements.models import Agreement, AgreementVersion, FrameworkAgreement
from agreements.standing import Standing, with_standing
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from placements.locking import lock_placement


class NotInForce(DomainError):
    """The version was replaced, or its stage was cancelled; the message says which and when."""


def lock_version(pk: int) -> AgreementVersion:
    """A version under a lock until the end of the transaction, read `with_standing`.

    A change of the stage waits for the signature, or the signature for the change: then the
    version is found replaced.
    """
    assert transaction.get_connection().in_atomic_block
    rows = AgreementVersion.objects.filter(pk=pk)
    agreement_pk, placement_pk, framework_pk = rows.values_list(
        "agreement_id", "agreement__placement_id", "agreement__framework_id"
    ).get()
    if placement_pk is not None:
        lock_placement(placement_pk, even_cancelled=True)
    else:
        FrameworkAgreement.objects.select_for_update().get(pk=framework_pk)
    Agreement.objects.select_for_update().get(pk=agreement_pk)
    return with_standing(rows.select_for_update(of=("self",))).get()


def need_in_force(version: AgreementVersion, standing: Standing) -> None:
    """Refuse what is no longer to be signed.

    Raises:
        NotInForce: it was replaced, or the stage was cancelled.
    """
    if standing.status == AgreementStatus.LAPSED:
        raise NotInForce(_("Deze stage gaat niet door: er is niets ondertekend."))
    if standing.status != AgreementStatus.REPLACED:
        return
    current = AgreementVersion.objects.filter(agreement=version.agreement, superseded_at=None)
    words = _(
        "Versie %(old)d is op %(day)s vervangen door versie %(new)d. Er is niets ondertekend: "
        "lees eerst de nieuwe versie."
    )
    new = current.values_list("number", flat=True).first() or version.number + 1
    day = long_date(standing.replaced_at)
    raise NotInForce(words % {"old": version.number, "new": new, "day": day})
