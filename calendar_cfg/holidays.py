"""The Flemish rule for school holidays: what is free in a school year, from its start year alone.

Source: Besluit van de Vlaamse Regering van 31 augustus 2001 houdende de organisatie van het
schooljaar in het secundair onderwijs, art. 7 (for basisonderwijs the same rule stands in the
Besluit van 17 april 1991). Checked against the published calendars of 2016-2017 to 2027-2028;
an administrator can override each date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext
from django.utils.translation.trans_null import gettext_noop  # marks only; needs no settings

from calendar_cfg.enums import HolidayKind

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, order=True)
class HolidayRange:
    """Days without school, both inclusive. `name` is Dutch and translatable with gettext."""

    first_day: date
    last_day: date
    kind: HolidayKind
    name: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day

    @property
    def label(self) -> str:
        """The name in the language of the user."""
        return gettext(self.name)

    def days(self) -> Iterator[date]:
        """Each day of it, in order."""
        for offset in range((self.last_day - self.first_day).days + 1):
            yield self.first_day + timedelta(days=offset)


def school_year_of(day: date) -> int:
    """The start year of the school year (1 September to 31 August) in which a day lies."""
    return day.year if day.month >= 9 else day.year - 1


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus/Jones/Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def first_school_day(start_year: int) -> date:
    """1 September, or the Monday after if that is in a weekend."""
    day = date(start_year, 9, 1)
    return monday_of(day) + WEEK if day.weekday() >= SATURDAY else day


def last_school_day(start_year: int) -> date:
    """30 June, or the Friday before if that is in a weekend."""
    day = date(start_year + 1, 6, 30)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def herfst(start_year: int) -> HolidayRange:
    """The week of 1 November; from 2 November if the 1st is a Sunday."""
    all_saints = date(start_year, 11, 1)
    first = all_saints + DAY if all_saints.weekday() == SUNDAY else monday_of(all_saints)
    return _weeks(HolidayKind.HERFST, gettext_noop("Herfstvakantie"), first, 1)


def kerst(start_year: int) -> HolidayRange:
    """Two weeks from the Monday of Christmas; from the Monday after if that is in a weekend."""
    christmas = date(start_year, 12, 25)
    first = monday_of(christmas)
    if christmas.weekday() >= SATURDAY:
        first += WEEK
    return _weeks(HolidayKind.KERST, gettext_noop("Kerstvakantie"), first, 2)


def krokus(start_year: int) -> HolidayRange:
    """The week of the seventh Monday before Easter."""
    first = easter(start_year + 1) - timedelta(days=48)
    return _weeks(HolidayKind.KROKUS, gettext_noop("Krokusvakantie"), first, 1)


def paas(start_year: int) -> HolidayRange:
    """Two weeks from the first Monday of April, or nearer to an early or late Easter.

    A late Easter (after 15 April) ends the two weeks; paasmaandag then lengthens them by a day.
    """
    sunday = easter(start_year + 1)
    name = gettext_noop("Paasvakantie")
    if sunday > date(sunday.year, 4, 15):
        return HolidayRange(sunday - timedelta(days=13), sunday + DAY, HolidayKind.PAAS, name)
    first_monday_of_april = monday_of(date(sunday.year, 4, 7))
    first = sunday + DAY if sunday.month == 3 else first_monday_of_april
    return _weeks(HolidayKind.PAAS, name, first, 2)


def zomer(start_year: int) -> HolidayRange:
    """July and August, at the end of the school year."""
    return HolidayRange(
        date(start_year + 1, 7, 1),
        date(start_year + 1, 8, 31),
        HolidayKind.ZOMER,
        gettext_noop("Zomervakantie"),
    )


def free_days(start_year: int) -> tuple[HolidayRange, ...]:
    """The six single free days of a school year, also those that fall in a weekend or a holiday."""
    sunday = easter(start_year + 1)
    return (
        _free(date(start_year, 11, 11), gettext_noop("Wapenstilstand")),
        _free(sunday + DAY, gettext_noop("Paasmaandag")),
        _free(date(start_year + 1, 5, 1), gettext_noop("Dag van de Arbeid")),
        _free(sunday + timedelta(days=39), gettext_noop("O.L.H.-Hemelvaart")),
        _free(sunday + timedelta(days=40), gettext_noop("Dag na Hemelvaart")),
        _free(sunday + timedelta(days=50), gettext_noop("Pinkstermaandag")),
    )


@lru_cache(maxsize=256)
def holidays_for(start_year: int) -> tuple[HolidayRange, ...]:
    """All holidays and free days of a school year, in order and without overlap.

    A free day that lies in a holiday (paasmaandag, most years) is left out, and so is a second
    free day on the same date (Hemelvaart was on 1 May in 2008).
    """
    kept = [rule(start_year) for rule in (herfst, kerst, krokus, paas, zomer)]
    for free in free_days(start_year):
        if not any(free.first_day in other for other in kept):
            kept.append(free)
    return tuple(sorted(kept))


def _weeks(kind: HolidayKind, name: str, first: date, weeks: int) -> HolidayRange:
    return HolidayRange(first, first + weeks * WEEK - DAY, kind, name)


def _free(day: date, name: str) -> HolidayRange:
    return HolidayRange(day, day, HolidayKind.VRIJ, name)
