"""Hears of stages: who guides them, and what was agreed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.dispatch import receiver

from institutions.actors import SYSTEM, Actor
from notices.kind import Kind
from notices.kinds.guidance import (
    GuidanceAssigned,
    GuidanceEnded,
    GuidedStageCancelled,
    TermsChanged,
    part_of_guide,
)
from notices.recipients import Recipient, answering_for, without
from notices.stage_people import people_of_stage
from notices.telling import Told, tell
from placements.changes import guidance_changed, placement_ended, terms_changed
from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from requests_app.signals import answer_opened


@receiver(guidance_changed)
def who_guides(
    placement: Placement,
    actor: Actor,
    began: Sequence[Guide],
    ended: Sequence[Guide],
    **_kwargs: Any,
) -> None:
    """Who begins or ends is told; a stagebegeleider once the school's answer was opened."""
    told: dict[type[Kind], list[Guide]] = {
        GuidanceAssigned: _known(placement, began),
        GuidanceEnded: _known(placement, ended),
    }
    people = _people(placement, [row for guides in told.values() for row in guides], actor)
    for kind, guides in told.items():
        _tell(kind, placement, guides, people)


@receiver(answer_opened)
def who_guides_from_now(proposal_pk: int, **_kwargs: Any) -> None:
    """The institution opened an answer: the stagebegeleider may know of the stage."""
    related = ("placement__proposal__request", "subject")
    guides = Guide.objects.current().supervising().filter(placement__proposal=proposal_pk)
    for guide in guides.select_related(*related):
        placement = guide.placement
        _tell(GuidanceAssigned, placement, [guide], _people(placement, [guide], SYSTEM))


@receiver(terms_changed)
def other_terms(
    placement: Placement, actor: Actor, data: Mapping[str, Any], **_kwargs: Any
) -> None:
    """The other side, who guides it, and the trainees are told of other days or lesuren."""
    people = people_of_stage(placement)
    concerned = people.mentors + people.supervisors + people.trainees
    if actor.school is None:
        answering = people.answering or answering_for([placement.proposal.school_id]).get(
            placement.proposal.school_id, []
        )
        concerned += answering
    if actor.institution is None:
        concerned += people.coordinators
    changed = {"to": data["to"]} if "to" in data else {}
    tell(
        TermsChanged,
        [
            Told(to, f"{placement.pk}:{placement.version}", placement=placement, data=changed)
            for to in _each_once(without(concerned, actor.user))
        ],
    )


@receiver(placement_ended)
def does_not_go_on(placement: Placement, actor: Actor, **_kwargs: Any) -> None:
    """Who guides it is told, but for those who hear it of the request (`hearing/requests.py`): the
    stagebegeleider when the school cancelled, and the named vakmentors when the institution did.
    """
    people = people_of_stage(placement)
    guides = people.mentors
    if actor.school is None:
        named = placement.proposal.lines.values_list("subject_mentor", flat=True)
        hear_it = set(named) if guides else set()
        guides = people.supervisors + [to for to in guides if to.membership_id not in hear_it]
    tell(
        GuidedStageCancelled,
        [Told(to, str(placement.pk), placement=placement) for to in without(guides, actor.user)],
    )


def _known(placement: Placement, guides: Iterable[Guide]) -> list[Guide]:
    """Those who may know of the stage (docs/decisions/0005-answer-seen.md)."""
    opened = placement.proposal.seen_at is not None
    return [row for row in guides if opened or row.role != GuidanceRole.SUPERVISOR]


def _people(placement: Placement, guides: Iterable[Guide], actor: Actor) -> dict[int, Recipient]:
    """By id of the membership, without the one who did it and who left."""
    wanted = {guide.member_id for guide in guides}
    if not wanted:
        return {}
    found = people_of_stage(placement, also=wanted).members
    here = [found[pk] for pk in wanted if pk in found]
    return {to.membership_id: to for to in without(here, actor.user) if to.membership_id}


def _tell(
    kind: type[Kind], placement: Placement, guides: Iterable[Guide], people: dict[int, Recipient]
) -> None:
    tell(
        kind,
        [
            Told(
                people[guide.member_id],
                str(guide.pk),
                placement=placement,
                data={
                    "role": guide.role,
                    "part": part_of_guide(guide),
                    "subject": guide.subject.name if guide.subject else "",
                },
            )
            for guide in guides
            if guide.member_id in people
        ],
    )


def _each_once(people: Iterable[Recipient]) -> list[Recipient]:
    """A schoolmentor who answers may guide it as well."""
    return list(dict.fromkeys(people))
