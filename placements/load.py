"""How much guiding each vakmentor does: stages, stagiairs, lesuren, and how many at the same time.

Pure: stages as they are read go in, figures come out. A stage counts once for a mentor, whatever
number of its subjects they guide; a groepsstage counts all its trainees. Where two mentors guide a
subject together, its lesuren count for both: each is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import Membership
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import accepted_of, guides_of, people_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """So many trainees, from a day to another; both days count."""

    start: date
    end: date
    trainees: int


def most_at_once(stays: Iterable[Stay]) -> int:
    """The largest number of trainees on any one day."""
    changes: dict[date, int] = {}
    for stay in stays:
        changes[stay.start] = changes.get(stay.start, 0) + stay.trainees
        changes[stay.end + DAY] = changes.get(stay.end + DAY, 0) - stay.trainees
    most = now = 0
    for day in sorted(changes):
        now += changes[day]
        most = max(most, now)
    return most


def share(value: float, whole: float) -> str:
    """A length in per cent for a drawing, with a point whatever the language."""
    return f"{100 * min(value / whole, 1):.2f}%" if whole > 0 else "0%"


@dataclass
class Load:
    """What one member guides.

    Attributes:
        hours: lesuren of the subjects that they guide.
        most: trainees at the same time, at most.
        width: `most` as a length, the busiest mentor being the whole.
    """

    member: Membership
    subjects: set[str] = field(default_factory=set)
    stays: list[Stay] = field(default_factory=list)
    hours: int = 0
    width: str = "0%"

    @property
    def name(self) -> str:
        """Who it is."""
        return str(self.member.user)

    @property
    def stages(self) -> int:
        """How many stages."""
        return len(self.stays)

    @property
    def trainees(self) -> int:
        """How many trainees, all stages together."""
        return sum(stay.trainees for stay in self.stays)

    @property
    def most(self) -> int:
        """How many trainees at the same time, at most."""
        return most_at_once(self.stays)

    @property
    def subject_names(self) -> str:
        """The subjects that they guide."""
        return ", ".join(sorted(self.subjects))


def stay_of(placement: Placement) -> Stay:
    """A stage read `with_facts` as trainees from a day to another."""
    return Stay(placement.period_start, placement.period_end, len(people_of(placement)))


def loads_of(
    placements: Iterable[Placement], members: Sequence[Membership], *, cross_class: str
) -> list[Load]:
    """What each member guides, the busiest first; then by name.

    Arguments:
        placements: read `with_facts`; cancelled ones are left out by the caller.
        members: who is listed even when they guide nothing.
        cross_class: the word for klasoverstijgende activiteiten, which have no subject.
    """
    loads = {member.pk: Load(member) for member in members}
    for placement in placements:
        for member, subjects in _guided_by_member(placement).items():
            load = loads.setdefault(member.pk, Load(member))
            lines = [row for row in accepted_of(placement) if row.activity.subject_id in subjects]
            load.stays.append(stay_of(placement))
            load.hours += sum(line.activity.hours or 0 for line in lines)
            load.subjects |= {str(line.activity.subject or cross_class) for line in lines}
    rows = sorted(loads.values(), key=lambda row: (-row.trainees, row.name))
    whole = max((row.most for row in rows), default=0)
    for row in rows:
        row.width = share(row.most, whole)
    return rows


def _guided_by_member(placement: Placement) -> dict[Membership, set[int | None]]:
    found: dict[Membership, set[int | None]] = {}
    for guide in guides_of(placement):
        if guide.role == GuidanceRole.SUBJECT_MENTOR:
            found.setdefault(guide.member, set()).add(guide.subject_id)
    return found
