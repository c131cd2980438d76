"""What lines about stages have in common: the organisations, the days, where to read more.

No person is named: who may read names differs from one to the other (domain.md, 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from notices.models import Notice
from placements.models import Placement
from placements.querysets import AGREED


def stage_of(notice: Notice) -> Placement:
    """The stage that a notice is about."""
    assert notice.placement is not None  # told of a stage
    return notice.placement


def about_stage(placement: Placement) -> dict[str, Any]:
    """The words for a sentence about a stage."""
    return {
        "institution": placement.institution,
        "school": placement.school,
        "reference": placement.reference,
        "days": date_range(placement.period_start, placement.period_end),
    }


def stage_url(placement: Placement) -> str:
    """The page of a stage."""
    return reverse("placement", args=[placement.public_id])


def part_words(subject: str) -> str:
    """A subject by name; without one it is about klasoverstijgende activiteiten."""
    return subject or _("klasoverstijgende activiteiten")


def going_on(notices: Iterable[Notice]) -> list[Notice]:
    """Those whose stage goes on and is not over."""
    today = clock.today()
    return [
        notice
        for notice in notices
        if notice.placement is not None
        and notice.placement.proposal.state in AGREED
        and notice.placement.period_end >= today
    ]
