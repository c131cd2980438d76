"""Who guides a stage: vakmentors, whom the school assigns, and a stagebegeleider.

The rows of `Guide` are the history. Two places of the request and the answer are kept equal to
them, because who sees what is decided there (domain.md, 7): the vakmentor on each accepted line
(the one who guides that subject longest) and the stagebegeleider of the request. This module is
the one door through which either changes once there is a stage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import SCHOOL_ROLES, Role
from institutions.models import Subject
from placements.changes import agreed_changed
from placements.enums import GuidanceRole
from placements.locking import lock_placement
from placements.models import Guide, Placement
from requests_app.enums import Decision
from requests_app.exceptions import StaleForm
from requests_app.models import PlacementRequest, ProposalLine

Guiding = tuple[str, int | None, int]
"""Role, subject id and membership id of somebody who guides a stage."""
INSTITUTION_GUIDES = (Role.COORDINATOR, Role.SUPERVISOR)


def assign_mentors(
    *,
    placement_pk: int,
    subject: Subject | None,
    members: Collection[Membership],
    actor: Actor,
    reason: str = "",
) -> Placement:
    """Say which vakmentors guide one subject of a stage: see `assign_mentors_by_subject`.

    Arguments:
        subject: of the accepted lines; None for the klasoverstijgende activiteiten.
        members: of the school, schoolmentors or vakmentors; empty for "nobody yet".
    """
    wanted = {subject: members}
    return assign_mentors_by_subject(
        placement_pk=placement_pk, wanted=wanted, actor=actor, reason=reason
    )


@transaction.atomic
def assign_mentors_by_subject(
    *,
    placement_pk: int,
    wanted: Mapping[Subject | None, Collection[Membership]],
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
) -> Placement:
    """Say which vakmentors guide subjects of a stage; the same ones again change nothing.

    Effects, in order: who is no longer among them stops, who is new begins; the accepted lines of
    the subject name the first; who keeps documents of the stage hears it, once for all subjects.

    Arguments:
        wanted: for subjects of the accepted lines (None: the klasoverstijgende activiteiten),
            people of the school; a subject that is left out stays as it is.
        reason: why it changes, for the history.
        expected_version: that of the page on which they were chosen.

    Raises:
        PermissionDenied: the actor does not answer for the school.
        DomainError: somebody is not of this school, or the stage has no such subject, or it was
            cancelled.
        StaleForm: somebody changed the stage after the form was opened.
    """
    placement = lock_placement(placement_pk)
    if not actor.may_answer or actor.school != placement.school:
        raise PermissionDenied(_("Alleen wie voor de school antwoordt, wijst vakmentoren toe."))
    _need_subjects(placement, wanted)
    _need_school_people(placement, [member for members in wanted.values() for member in members])
    changing = [subject for subject in wanted if _differs(placement, subject, wanted[subject])]
    if changing and expected_version not in (None, placement.version):
        raise StaleForm(_("Deze stage werd intussen gewijzigd. Kijk na wat er nu staat."))
    with logged_as(actor):
        for subject in changing:
            _replace(
                placement,
                GuidanceRole.SUBJECT_MENTOR,
                subject,
                wanted[subject],
                actor=actor,
                reason=reason,
            )
            _name_on_lines(placement, subject)
        if changing:
            _changed(placement, actor, _("Andere vakmentor."))
    return placement


def _differs(
    placement: Placement, subject: Subject | None, members: Collection[Membership]
) -> bool:
    current = placement.guides.current().filter(role=GuidanceRole.SUBJECT_MENTOR, subject=subject)
    return {member.pk for member in members} != set(current.values_list("member_id", flat=True))


@transaction.atomic
def assign_supervisor(
    *,
    placement_pk: int,
    member: Membership | None,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
) -> Placement:
    """Say who of the institution guides a stage as stagebegeleider; the same again is harmless.

    Effects, in order: the one before stops, the new one begins; the request names the new one;
    who keeps documents of the stage hears it.

    Raises:
        PermissionDenied: the actor is no coordinator of the institution.
        DomainError: the person is not of this institution, or the stage was cancelled.
        StaleForm: somebody changed the stage after the form was opened.
    """
    placement = lock_placement(placement_pk)
    if not actor.is_coordinator or actor.institution != placement.institution:
        raise PermissionDenied(_("Alleen een stagecoördinator wijst een stagebegeleider toe."))
    if member is not None and not _is_of_institution(placement, member):
        raise DomainError(_("Kies een collega van uw lerarenopleiding."), field="member")
    if _is_supervisor(placement, member):
        return placement
    if expected_version not in (None, placement.version):
        raise StaleForm(_("Deze stage werd intussen gewijzigd. Kijk na wat er nu staat."))
    with logged_as(actor):
        members = [] if member is None else [member]
        _replace(placement, GuidanceRole.SUPERVISOR, None, members, actor=actor, reason=reason)
        PlacementRequest.objects.filter(pk=placement.request.pk).update(supervisor=member)
        placement.request.supervisor = member
        _changed(placement, actor, _("Andere stagebegeleider."))
    return placement


def possible_supervisors(placement: Placement) -> list[Membership]:
    """The colleagues of the institution who can guide a stage, by name; with their user."""
    return list(_institution_people(placement).select_related("user"))


def begin_guidance(placement: Placement, *, actor: Actor, is_new: bool) -> None:
    """Take over who was named with the request and in the answer; part of an acceptance.

    Somebody who guided this stage before the school corrected its answer, and was not named
    again, stops.

    Arguments:
        is_new: nobody can have guided it yet, which saves a query.
    """
    wanted: set[Guiding] = {
        (GuidanceRole.SUBJECT_MENTOR, line.activity.subject_id, line.subject_mentor_id)
        for line in placement.proposal.lines.all()
        if line.decision == Decision.ACCEPTED and line.subject_mentor_id is not None
    }
    if (supervisor := placement.request.supervisor_id) is not None:
        wanted.add((GuidanceRole.SUPERVISOR, None, supervisor))
    standing = placement.guides.none() if is_new else placement.guides.current()
    _let_guide(placement, wanted, standing, actor=actor)


def end_guidance(placement: Placement, *, actor: Actor, reason: str) -> None:
    """Everybody stops guiding: the school took its answer back."""
    placement.guides.current().update(until=clock.now(), ended_by=actor.user, reason=reason)


def accepted_lines(placement: Placement) -> list[ProposalLine]:
    """The lines that the school accepted, in their order, with subject and named vakmentor."""
    rows = placement.proposal.lines.filter(decision=Decision.ACCEPTED)
    related = ("activity__subject", "subject_mentor__user")
    return list(rows.select_related(*related).order_by("activity__position", "pk"))


def _replace(
    placement: Placement,
    role: GuidanceRole,
    subject: Subject | None,
    members: Iterable[Membership],
    *,
    actor: Actor,
    reason: str = "",
) -> bool:
    """Let exactly these guide a subject from now on; whether that changed anything."""
    subject_id = subject.pk if subject else None
    wanted: set[Guiding] = {(role, subject_id, member.pk) for member in members}
    current = placement.guides.current().filter(role=role, subject=subject)
    return _let_guide(placement, wanted, current, actor=actor, reason=reason)


def _let_guide(
    placement: Placement,
    wanted: set[Guiding],
    current: QuerySet[Guide],
    *,
    actor: Actor,
    reason: str = "",
) -> bool:
    """End those of `current` that are not wanted, begin those that are new; whether any was."""
    standing = {(row.role, row.subject_id, row.member_id): row.pk for row in current}
    over = [pk for key, pk in standing.items() if key not in wanted]
    new = sorted(wanted - set(standing), key=str)
    moment = clock.now()
    if over:
        Guide.objects.filter(pk__in=over).update(until=moment, ended_by=actor.user, reason=reason)
    Guide.objects.bulk_create(
        Guide(
            placement=placement,
            role=role,
            subject_id=subject_id,
            member_id=member_id,
            since=moment,
            assigned_by=actor.user,
        )
        for role, subject_id, member_id in new
    )
    return bool(over or new)


def _name_on_lines(placement: Placement, subject: Subject | None) -> None:
    """Keep the vakmentor on the accepted lines equal to the first who guides the subject."""
    guides = placement.guides.current().filter(role=GuidanceRole.SUBJECT_MENTOR, subject=subject)
    first = cast("int | None", guides.values_list("member_id", flat=True).first())
    lines = placement.proposal.lines.filter(decision=Decision.ACCEPTED, activity__subject=subject)
    lines.update(subject_mentor_id=first)


def _changed(placement: Placement, actor: Actor, why: str) -> None:
    placement.version += 1
    placement.save(update_fields=["version"])
    agreed_changed.send(Placement, placement=placement, actor=actor, why=why)


def _need_subjects(placement: Placement, wanted: Iterable[Subject | None]) -> None:
    subjects = {line.activity.subject for line in accepted_lines(placement)}
    if not subjects.issuperset(wanted):
        raise DomainError(_("Dit vak hoort niet bij deze stage."), field="subject")


def _need_school_people(placement: Placement, members: Collection[Membership]) -> None:
    own = Membership.objects.active().filter(school=placement.school, role__in=SCHOOL_ROLES)
    wanted = {member.pk for member in members}
    if own.filter(pk__in=wanted).count() != len(wanted):
        raise DomainError(_("Kies een vakmentor van uw school."), field="members")


def _is_of_institution(placement: Placement, member: Membership) -> bool:
    return _institution_people(placement).filter(pk=member.pk).exists()


def _institution_people(placement: Placement) -> QuerySet[Membership]:
    people: QuerySet[Membership] = Membership.objects.active().filter(
        institution=placement.institution, role__in=INSTITUTION_GUIDES
    )
    return people


def _is_supervisor(placement: Placement, member: Membership | None) -> bool:
    now = placement.guides.current().supervising().values_list("member_id", flat=True).first()
    return now == (member.pk if member else None)
