"""The stageovereenkomst of a stage: made once by a coordinator, renewed when something changes.

Versions are never edited: there is no purely editorial change. Locks: request, stage, agreement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.content import agreed_of
from agreements.frameworks import framework_for, outlives_framework
from agreements.models import Agreement, AgreementVersion
from agreements.references import STAGE, new_reference
from agreements.writing import write_stage_version
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from placements.locking import lock_placement
from placements.models import Placement
from placements.querysets import AGREED
from placements.selectors import place_of, with_facts, with_place


@dataclass
class Made:
    """What came of making many agreements.

    Arguments:
        made: first versions that were made now.
        there: stages that had one already.
        refused: references of stages, each with why not.
    """

    made: list[AgreementVersion] = field(default_factory=list)
    there: list[AgreementVersion] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def may_make(actor: Actor, placement: Placement) -> bool:
    """Whether the actor may make the agreement of a stage."""
    return actor.is_coordinator and actor.institution == placement.institution


@transaction.atomic
def make_agreement(*, placement_pk: int, actor: Actor) -> AgreementVersion:
    """Make the stageovereenkomst of a stage, or its annex under a raamovereenkomst.

    Effects, in order: the agreement gets its kenmerk; its first version is written, with its PDF.
    A stage that has an agreement keeps it: the version in force is given back, or a new one where
    that is an annex whose raamovereenkomst does not cover the stage any more.

    Raises:
        PermissionDenied: the actor is no coordinator of the institution.
        DomainError: the stage was cancelled.
    """
    return _make(placement_pk, actor)[0]


def make_many(*, placements: Iterable[Placement], actor: Actor) -> Made:
    """Make the agreement of each of these stages, one by one: one that is refused stops no other.

    Raises:
        PermissionDenied: the actor is no coordinator of their institution.
    """
    result = Made()
    for placement in placements:
        try:
            with transaction.atomic():
                version, is_new = _make(placement.pk, actor)
        except DomainError as error:
            result.refused.append((placement.reference, error.message))
        else:
            (result.made if is_new else result.there).append(version)
    return result


@transaction.atomic(savepoint=False)  # always part of the change itself
def renew(*, placement: Placement, actor: Actor, why: str) -> AgreementVersion | None:
    """Write a new version when what was agreed differs from the version in force.

    The old version stays, with when it was replaced; its signatures stay with it. Nothing happens
    while there is no agreement, for a stage that does not go on, or when nothing differs.
    """
    versions = AgreementVersion.objects.filter(agreement__placement=placement, superseded_at=None)
    locking = versions.select_related("agreement").select_for_update(of=("self", "agreement"))
    current = locking.first()
    if current is None:
        return None
    now = _read(placement.pk)
    if now.proposal.state not in AGREED or not _differs(current, now):
        return None
    with logged_as(actor):
        return write_stage_version(
            current.agreement, current, now, framework_for(now), actor=actor, why=why
        )


def _differs(current: AgreementVersion, placement: Placement) -> bool:
    """Whether what was agreed is other than a version says.

    Not the words around it: a clause that changed, or a newer Stagecode, makes no version by
    itself.
    """
    return bool(current.content.get("agreed") != agreed_of(placement, place_of(placement)))


def _read(placement_pk: int) -> Placement:
    rows = Placement.objects.filter(pk=placement_pk)
    placement: Placement = with_place(with_facts(rows)).get()
    return placement


def _make(placement_pk: int, actor: Actor) -> tuple[AgreementVersion, bool]:
    locked = lock_placement(placement_pk)
    if not may_make(actor, locked):
        raise PermissionDenied(
            _("Alleen een stagecoördinator van de lerarenopleiding maakt de stageovereenkomst.")
        )
    if existing := Agreement.objects.filter(placement=locked).first():
        return _keep_or_replace(existing, locked, actor)
    placement = _read(placement_pk)
    with logged_as(actor):
        reference = new_reference(STAGE, placement.year.start_year)
        agreement = Agreement.objects.create(reference=reference, placement=placement)
        framework = framework_for(placement)
        version = write_stage_version(agreement, None, placement, framework, actor=actor)
    return version, True


def _keep_or_replace(
    agreement: Agreement, locked: Placement, actor: Actor
) -> tuple[AgreementVersion, bool]:
    """The version in force; a new one for an annex that its raamovereenkomst does not carry."""
    current = agreement.versions.select_related("under").get(superseded_at=None)
    if not outlives_framework(current, locked):
        return current, False
    placement = _read(locked.pk)
    framework = framework_for(placement)
    why = _("De raamovereenkomst geldt niet meer voor de hele stageperiode.")
    with logged_as(actor):
        version = write_stage_version(
            agreement, current, placement, framework, actor=actor, why=why
        )
    return version, True
