"""The intromoment, as a step of the way of a trainee's own stage."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from intromoments.enums import Coming
from intromoments.models import Intromoment
from intromoments.stage_reading import with_intromoment
from placements.facts import from_json
from placements.page_sections import adds_way_step
from requests_app.way import Stand, Step


@adds_way_step(order=30, reading=with_intromoment)
def intromoment(placement: Any, asking: Any) -> Step:
    """Not planned, called off, planned with what was answered, or over."""
    title, facts = _("Intromoment"), placement.intromoment
    if facts is None:
        return Step(Stand.LATER, title, _("De school nodigt u uit zodra ze een dag koos."))
    row: Any = from_json(Intromoment, facts, placement._state.db)
    url = reverse("intromoments")
    told = {"day": long_date(row.day), "place": row.place}
    if row.is_cancelled:
        return Step(Stand.LATER, title, _("Dat van %(day)s gaat niet door.") % told, url=url)
    if row.has_begun:
        return Step(Stand.DONE, title, _("Dat was op %(day)s, %(place)s.") % told, url=url)
    words = _("U bent uitgenodigd op %(day)s, %(place)s.") % told
    said = [each["coming"] for each in facts["said"] if each["user"] == asking.actor.user.pk]
    if not any(said):
        url = reverse("intromoment_answer", args=[row.public_id])
        return Step(Stand.NOW, title, words + " " + _("U antwoordde nog niet."), _("u"), url)
    answer = _("U komt.") if Coming.YES in said else _("U kunt niet komen.")
    return Step(Stand.LATER, title, f"{words} {answer}", url=url)
