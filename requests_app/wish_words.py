"""Wishes in words: what is asked of a school, how a school is looked for, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from institutions.enums import EducationForm, Net
from requests_app.enums import Onward, Route


def wishes_in_words(request: Any) -> str:
    """ "hoogstens 40 km; GO!; aso of tso"; empty without wishes."""
    parts = [
        WORDS[name](value)
        for name in ("max_distance_km", "nets", "education_forms")
        if (value := getattr(request, name))
    ]
    return "; ".join(parts)


def search_in_words(request: Any, subjects: int) -> list[str]:
    """How a request or template goes on looking, one sentence for each choice that matters.

    Arguments:
        subjects: how many subjects it asks; with one there is nothing to split, and a
            groepsstage never is.
    """
    names = ["onward"]
    if subjects > 1 and not getattr(request, "is_group", False):
        names.insert(0, "may_split")
    if getattr(request, "route", Route.PREFERENCES) == Route.PREFERENCES:
        names.insert(0, "other_schools")
    return [sentence(WORDS[name](getattr(request, name))) for name in names]


def hardship_in_words(request: Any) -> str:
    """ "Werkt naast de opleiding (bevestigd op di 6 juni 2017)"; empty without one."""
    if not request.hardship:
        return ""
    if request.hardship_confirmed_at is None:
        words = _("%(reason)s (nog niet bevestigd)")
    else:
        words = _("%(reason)s (bevestigd op %(day)s)")
    return words % {
        "reason": request.get_hardship_display(),
        "day": long_date(request.hardship_confirmed_at),
    }


def changes_in_words(changed: Mapping[str, Sequence[Any]]) -> str:
    """ "hoogstens 30 km (was: hoogstens 20 km)".

    Arguments:
        changed: by name of the wish, what it was and what it is (`widen.change_wishes`).
    """
    return "; ".join(
        _("%(now)s (was: %(before)s)") % {"now": WORDS[name](new), "before": WORDS[name](old)}
        for name, (old, new) in changed.items()
        if name in WORDS
    )


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def _distance(km: int | None) -> str:
    return _("hoogstens %(km)d km") % {"km": km} if km else _("geen grens op de afstand")


def _nets(values: Sequence[str]) -> str:
    return _either([str(Net(value).label) for value in values]) or _("elk onderwijsnet")


def _forms(values: Sequence[str]) -> str:
    words = _either([str(EducationForm(value).label) for value in values])
    return words or _("elke onderwijsvorm")


def _other_schools(value: bool) -> str:
    if value:
        return _("ook andere scholen dan de gekozen scholen")
    return _("alleen de gekozen scholen")


def _may_split(value: bool) -> str:
    if value:
        return _("de vakken mogen naar verschillende scholen")
    return _("de vakken blijven samen in één school")


def _onward(value: str) -> str:
    if value == Onward.AUTOMATIC:
        return _("zoekt de aanvraag later een school, dan gaat ze vanzelf naar de best passende")
    return _("zoekt de aanvraag later een school, dan stelt de matching er een voor en kiest u")


def _either(words: Sequence[str]) -> str:
    return _(" of ").join(words)


WORDS: dict[str, Callable[[Any], str]] = {
    "max_distance_km": _distance,
    "nets": _nets,
    "education_forms": _forms,
    "other_schools": _other_schools,
    "may_split": _may_split,
    "onward": _onward,
}
