"""One vakmentor for a subject of many stages at once. Each stage is changed by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from placements.guides import assign_mentors_by_subject
from placements.models import Placement
from placements.school_rows import SubjectOf, subjects_of


@dataclass
class Assigned:
    """What came of it, by reference of the stage.

    Attributes:
        guided: the mentor guides them now.
        had_one: somebody else guides the subject there already; nothing changed.
        without: the subject is none of theirs.
        failed: each with why.
    """

    guided: list[str] = field(default_factory=list)
    had_one: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def assign_together(
    *, placements: Iterable[Placement], slug: str, member: Membership, actor: Actor
) -> Assigned:
    """Let somebody guide a subject of stages that have no vakmentor for it yet.

    A stage that has one is left alone: to change a vakmentor is asked for one stage at a time,
    with a reason. So a second click changes nothing and tells the same.

    Arguments:
        placements: of the actor's school, read `with_facts`.
        slug: of the subject, as in addresses (`school_filters.CROSS_CLASS` for none).

    Raises:
        PermissionDenied: the actor does not answer for the school.
    """
    result = Assigned()
    for placement in placements:
        subject = next((row for row in subjects_of(placement) if row.slug == slug), None)
        if subject is None:
            result.without.append(placement.reference)
        elif subject.has_mentor:
            guiding = {guide.member_id for guide in subject.guides}
            told = result.guided if guiding == {member.pk} else result.had_one
            told.append(placement.reference)
        else:
            _assign(result, placement, subject, member, actor)
    return result


def _assign(
    result: Assigned, placement: Placement, subject: SubjectOf, member: Membership, actor: Actor
) -> None:
    try:
        assign_mentors_by_subject(
            placement_pk=placement.pk,
            wanted={subject.subject: [member]},
            actor=actor,
            expected_version=placement.version,
        )
    except DomainError as error:
        result.failed.append((placement.reference, error.message))
    else:
        result.guided.append(placement.reference)
