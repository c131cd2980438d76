"""How views reach agreements, clauses and raamovereenkomsten: only in the actor's scope.

Outside the tenancy 404; inside but not yours to do 403 (domain.md, 7).
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    AgreementFile,
    AgreementVersion,
    Clause,
    FrameworkAgreement,
)
from agreements.signing_rights import names_readable
from agreements.standing import RELATED, with_standing
from calendar_cfg.dates import long_date
from institutions.actors import Actor
from placements.models import Placement
from requests_app.names import last_day_of_names

SHOWN = (*RELATED, "agreement__placement__proposal__request__year", "made_by", "under")


def stage_of(actor: Actor, public_id: UUID) -> Placement:
    """A stage that the actor may see, with its agreement when it has one."""
    rows: QuerySet[Placement] = Placement.objects.visible_to(actor)
    related = ("proposal__request__institution", "proposal__request__year", "proposal__school")
    return get_object_or_404(rows.select_related(*related), public_id=public_id)


def versions_of_stage(actor: Actor, public_id: UUID) -> list[AgreementVersion]:
    """The versions of the agreement of a stage, the last one first; none when there is none."""
    return list(_versions(actor).filter(agreement__placement__public_id=public_id))


def versions_of_framework(actor: Actor, public_id: UUID) -> list[AgreementVersion]:
    """The versions of the document of a raamovereenkomst, the last one first."""
    versions = list(_versions(actor).filter(agreement__framework__public_id=public_id))
    if not versions:
        raise Http404
    return versions


def versions_beside(actor: Actor, public_id: UUID) -> list[AgreementVersion]:
    """All versions of the agreement that one of them belongs to, the last one first."""
    one = AgreementVersion.objects.filter(public_id=public_id).values("agreement")
    versions = list(_versions(actor).filter(agreement__in=one))
    if not versions:
        raise Http404
    return versions


def version_of(actor: Actor, public_id: UUID) -> AgreementVersion:
    """A version of an agreement that the actor may see, read `with_standing`."""
    return get_object_or_404(_versions(actor), public_id=public_id)


def pdf_of(actor: Actor, public_id: UUID) -> tuple[AgreementVersion, bytes]:
    """A version with its PDF.

    Raises:
        PermissionDenied: the time in which the school may read the names in it is over.
    """
    version = version_of(actor, public_id)
    if not names_readable(actor, version):
        last = last_day_of_names(version.agreement.placement.request)  # type: ignore[union-attr]
        raise PermissionDenied(
            _("De namen in dit document kon uw school lezen tot en met %(day)s.")
            % {"day": long_date(last)}
        )
    return version, bytes(AgreementFile.objects.get(version=version).pdf)


def clause_of(actor: Actor, public_id: UUID) -> Clause:
    """A clause of the actor's own institution."""
    return get_object_or_404(Clause, public_id=public_id, institution=actor.institution)


def framework_of(actor: Actor, public_id: UUID) -> FrameworkAgreement:
    """A raamovereenkomst of the actor's institution or school."""
    rows = FrameworkAgreement.objects.visible_to(actor).select_related("institution", "school")
    found: FrameworkAgreement = get_object_or_404(rows, public_id=public_id)
    return found


def frameworks_of(actor: Actor) -> QuerySet[AgreementVersion]:
    """The version in force of each raamovereenkomst that the actor may see, `with_standing`."""
    rows = FrameworkAgreement.objects.visible_to(actor)
    versions = AgreementVersion.objects.filter(superseded_at=None, agreement__framework__in=rows)
    return with_standing(versions)


def _versions(actor: Actor) -> QuerySet[AgreementVersion]:
    agreements = Agreement.objects.visible_to(actor)
    rows = AgreementVersion.objects.filter(agreement__in=agreements)
    return with_standing(rows).select_related(*SHOWN).order_by("-number")
