"""In which province a postal code lies. Pure.

Belgian postal codes are handed out by province, in ranges; only those of Flanders and Brussels
matter one by one to schools that speak Dutch.
"""

from __future__ import annotations

from institutions.enums import Province

RANGES: tuple[tuple[int, int, Province], ...] = (
    (1000, 1299, Province.BRUSSELS),
    (1300, 1499, Province.WALLOON_BRABANT),
    (1500, 1999, Province.FLEMISH_BRABANT),
    (2000, 2999, Province.ANTWERP),
    (3000, 3499, Province.FLEMISH_BRABANT),
    (3500, 3999, Province.LIMBURG),
    (8000, 8999, Province.WEST_FLANDERS),
    (9000, 9999, Province.EAST_FLANDERS),
)


def province_of(postal_code: str) -> Province:
    """The province of a postal code of four digits; the rest of Wallonia counts as one."""
    number = int(postal_code)
    return next(
        (province for first, last, province in RANGES if first <= number <= last),
        Province.WALLONIA,
    )
