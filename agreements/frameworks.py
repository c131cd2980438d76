"""Raamovereenkomsten: made and changed by coordinators, signed by institution and school.

One counts for a stage when it is valid on the whole of its stageperiode, and both signed the
version in force (docs/decisions/0021-agreements.md).
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from agreements.enums import Party
from agreements.models import Agreement, AgreementVersion, FrameworkAgreement, Signature
from agreements.references import FRAMEWORK, new_reference
from agreements.writing import write_framework_version
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.models import PlacementSchool
from placements.models import Placement
from requests_app.exceptions import StaleForm


def framework_for(placement: Placement) -> FrameworkAgreement | None:
    """The raamovereenkomst under which a stage falls, with its `agreement`; None without one."""
    signed = Signature.objects.filter(
        version__agreement__framework=OuterRef("pk"), version__superseded_at=None
    )
    rows = FrameworkAgreement.objects.filter(
        Exists(signed.filter(party=Party.INSTITUTION)),
        Exists(signed.filter(party=Party.SCHOOL)),
        institution=placement.institution,
        school=placement.school,
        valid_from__lte=placement.period_start,
        valid_until__gte=placement.period_end,
    )
    found: FrameworkAgreement | None = rows.select_related("agreement").first()
    return found


@transaction.atomic
def make_framework(
    *, school: PlacementSchool, valid_from: date, valid_until: date, actor: Actor
) -> FrameworkAgreement:
    """Make a raamovereenkomst with a school, and the first version of its document.

    The same school and days again give the one that is there: a form that is sent twice.

    Raises:
        PermissionDenied: the actor is no coordinator.
        DomainError: the days are out of order, or another one holds in part of them.
    """
    _need_coordinator(actor)
    days = {"valid_from": valid_from, "valid_until": valid_until}
    between = {"institution": actor.institution, "school": school, **days}
    existing: FrameworkAgreement | None = FrameworkAgreement.objects.filter(**between).first()
    if existing is not None:
        return existing
    framework = FrameworkAgreement(made_by=actor.user, **between)
    _need_valid(framework)
    with logged_as(actor):
        framework.save()
        agreement = Agreement.objects.create(
            reference=new_reference(FRAMEWORK, valid_from.year), framework=framework
        )
        write_framework_version(agreement, framework, actor=actor)
    return framework


@transaction.atomic
def change_framework(
    *,
    framework_pk: int,
    valid_from: date,
    valid_until: date,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> FrameworkAgreement:
    """Change how long a raamovereenkomst holds: a new version, to be signed again by both.

    The same days again change nothing. Annexes that were made under it stay as they are.

    Raises:
        PermissionDenied: the actor is no coordinator of its institution.
        DomainError: no reason, the days are out of order, or another one holds in part of them.
        StaleForm: somebody changed it after the form was opened.
    """
    rows = FrameworkAgreement.objects.select_for_update(of=("self",))
    framework: FrameworkAgreement = rows.get(pk=framework_pk)
    _need_coordinator(actor)
    if framework.institution_id != getattr(actor.institution, "pk", None):
        raise PermissionDenied(_("Deze raamovereenkomst is van een andere lerarenopleiding."))
    if (framework.valid_from, framework.valid_until) == (valid_from, valid_until):
        return framework
    if expected_version not in (None, framework.version):
        raise StaleForm(_("Deze raamovereenkomst werd intussen gewijzigd. Kijk na wat er staat."))
    if not reason.strip():
        raise DomainError(_("Geef een reden."), field="reason")
    framework.valid_from, framework.valid_until = valid_from, valid_until
    framework.version += 1
    _need_valid(framework)
    with logged_as(actor):
        framework.save(update_fields=["valid_from", "valid_until", "version"])
        write_framework_version(framework.agreement, framework, actor=actor, why=reason.strip())
    return framework


def version_in_force(framework: FrameworkAgreement) -> AgreementVersion:
    """The version of its document that holds now."""
    found: AgreementVersion = framework.agreement.versions.get(superseded_at=None)
    return found


def _need_coordinator(actor: Actor) -> None:
    if not actor.is_coordinator:
        raise PermissionDenied(_("Alleen een stagecoördinator maakt een raamovereenkomst."))


def _need_valid(framework: FrameworkAgreement) -> None:
    try:
        framework.full_clean(exclude=["made_by"])
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field="valid_until") from error
