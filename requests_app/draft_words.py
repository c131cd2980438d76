"""What differs between a step that came too late and what is stored, in words (trust.md, 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from institutions.models import PlacementSchool
from requests_app.differences import Difference
from requests_app.models import Activity, PlacementRequest, Trainee


def differing_trainees(now: PlacementRequest, typed: Sequence[Trainee]) -> list[Difference]:
    """The trainees stored by now, when they are others."""
    stored = _names(now.trainees.all())
    return _difference(_("Stagiairs"), stored, _names(typed))


def differing_schools(now: PlacementRequest, typed: Sequence[PlacementSchool]) -> list[Difference]:
    """The schools named by now, when they are others."""
    stored = _names(row.school for row in now.preferences.select_related("school"))
    return _difference(_("Scholen"), stored, _names(typed))


def differing_exclusions(now: Trainee, typed: Sequence[PlacementSchool]) -> list[Difference]:
    """The schools where a trainee does not go by now, when they are others."""
    stored = sorted(str(school) for school in now.excluded_schools.all())
    mine = sorted(str(school) for school in typed)
    label = _("Scholen waar deze stagiair niet heen gaat")
    return _difference(label, ", ".join(stored), ", ".join(mine))


def differing_lines(now: PlacementRequest, typed: Sequence[dict[str, Any]]) -> list[Difference]:
    """The lines stored by now, when they are others."""
    stored = [_line(row) for row in now.activities.select_related("subject")]
    mine = [_line(Activity(**line)) for line in typed]
    return _difference(_("Stageactiviteiten"), "; ".join(stored), "; ".join(mine))


def _difference(label: str, stored: str, typed: str) -> list[Difference]:
    nothing = _("niets")
    return [] if stored == typed else [Difference(label, stored or nothing, typed or nothing)]


def _names(rows: Any) -> str:
    return ", ".join(str(row) for row in rows)


def _line(line: Activity) -> str:
    hours = _("%(n)d lesuren") % {"n": line.hours} if line.hours else ""
    return ", ".join(part for part in (str(line), hours) if part)
