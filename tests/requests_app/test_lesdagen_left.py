"""The lesweek clock in words: what is left, and when it stands still."""

from datetime import date, timedelta

import pytest

from calendar_cfg.lesdagen import SchoolCalendar
from requests_app.lesdagen_left import Countdown, time_left

OWN_DAY = date(2017, 9, 14)
RULE = SchoolCalendar()


@pytest.mark.parametrize(
    ("today", "due", "pause"),
    [
        (date(2017, 9, 12), date(2017, 9, 18), ""),  # a weekend is no pause
        (date(2017, 9, 18), date(2017, 9, 18), ""),  # due today
        (date(2017, 10, 25), date(2017, 11, 8), "telt niet in de herfstvakantie"),
        (date(2017, 10, 31), date(2017, 11, 8), "telt niet in de herfstvakantie"),
        (date(2017, 11, 4), date(2017, 11, 6), "telt niet in de herfstvakantie"),  # its Saturday
        (date(2017, 11, 6), date(2017, 11, 8), ""),  # over
        (date(2017, 12, 20), date(2018, 1, 10), "telt niet in de kerstvakantie"),
        (
            date(2017, 10, 20),
            date(2018, 1, 10),
            "telt niet in de herfstvakantie en in de kerstvakantie",
        ),
        (date(2017, 6, 26), date(2017, 7, 10), "telt niet in de zomervakantie"),  # due in summer
        (date(2017, 6, 15), date(2017, 9, 18), "telt niet in de zomervakantie"),
        (date(2018, 4, 27), date(2018, 5, 3), "telt niet op di 1 mei"),
        (date(2018, 4, 27), date(2018, 5, 14), "telt niet op 3 vrije dagen"),
        (date(2017, 11, 2), date(2017, 10, 27), "telt niet in de herfstvakantie"),  # late, today
        (date(2017, 11, 8), date(2017, 10, 27), ""),  # late: what lies behind is no pause
    ],
)
def test_the_clock_says_when_it_stands_still(today: date, due: date, pause: str) -> None:
    assert time_left(due, today, RULE).pause == pause


@pytest.mark.parametrize(
    ("today", "due", "sentence"),
    [
        (date(2017, 9, 12), date(2017, 9, 18), "Nog 4 lesdagen (tot ma 18 september 2017)."),
        (
            date(2017, 10, 26),
            date(2017, 11, 8),
            "Nog 4 lesdagen (tot wo 8 november 2017), telt niet in de herfstvakantie.",
        ),
        (date(2017, 9, 18), date(2017, 9, 18), "Nog vandaag (tot ma 18 september 2017)."),
        (
            date(2017, 9, 20),
            date(2017, 9, 18),
            "2 lesdagen te laat (verwacht tegen ma 18 september 2017).",
        ),
        (
            date(2017, 7, 5),
            date(2017, 6, 30),
            "Te laat sinds vr 30 juni 2017, telt niet in de zomervakantie.",
        ),
    ],
)
def test_the_clock_in_a_sentence(today: date, due: date, sentence: str) -> None:
    assert time_left(due, today, RULE).sentence == sentence


def test_a_free_day_of_the_school_stops_the_clock_for_that_school_alone() -> None:
    clock = Countdown(lambda: RULE, date(2017, 9, 12))
    due = date(2017, 9, 18)
    own = clock.until(due, [OWN_DAY])
    assert (own.lesdagen, own.pause) == (3, "telt niet op do 14 september")
    assert (clock.until(due).lesdagen, clock.until(due).pause) == (4, "")


def test_the_pause_agrees_with_the_count() -> None:
    """Weekdays on the way less lesdagen is what stands still: none without a word, some with."""
    first = date(2017, 9, 4)
    for offset in range(0, 300, 3):
        today = first + timedelta(days=offset)
        due = today + timedelta(days=14)
        left = time_left(due, today, RULE)
        weekdays = sum((today + timedelta(days=n)).weekday() < 5 for n in range(1, 15))
        if weekdays != left.lesdagen:
            assert left.pause, today
        elif RULE.free_on(today) is None:
            assert not left.pause, today
