"""Who handles requests, and the end of a membership.

An institution always keeps a stagecoördinator, a school a schoolmentor who answers. The
organisation's row is locked while that is counted, so two people cannot remove each other at
the same moment.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.querysets import MembershipQuerySet
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import PlacementSchool, TrainingInstitution


def may_manage(actor: Actor) -> bool:
    """Whether the actor invites and ends colleagues: a stagecoördinator or a schoolmentor."""
    return actor.is_coordinator or actor.is_school_mentor


@transaction.atomic
def set_request_handlers(handlers: Collection[Membership], *, actor: Actor) -> None:
    """Say which schoolmentors of the actor's school handle requests.

    Raises:
        DomainError: when nobody would remain, or somebody is not a schoolmentor of this school.
        PermissionDenied: unless the actor is a schoolmentor.
    """
    if not actor.is_school_mentor or actor.school is None:
        raise PermissionDenied(_("Alleen een schoolmentor bepaalt wie aanvragen behandelt."))
    _lock(actor.school)
    mentors = Membership.objects.active().filter(school=actor.school, role=Role.SCHOOL_MENTOR)
    chosen = mentors.filter(pk__in=[handler.pk for handler in handlers])
    if len(chosen) < len(handlers):
        raise DomainError(
            _("Alleen schoolmentoren van uw school behandelen stageaanvragen."), field="handlers"
        )
    if not chosen:
        raise DomainError(
            _("Minstens één schoolmentor moet de stageaanvragen behandelen."), field="handlers"
        )
    for mentor in mentors:
        if mentor.handles_requests != (mentor in chosen):
            mentor.handles_requests = not mentor.handles_requests
            mentor.save(update_fields=["handles_requests"])


@transaction.atomic
def end_membership(membership: Membership, *, actor: Actor, reason: str) -> Membership:
    """End a colleague's access to the organisation, at once. What the colleague did stays.

    Raises:
        DomainError: for the last stagecoördinator, the last schoolmentor, or the last one who
            handles requests.
        PermissionDenied: unless the actor manages this organisation's colleagues.
    """
    if not may_manage(actor) or membership.organisation != actor.organisation:
        raise PermissionDenied(_("U beheert de medewerkers van deze organisatie niet."))
    _lock(membership.organisation)
    membership = Membership.objects.select_related("user", "institution", "school").get(
        pk=membership.pk
    )
    if not membership.is_active:
        return membership
    _require_successor(membership)
    membership.is_active = False
    membership.handles_requests = False
    membership.ended_reason = reason
    membership.save(update_fields=["is_active", "handles_requests", "ended_reason"])
    return membership


def join(
    user: User,
    *,
    role: Role,
    organisation: TrainingInstitution | PlacementSchool,
    handles_requests: bool,
) -> Membership:
    """Make somebody a member, or a member again; part of accepting an invitation.

    The first schoolmentor of a school handles its requests: somebody has to.
    """
    institution, school = _sides(organisation)
    _lock(organisation)
    membership = Membership.objects.filter(
        user=user, role=role, institution=institution, school=school
    ).first() or Membership(user=user, role=role, institution=institution, school=school)
    if role == Role.SCHOOL_MENTOR:
        alone = not _handlers(organisation).exists()
        membership.handles_requests = handles_requests or alone or membership.handles_requests
    membership.is_active = True
    membership.ended_reason = ""
    membership.save()
    return membership


def _require_successor(membership: Membership) -> None:
    """Refuse to let an organisation end without the people it cannot do without."""
    rows = _members(membership.organisation).exclude(pk=membership.pk)
    who = {"name": str(membership.user)}
    if membership.role == Role.COORDINATOR and not rows.filter(role=Role.COORDINATOR).exists():
        raise DomainError(
            _("%(name)s is de enige stagecoördinator. Nodig eerst een andere uit.") % who
        )
    if membership.role != Role.SCHOOL_MENTOR:
        return
    if not rows.filter(role=Role.SCHOOL_MENTOR).exists():
        raise DomainError(_("%(name)s is de enige schoolmentor. Nodig eerst een andere uit.") % who)
    if membership.handles_requests and not rows.filter(handles_requests=True).exists():
        raise DomainError(
            _(
                "%(name)s is de enige die stageaanvragen behandelt. "
                "Duid eerst een andere schoolmentor aan."
            )
            % who
        )


def _members(organisation: TrainingInstitution | PlacementSchool) -> MembershipQuerySet:
    institution, school = _sides(organisation)
    return Membership.objects.active().filter(institution=institution, school=school)


def _handlers(organisation: TrainingInstitution | PlacementSchool) -> MembershipQuerySet:
    return _members(organisation).filter(handles_requests=True)


def _lock(organisation: TrainingInstitution | PlacementSchool) -> None:
    """Nobody else counts or changes this organisation's members until the commit."""
    type(organisation).objects.select_for_update().get(pk=organisation.pk)


def _sides(
    organisation: TrainingInstitution | PlacementSchool,
) -> tuple[TrainingInstitution | None, PlacementSchool | None]:
    if isinstance(organisation, PlacementSchool):
        return None, organisation
    return organisation, None
