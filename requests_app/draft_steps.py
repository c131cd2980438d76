"""The steps of a draft, in order, and where each leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHECK = "nakijken"


@dataclass(frozen=True)
class Step:
    """A page of a draft: the part of `completeness` that it mends, its url name and words."""

    part: str
    url_name: str
    label: Promise | str


STEPS = (
    Step("trainees", "draft_trainees", _("Voor wie")),
    Step("period", "draft_period", _("Wanneer")),
    Step("activities", "draft_activities", _("Activiteiten")),
    Step("school", "draft_school", _("School")),
    Step("check", "draft_check", _("Nakijken")),
)


def step_of(part: str) -> Step:
    """A step by its part."""
    return next(step for step in STEPS if step.part == part)


def next_url_name(part: str, naar: str) -> str:
    """Where "verder" leads: the next step, or back to the check it was opened from."""
    if naar == CHECK:
        return "draft_check"
    return STEPS[[step.part for step in STEPS].index(part) + 1].url_name


def steps_shown(part: str) -> list[dict[str, Any]]:
    """The steps for the list on each page."""
    return [
        {"label": step.label, "url_name": step.url_name, "is_current": step.part == part}
        for step in STEPS
    ]
