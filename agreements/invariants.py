"""What must always hold of agreements; `manage.py check_invariants` asks it.

Each check returns what breaks it; all empty is well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Exists, F, JSONField, OuterRef, Q, Subquery

from agreements.content import agreed_of
from agreements.enums import Party
from agreements.models import Agreement, AgreementFile, AgreementVersion, Signature, SignedUpload
from placements.models import Placement
from placements.selectors import with_facts

BATCH = 200


def agreement_without_one_version_in_force() -> list[str]:
    """Of each agreement exactly one version holds."""
    in_force = Count("versions", filter=Q(versions__superseded_at=None))
    rows = Agreement.objects.annotate(in_force=in_force).exclude(in_force=1)
    return list(rows.values_list("reference", flat=True))


def older_version_still_in_force() -> list[str]:
    """The version in force is the last one."""
    later = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), number__gt=OuterRef("number")
    )
    rows = AgreementVersion.objects.filter(Exists(later), superseded_at=None)
    return list(rows.values_list("agreement__reference", flat=True))


def signature_under_another_document() -> list[str]:
    """What was signed is the hash of the version under which the signature stands."""
    rows = Signature.objects.exclude(sha256=F("version__sha256"))
    return _named(rows.values_list("version__agreement__reference", "version__number"))


def signed_after_it_was_replaced() -> list[str]:
    """Nobody signs a version that was replaced."""
    rows = Signature.objects.filter(recorded_at__gt=F("version__superseded_at"))
    return _named(rows.values_list("version__agreement__reference", "version__number"))


def signed_by_a_trainee_of_another_stage() -> list[str]:
    """Who signs as a trainee is a trainee of the stage."""
    of_stage = Placement.objects.filter(
        agreement=OuterRef("version__agreement"),
        proposal__request__trainees=OuterRef("trainee"),
    )
    rows = Signature.objects.filter(party=Party.TRAINEE).exclude(Exists(of_stage))
    return _named(rows.values_list("version__agreement__reference", "version__number"))


def pdf_differs_from_its_hash() -> list[str]:
    """The bytes that are kept are the document that was signed, and the copy that was sent."""
    files = AgreementFile.objects.values_list(
        "version__agreement__reference", "version__number", "version__sha256", "pdf"
    )
    copies = SignedUpload.objects.values_list(
        "version__agreement__reference", "version__number", "sha256", "pdf"
    )
    wrong = []
    for rows in (files, copies):
        for reference, number, sha256, pdf in rows.order_by("pk").iterator(chunk_size=BATCH):
            if hashlib.sha256(pdf).hexdigest() != sha256:
                wrong.append(f"{reference} v{number}")
    return wrong


def version_without_its_pdf() -> list[str]:
    """Each version has the PDF that is signed."""
    rows = AgreementVersion.objects.filter(file=None)
    return _named(rows.values_list("agreement__reference", "number"))


def agreement_says_something_else_than_its_stage() -> list[str]:
    """The version in force of a stage that goes on says what was agreed.

    Compared is what makes a new version: days, lesuren, how many trainees and vakmentoren. A name
    or an address that was corrected since is no other agreement.
    """
    in_force = AgreementVersion.objects.filter(
        agreement__placement=OuterRef("pk"), superseded_at=None
    )
    said = Subquery(in_force.values("content")[:1], output_field=JSONField())
    live = Placement.objects.live().filter(agreement__isnull=False).order_by("pk")
    pks = list(live.values_list("pk", flat=True))
    wrong = []
    for batch in (pks[start : start + BATCH] for start in range(0, len(pks), BATCH)):
        rows: Any = with_facts(Placement.objects.filter(pk__in=batch).annotate(said=said))
        for placement in rows:
            agreed = (placement.said or {}).get("agreed", {})
            if _terms(agreed) != _terms(agreed_of(placement, None)):
                wrong.append(placement.reference)
    return wrong


def _terms(agreed: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        agreed.get("start"),
        agreed.get("end"),
        [(line["id"], line["hours"]) for line in agreed.get("lines", [])],
        len(agreed.get("trainees", [])),
        sorted(len(row["names"]) for row in agreed.get("mentors", [])),
        bool(agreed.get("supervisor")),
    )


def _named(rows: object) -> list[str]:
    return [f"{reference} v{number}" for reference, number in rows]  # type: ignore[attr-defined]


CHECKS: list[Callable[[], list[str]]] = [
    agreement_without_one_version_in_force,
    older_version_still_in_force,
    signature_under_another_document,
    signed_after_it_was_replaced,
    signed_by_a_trainee_of_another_stage,
    pdf_differs_from_its_hash,
    version_without_its_pdf,
    agreement_says_something_else_than_its_stage,
]
