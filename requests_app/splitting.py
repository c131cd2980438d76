"""A request whose subjects go to different schools: the lines of some of them leave it.

Only when no school has places for all together, and the coordinator allowed it (`may_split`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import SYSTEM, Actor
from requests_app import workflow
from requests_app.double_booking import elsewhere_of, lock_trainees
from requests_app.enums import Action, RequestState
from requests_app.follow_up import parts_of
from requests_app.models import Activity, PlacementRequest, Preference
from requests_app.signals import tell_that_it_looks
from requests_app.workflow import Because

BATCH = 1000
Lines = Mapping[int, list[Activity]]
"""The lines of each request, by its id."""


@dataclass(frozen=True)
class Split:
    """A part that leaves a request.

    Arguments:
        request: it looks for a school; its row is locked (`workflow.lock_request`).
        subjects: ids of the subjects that leave. Klasoverstijgende activiteiten stay.
    """

    request: PlacementRequest
    subjects: Collection[int]


@dataclass(frozen=True)
class Parts:
    """What came of splitting: by id of the first request its part, or why it has none."""

    made: Mapping[int, PlacementRequest]
    refused: Mapping[int, str]


def split_request(
    *, request: PlacementRequest, subjects: Collection[int], actor: Actor
) -> PlacementRequest:
    """Move the lines of these subjects to a request of their own, for the same trainees.

    Arguments and effects: as `Split` and `split_many`.

    Returns:
        The new request.

    Raises:
        DomainError: it cannot be split; the message says why.
        PermissionDenied, WrongState: as `workflow.apply`.
    """
    parts = split_many([Split(request, subjects)], actor=actor)
    if why := parts.refused.get(request.pk):
        raise DomainError(why)
    return parts.made[request.pk]


def split_many(splits: Sequence[Split], *, actor: Actor) -> Parts:
    """Let a part leave each of these requests of one year, each of which is there once.

    The number of queries does not grow with them. What cannot be split stays as it is: a request
    that may not be, a groepsstage (domain.md, 1: never split over schools), where no subject
    would leave or stay, and a refused one of which a trainee is elsewhere in these days by now.

    Effects, in order: the lines move, with the refusals that schools gave for them; the new
    requests are submitted, as old as the first, with the same wishes, route and preferences, and
    `parent` the first; events on both. A refused one is submitted again; who waited for a
    named school waits no longer. When a coordinator splits, the matching hears of the new ones.

    Raises:
        PermissionDenied, WrongState: as `workflow.apply_many`; nothing of it may be kept.
    """
    lines = _lines_of(splits)
    refused = _why_not(splits, lines)
    firsts = [split for split in splits if split.request.pk not in refused]
    if not firsts:
        return Parts({}, refused)
    parts = parts_of([split.request for split in firsts])
    made = {split.request.pk: part for split, part in zip(firsts, parts, strict=True)}
    _move_lines(firsts, lines, made)
    _same_preferences(made)
    _tell(firsts, made, actor)
    return Parts(made, refused)


def _lines_of(splits: Sequence[Split]) -> Lines:
    found: dict[int, list[Activity]] = defaultdict(list)
    rows = Activity.objects.filter(request__in=[split.request.pk for split in splits])
    for line in rows.only("request_id", "subject_id", "position"):
        found[line.request_id].append(line)
    return found


def _why_not(splits: Sequence[Split], lines: Lines) -> dict[int, str]:
    """By id, why a request cannot be split, in words."""
    words = {split.request.pk: _why_not_one(split, lines[split.request.pk]) for split in splits}
    refused = {pk: why for pk, why in words.items() if why}
    again = [
        split.request
        for split in splits
        if split.request.state == RequestState.REFUSED and split.request.pk not in refused
    ]
    if again:
        lock_trainees(*again)
        refused |= elsewhere_of(again)
    return refused


def _why_not_one(split: Split, lines: Sequence[Activity]) -> str:
    request = split.request
    if request.is_group:
        return _("Een groepsstage wordt nooit over scholen gesplitst.")
    if not request.may_split:
        return _("De vakken van %(reference)s mogen niet naar verschillende scholen.") % {
            "reference": request.reference
        }
    asked = {line.subject_id for line in lines} - {None}
    gone = asked & set(split.subjects)
    if not gone or gone == asked:
        return _("Splitsen kan alleen wanneer er een vak gaat en een vak blijft.")
    return ""


def _move_lines(
    splits: Sequence[Split], lines: Lines, made: Mapping[int, PlacementRequest]
) -> None:
    leaving = []
    for split in splits:
        for line in lines[split.request.pk]:
            if line.subject_id in split.subjects:
                line.request = made[split.request.pk]
                leaving.append(line)
    Activity.objects.bulk_update(leaving, ["request"], batch_size=BATCH)


def _same_preferences(made: Mapping[int, PlacementRequest]) -> None:
    rows = Preference.objects.filter(request__in=made).order_by("pk")
    Preference.objects.bulk_create(
        [
            Preference(request=made[first], school_id=school, rank=rank)
            for first, school, rank in rows.values_list("request_id", "school_id", "rank")
        ],
        batch_size=BATCH,
    )


def _tell(splits: Sequence[Split], made: Mapping[int, PlacementRequest], actor: Actor) -> None:
    """Both histories tell of it; after a coordinator the matching hears of it too."""
    firsts = [split.request for split in splits]
    left = [(row, Because(data={"part": made[row.pk].reference})) for row in firsts]
    workflow.apply_many(left, Action.SPLIT, actor=actor)
    new = [
        (workflow.mark_new(made[row.pk]), Because(data={"split_from": row.reference}))
        for row in firsts
    ]
    workflow.apply_many(new, Action.FOLLOW_UP, actor=SYSTEM)
    if actor != SYSTEM:
        for part in made.values():
            tell_that_it_looks(part)
