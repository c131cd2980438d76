"""Raamovereenkomsten: made and changed by coordinators, signed by institution and school.

One counts for a stage when it is valid on the whole of its stageperiode, and both signed the
version in force (docs/decisions/0021-agreements.md).
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from agreements.enums import Party
from agreements.models import Agreement, AgreementVersion, FrameworkAgreement, Signature
from agreements.references import FRAMEWORK, new_reference
from agreements.writing import write_framework_version
from calendar_cfg.dates import date_range
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.models import PlacementSchool, TrainingInstitution
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


def outlives_framework(version: AgreementVersion, placement: Placement) -> bool:
    """Whether a version is an annex whose raamovereenkomst covers the stageperiode no longer."""
    framework = version.under
    if framework is None:
        return False
    first, last = placement.period_start, placement.period_end
    return not framework.valid_from <= first <= last <= framework.valid_until


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
    institution = _lock_institution(actor)
    days = {"valid_from": valid_from, "valid_until": valid_until}
    between = {"institution": institution, "school": school, **days}
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
    institution = _lock_institution(actor)
    rows = FrameworkAgreement.objects.select_for_update(of=("self",))
    framework: FrameworkAgreement = rows.get(pk=framework_pk)
    if framework.institution_id != institution.pk:
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


def _lock_institution(actor: Actor) -> TrainingInstitution:
    """The coordinator's institution, so that two coordinators make the same one only once."""
    if not actor.is_coordinator or actor.institution is None:
        raise PermissionDenied(_("Alleen een stagecoördinator maakt een raamovereenkomst."))
    rows = TrainingInstitution.objects.select_for_update()
    institution: TrainingInstitution = rows.get(pk=actor.institution.pk)
    return institution


def _need_valid(framework: FrameworkAgreement) -> None:
    """Refuse days out of order, and days in which another one with this school holds."""
    if framework.valid_until < framework.valid_from:
        raise DomainError(_("De eerste dag moet voor de laatste dag vallen."), field="valid_until")
    others = FrameworkAgreement.objects.exclude(pk=framework.pk).filter(
        institution=framework.institution,
        school=framework.school,
        valid_from__lte=framework.valid_until,
        valid_until__gte=framework.valid_from,
    )
    other: FrameworkAgreement | None = others.select_related("agreement").first()
    if other is not None:
        raise DomainError(
            _("In deze dagen geldt al %(reference)s met deze school: %(days)s.")
            % {
                "reference": other.agreement.reference,
                "days": date_range(other.valid_from, other.valid_until),
            },
            field="valid_from",
        )
