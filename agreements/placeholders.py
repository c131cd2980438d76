"""The placeholders of an institution's own clauses, like {{stagiair}}: checked, then filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import ClauseUse
from calendar_cfg.exceptions import DomainError

MEANINGS: dict[str, Promise] = {
    "stagiair": gettext_lazy("naam van de stagiair, of namen van de stagiairs"),
    "opleiding": gettext_lazy("opleiding van de stagiair"),
    "lerarenopleiding": gettext_lazy("naam van uw lerarenopleiding"),
    "school": gettext_lazy("naam van de school"),
    "begin": gettext_lazy("eerste dag"),
    "einde": gettext_lazy("laatste dag"),
    "lesuren": gettext_lazy("aantal lesuren van alle activiteiten samen"),
    "vakmentoren": gettext_lazy("namen van de vakmentoren"),
    "stagebegeleider": gettext_lazy("naam van de stagebegeleider"),
    "academiejaar": gettext_lazy("academiejaar, bijvoorbeeld 2017-2018"),
}
IN_FRAMEWORK = ("lerarenopleiding", "school", "begin", "einde")
"""A raamovereenkomst is about no stage: only these have a value there."""
EXAMPLES = {
    "stagiair": "Voornaam Familienaam",
    "opleiding": "Educatieve bachelor secundair onderwijs",
    "lerarenopleiding": "Hogeschool Voorbeeld",
    "school": "Atheneum Voorbeeld",
    "begin": "ma 16 oktober 2017",
    "einde": "vr 27 oktober 2017",
    "lesuren": "40",
    "vakmentoren": "Eerste Vakmentor en Tweede Vakmentor",
    "stagebegeleider": "Voornaam Begeleider",
    "academiejaar": "2017-2018",
}
_WHOLE = re.compile(r"\{\{([^{}]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")


def known_for(use: str) -> tuple[str, ...]:
    """The placeholders that have a value where a clause stands."""
    return IN_FRAMEWORK if use == ClauseUse.FRAMEWORK else tuple(MEANINGS)


def need_known(text: str, use: str) -> None:
    """Refuse a text with a placeholder that is unknown there, or that is not closed.

    Raises:
        DomainError: it names the placeholder, and those that are known.
    """
    known = known_for(use)
    for name in _names(text):
        if name not in known:
            raise DomainError(_unknown(name, known), field="text")
    loose = _WHOLE.sub("", text)
    if found := _BRACES.search(loose):
        near = loose[found.start() : found.start() + 20].split("\n")[0]
        raise DomainError(
            _(
                "“%(near)s” is een plaatshouder die niet af is. "
                "Schrijf ze met twee accolades voor en na, bijvoorbeeld {{stagiair}}."
            )
            % {"near": near},
            field="text",
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in the place of its placeholders, in one pass: a value that looks
    like a placeholder itself stays as it is.

    A placeholder without a value stays too; `need_known` refused it before.
    """

    def value_of(match: re.Match[str]) -> str:
        return values.get(match[1].strip(), match[0])

    return _WHOLE.sub(value_of, text)


def _names(text: str) -> Iterator[str]:
    return (match[1].strip() for match in _WHOLE.finditer(text))


def _unknown(name: str, known: tuple[str, ...]) -> str:
    shown = ", ".join(f"{{{{{one}}}}}" for one in known)
    sentence = (
        _("Een raamovereenkomst kent de plaatshouder {{%(name)s}} niet. Wel: %(known)s.")
        if known == IN_FRAMEWORK
        else _("De plaatshouder {{%(name)s}} bestaat niet. Wel: %(known)s.")
    )
    return sentence % {"name": name, "known": shown}
