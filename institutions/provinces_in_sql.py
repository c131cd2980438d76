"""The province of a postal code, told by the database, to group by it.

The ranges of `institutions.provinces` begin and end at whole hundreds, so the first two digits
tell the province: they are the place of a letter in a text of a hundred letters.
"""

from __future__ import annotations

from django.db.models import Expression, IntegerField, Value
from django.db.models.functions import Cast, Coalesce, Left, NullIf, Substr

from institutions.enums import Province
from institutions.provinces import province_of

LETTERS = dict(zip("abcdefghijklm", Province, strict=False))
_BY_PROVINCE = {province: letter for letter, province in LETTERS.items()}
_OF_HUNDREDS = "".join(_BY_PROVINCE[province_of(f"{hundreds:02d}00")] for hundreds in range(100))


def province_letter(postal_code: Expression) -> Expression:
    """The letter of a province (`LETTERS`); empty where the postal code is empty or unknown."""
    hundreds = Cast(NullIf(Left(postal_code, 2), Value("")), IntegerField())
    return Coalesce(Substr(Value(_OF_HUNDREDS), hundreds + 1, 1), Value(""))


def province_of_letter(letter: str) -> Province | None:
    """The province that a letter stands for; None for the empty one."""
    return LETTERS.get(letter)
