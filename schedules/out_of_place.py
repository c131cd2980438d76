"""What is planned and cannot be as it is any more: it is said until somebody moves it.

The stageperiode was moved, an administrator added a holiday, a vakmentor stopped guiding. Nothing
moves by itself (docs/decisions/0023-schedules.md). Pure: what was read goes in, sentences come out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.lesdagen import SchoolCalendar
from institutions.enums import ActivityKind, Role
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import guides_of
from schedules.checks import Asked, Code, Surroundings, check
from schedules.models import PlannedActivity

CANNOT_BE = (Code.PERIOD, Code.HOLIDAY, Code.NO_SCHOOL)
Planned = Iterable[PlannedActivity]


def on_other_days(placement: Placement, planned: Planned, calendar: SchoolCalendar) -> list[str]:
    """Sentences about days on which something is planned and there is no stage, each once."""
    period = (placement.period_start, placement.period_end)
    around = Surroundings(period=period, calendar=calendar, lesuren=())
    found = (finding for row in planned for finding in check(_asked(row), around))
    return list(dict.fromkeys(row.sentence for row in found if row.code in CANNOT_BE))


def outside_period(placement: Placement, planned: Planned) -> list[PlannedActivity]:
    """What is planned before or after the stageperiode."""
    first, last = placement.period_start, placement.period_end
    return [row for row in planned if not first <= row.day <= last]


def outside_words(placement: Placement, planned: Planned) -> str:
    """How much is planned outside the stageperiode; empty for nothing."""
    n = len(outside_period(placement, planned))
    words = ngettext(
        "%(n)d geplande activiteit valt buiten de stageperiode: verplaats ze of neem ze weg.",
        "%(n)d geplande activiteiten vallen buiten de stageperiode: verplaats ze of neem ze weg.",
        n,
    )
    return words % {"n": n} if n else ""


def with_another_mentor(placement: Any, planned: Planned, today: date) -> list[str]:
    """Sentences about who is named from today on and does not guide the stage any more.

    Arguments:
        placement: read `with_facts`.
        planned: read with `mentor__user`.
    """
    guides = {
        row.member_id
        for row in guides_of(placement)
        if row.role == GuidanceRole.SUBJECT_MENTOR and row.works_there
    }
    counts: dict[str, int] = {}
    for row in planned:
        if row.mentor is not None and row.day >= today and not _may_be_named(row.mentor, guides):
            counts[str(row.mentor.user)] = counts.get(str(row.mentor.user), 0) + 1
    return [_stays_named(who, n) for who, n in counts.items()]


def _may_be_named(member: Any, guides: set[int]) -> bool:
    """As `entries.who_may_guide`: who guides the stage now, or a schoolmentor who works there."""
    is_schoolmentor = member.role == Role.SCHOOL_MENTOR and member.is_active
    return member.pk in guides or (is_schoolmentor and member.user.is_active)


def _stays_named(who: str, n: int) -> str:
    words = _("%(who)s begeleidt deze stage niet meer, en staat nog bij %(count)s.")
    count = ngettext("%(n)d geplande activiteit", "%(n)d geplande activiteiten", n) % {"n": n}
    return words % {"who": who, "count": count}


def _asked(row: PlannedActivity) -> Asked:
    is_teaching = row.line.kind != ActivityKind.CROSS_CLASS
    return Asked(day=row.day, start=row.start, end=row.end, is_teaching=is_teaching)
