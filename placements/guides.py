"""Who guides a stage: vakmentors, whom the school assigns, and a stagebegeleider.

The rows of `Guide` are the history. Two places of the request and the answer are kept equal to
them, because who sees what is decided there (domain.md, 7): the vakmentor on each accepted line
(the one who guides that subject longest) and the stagebegeleider of the request. This module is
the one door through which either changes once there is a stage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from calendar_cfg.together import together
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import SCHOOL_ROLES, Role
from institutions.models import Subject
from placements.changes import agreed_changed, guidance_changed
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
@together()
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
    lines = accepted_lines(placement)
    _need_subjects(lines, wanted)
    _need_school_people(placement, [member for members in wanted.values() for member in members])
    standing = list(placement.guides.current().filter(role=GuidanceRole.SUBJECT_MENTOR))
    changing = _changing(standing, wanted)
    if not changing:
        return placement
    if expected_version not in (None, placement.version):
        raise StaleForm(_("Deze stage werd intussen gewijzigd. Kijk na wat er nu staat."))
    with logged_as(actor):
        guiding: set[Guiding] = {
            (GuidanceRole.SUBJECT_MENTOR, pk, member)
            for pk, members in changing.items()
            for member in members
        }
        current = [row for row in standing if row.subject_id in changing]
        subjects = [line.activity.subject for line in lines]
        guides = _let_guide(placement, guiding, current, subjects, actor=actor, reason=reason)
        _name_on_lines([line for line in lines if line.activity.subject_id in changing], guides)
        _changed(placement, actor, _("Andere vakmentor."))
    return placement


def _changing(
    standing: Collection[Guide], wanted: Mapping[Subject | None, Collection[Membership]]
) -> dict[int | None, set[int]]:
    """Who has to guide, by subject, where that is not who guides now."""
    asked = {
        subject.pk if subject else None: {member.pk for member in members}
        for subject, members in wanted.items()
    }
    now: dict[int | None, set[int]] = defaultdict(set)
    for row in standing:
        now[row.subject_id].add(row.member_id)
    return {pk: members for pk, members in asked.items() if members != now[pk]}


@transaction.atomic
@together()
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
    standing = list(placement.guides.current().supervising())
    if [row.member_id for row in standing] == ([member.pk] if member else []):
        return placement
    if expected_version not in (None, placement.version):
        raise StaleForm(_("Deze stage werd intussen gewijzigd. Kijk na wat er nu staat."))
    with logged_as(actor):
        wanted: set[Guiding] = {(GuidanceRole.SUPERVISOR, None, member.pk)} if member else set()
        _let_guide(placement, wanted, standing, actor=actor, reason=reason)
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
    subjects = [line.activity.subject for line in placement.proposal.lines.all()]
    _let_guide(placement, wanted, standing, subjects, actor=actor)


def end_guidance(placement: Placement, *, actor: Actor, reason: str) -> None:
    """Everybody stops guiding: the school took its answer back."""
    standing = placement.guides.current().select_related("subject")
    _let_guide(placement, (), standing, actor=actor, reason=reason)


def accepted_lines(placement: Placement) -> list[ProposalLine]:
    """The lines that the school accepted, in their order, with subject and named vakmentor."""
    rows = placement.proposal.lines.filter(decision=Decision.ACCEPTED)
    related = ("activity__subject", "subject_mentor__user")
    return list(rows.select_related(*related).order_by("activity__position", "pk"))


def _let_guide(
    placement: Placement,
    wanted: Collection[Guiding],
    current: Iterable[Guide],
    subjects: Iterable[Subject | None] = (),
    *,
    actor: Actor,
    reason: str = "",
) -> list[Guide]:
    """End those of `current` that are not wanted, begin those that are new; say who came and went.

    Arguments:
        subjects: of the stage, as they were read; who hears of it names them.

    Returns:
        Who guides now, in the order in which they began.
    """
    rows: dict[Guiding, Guide] = {(row.role, row.subject_id, row.member_id): row for row in current}
    over = [row for key, row in rows.items() if key not in wanted]
    moment = clock.now()
    if over:
        pks = [row.pk for row in over]
        Guide.objects.filter(pk__in=pks).update(until=moment, ended_by=actor.user, reason=reason)
    begun = Guide.objects.bulk_create(
        Guide(
            placement=placement,
            role=role,
            subject_id=subject_id,
            member_id=member_id,
            since=moment,
            assigned_by=actor.user,
        )
        for role, subject_id, member_id in sorted(set(wanted) - set(rows), key=str)
    )
    by_id = {subject.pk: subject for subject in subjects if subject}
    for row in (*begun, *over):
        if row.subject_id in by_id:
            row.subject = by_id[row.subject_id]
    if begun or over:
        guidance_changed.send(Placement, placement=placement, actor=actor, began=begun, ended=over)
    return [row for key, row in rows.items() if key in wanted] + begun


def _name_on_lines(lines: Collection[ProposalLine], guides: Iterable[Guide]) -> None:
    """Keep the vakmentor on these accepted lines equal to the first who guides their subject."""
    first: dict[int | None, int] = {}
    for row in guides:
        first.setdefault(row.subject_id, row.member_id)
    for line in lines:
        line.subject_mentor_id = first.get(line.activity.subject_id)
    ProposalLine.objects.bulk_update(lines, ["subject_mentor"])


def _changed(placement: Placement, actor: Actor, why: str) -> None:
    placement.version += 1
    placement.save(update_fields=["version"])
    agreed_changed.send(Placement, placement=placement, actor=actor, why=why)


def _need_subjects(lines: Iterable[ProposalLine], wanted: Iterable[Subject | None]) -> None:
    if not {line.activity.subject for line in lines}.issuperset(wanted):
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
