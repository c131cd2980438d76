"""Writes a version of an agreement: what it says, its PDF, and the SHA-256 of that PDF.

The one door through which versions come to be. The caller holds the locks: of the request and
the stage, or of the raamovereenkomst.
"""

from __future__ import annotations

import hashlib

from agreements.changes import version_written
from agreements.content import (
    Basis,
    Content,
    Heading,
    content_of_framework,
    content_of_stage,
)
from agreements.enums import ClauseUse, DocumentKind
from agreements.models import (
    Agreement,
    AgreementFile,
    AgreementVersion,
    Clause,
    FrameworkAgreement,
)
from calendar_cfg import clock
from institutions.actors import Actor
from institutions.models import Campus, PlacementSchool, TrainingInstitution
from placement_code.selectors import code_in_force
from placements.models import Placement
from placements.pdf import compile_pdf
from placements.selectors import place_of

TEMPLATE = "agreements/typst/agreement.typ"
CLAUSES_FOR = {
    DocumentKind.FULL: (ClauseUse.FULL, ClauseUse.BOTH),
    DocumentKind.ANNEX: (ClauseUse.ANNEX, ClauseUse.BOTH),
    DocumentKind.FRAMEWORK: (ClauseUse.FRAMEWORK,),
}


def write_stage_version(
    agreement: Agreement,
    current: AgreementVersion | None,
    placement: Placement,
    framework: FrameworkAgreement | None,
    *,
    actor: Actor,
    why: str = "",
) -> AgreementVersion:
    """The version after `current` for a stage that was read `with_facts` and `with_place`."""
    agreement.placement = placement  # as it was read now; who hears of the version asks it
    kind = DocumentKind.ANNEX if framework else DocumentKind.FULL
    basis = _basis(kind, placement.institution, place_of(placement), framework)
    content = content_of_stage(placement, _heading(agreement, current), basis)
    return _write(agreement, current, kind, content, basis, actor=actor, why=why)


def write_framework_version(
    agreement: Agreement, framework: FrameworkAgreement, *, actor: Actor, why: str = ""
) -> AgreementVersion:
    """The next version of the document of a raamovereenkomst."""
    current = agreement.versions.filter(superseded_at=None).first()
    kind = DocumentKind.FRAMEWORK
    basis = _basis(kind, framework.institution, head_campus(framework.school))
    content = content_of_framework(framework, _heading(agreement, current), basis)
    return _write(agreement, current, kind, content, basis, actor=actor, why=why)


def head_campus(school: PlacementSchool) -> Campus | None:
    """The vestigingsplaats that stands for a school in a raamovereenkomst."""
    rows = Campus.objects.filter(school=school, is_active=True)
    return rows.order_by("-is_head", "number").first()


def _heading(agreement: Agreement, current: AgreementVersion | None) -> Heading:
    return Heading(agreement.reference, current.number + 1 if current else 1, clock.today())


def _basis(
    kind: DocumentKind,
    institution: TrainingInstitution,
    campus: Campus | None,
    framework: FrameworkAgreement | None = None,
) -> Basis:
    clauses = Clause.objects.filter(institution=institution, use__in=CLAUSES_FOR[kind])
    return Basis(campus, code_in_force(clock.today()), list(clauses), framework)


def _write(
    agreement: Agreement,
    current: AgreementVersion | None,
    kind: DocumentKind,
    content: Content,
    basis: Basis,
    *,
    actor: Actor,
    why: str,
) -> AgreementVersion:
    moment = clock.now()
    if current is not None:
        current.superseded_at = moment
        current.save(update_fields=["superseded_at"])
    pdf = compile_pdf(TEMPLATE, content)
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=current.number + 1 if current else 1,
        kind=kind,
        content=content,
        sha256=hashlib.sha256(pdf).hexdigest(),
        code=basis.code,
        under=basis.framework,
        why=why[:500],
        made_by=actor.user,
        made_at=moment,
    )
    AgreementFile.objects.create(version=version, pdf=pdf)
    version_written.send(AgreementVersion, version=version, actor=actor)
    return version
