"""What stands in the way of a planned activity: each rule by itself, on the days of 2017-2018."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from calendar_cfg.lesdagen import SchoolCalendar
from institutions.offer_rules import BlockedDays
from schedules.checks import Asked, Code, Finding, Other, Severity, Surroundings, check, class_key
from schedules.lesuren import USUAL

MONDAY = date(2017, 10, 16)
YEAR = (date(2017, 9, 1), date(2018, 6, 29))
PERIOD = (date(2017, 10, 16), date(2017, 11, 24))
ASKED = Asked(
    MONDAY,
    first_lesuur=3,
    last_lesuur=4,
    class_name="3 WET a",
    mentor=7,
    line="Actieve stage Wiskunde",
)
HERE = Surroundings(YEAR, SchoolCalendar(), USUAL)
AT_ONCE = Other(MONDAY, time(11), time(12))
HARD, WARNING = Severity.HARD, Severity.WARNING


def found(asked: Asked, around: Surroundings = HERE) -> list[tuple[Code, Severity]]:
    """What is found, without the words."""
    return [(finding.code, finding.severity) for finding in check(asked, around)]


def only(asked: Asked, around: Surroundings = HERE) -> Finding:
    """The one finding."""
    (finding,) = check(asked, around)
    return finding


def test_nothing_stands_in_the_way_of_an_ordinary_lesson():
    assert check(ASKED, HERE) == []


@pytest.mark.parametrize(
    ("day", "teaching", "code", "severity", "words"),
    [
        # herfst: Monday to Sunday, both inclusive; the Sunday is holiday too
        ("2017-10-30", True, Code.HOLIDAY, HARD, "ma 30 oktober 2017 is er geen school: Herfst"),
        ("2017-11-03", True, Code.HOLIDAY, HARD, "Herfst"),
        ("2017-11-05", False, Code.HOLIDAY, HARD, "Herfst"),
        ("2017-11-06", True, None, None, ""),
        # 11 November 2017 is a Saturday: no school anyhow, and it is named for what it is
        ("2017-11-11", True, Code.HOLIDAY, HARD, "za 11 november 2017"),
        ("2017-11-11", False, Code.HOLIDAY, HARD, "11 november"),
        ("2018-02-12", True, Code.HOLIDAY, HARD, "Krokus"),
        ("2018-02-16", False, Code.HOLIDAY, HARD, "Krokus"),
        ("2018-05-01", True, Code.HOLIDAY, HARD, "di 1 mei 2018"),
        ("2017-11-18", True, Code.WEEKEND, HARD, "za 18 november 2017"),
        ("2017-11-18", False, Code.WEEKEND, WARNING, "weekend"),
        ("2018-06-29", True, None, None, ""),
    ],
)
def test_days_without_school(day: str, teaching: bool, code: Code, severity: Severity, words: str):
    asked = replace(ASKED, day=date.fromisoformat(day), is_teaching=teaching)
    if code is None:
        assert check(asked, HERE) == []
        return
    finding = only(asked)
    assert (finding.code, finding.severity) == (code, severity)
    assert words in finding.sentence


def test_the_summer_is_no_school_even_where_no_holiday_is_stored():
    wide = replace(HERE, period=(date(2017, 9, 1), date(2018, 8, 31)))
    assert found(replace(ASKED, day=date(2018, 8, 30)), wide)[0][1] == HARD


@pytest.mark.parametrize("day", ["2017-10-13", "2017-11-27"])
def test_outside_the_stageperiode(day: str):
    finding = only(replace(ASKED, day=date.fromisoformat(day)), replace(HERE, period=PERIOD))
    assert (finding.code, finding.severity) == (Code.PERIOD, HARD)
    assert "ma 16 oktober – vr 24 november 2017" in finding.sentence


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"first_lesuur": 9, "last_lesuur": 9}, Code.LESUUR, "first_lesuur"),
        ({"last_lesuur": 9}, Code.LESUUR, "last_lesuur"),
        ({"first_lesuur": 4, "last_lesuur": 3}, Code.ORDER, "last_lesuur"),
        (
            {"first_lesuur": None, "last_lesuur": None, "start": time(12), "end": time(11, 55)},
            Code.ORDER,
            "end",
        ),
        (
            {"first_lesuur": None, "last_lesuur": None, "start": time(12), "end": time(12)},
            Code.ORDER,
            "end",
        ),
    ],
)
def test_hours_that_cannot_be(change: dict[str, Any], code: Code, field: str):
    """No clash is looked for then: when it would be is not known."""
    finding = only(
        replace(ASKED, **change), replace(HERE, others=(replace(AT_ONCE, in_stage="x"),))
    )
    assert (finding.code, finding.severity, finding.field) == (code, HARD, field)


def test_the_school_s_own_days_warn_with_their_names():
    around = replace(
        HERE,
        free_days={MONDAY: "Pedagogische studiedag"},
        blocked=(
            BlockedDays(date(2017, 10, 9), MONDAY, "Examens"),
            BlockedDays(date(2017, 10, 17), date(2017, 10, 20), "Geïntegreerde proef"),
        ),
    )
    free, blocked = check(ASKED, around)
    assert (free.code, free.severity) == (Code.FREE_DAY, WARNING)
    assert "ma 16 oktober 2017 heeft de school een vrije dag: Pedagogische studiedag" in (
        free.sentence
    )
    assert (blocked.code, blocked.severity) == (Code.BLOCKED, WARNING)
    assert blocked.sentence.endswith("Examens.")


@pytest.mark.parametrize(
    ("other", "code", "severity"),
    [
        ({"in_stage": "Observatiestage Frans (2B)"}, Code.TRAINEE, HARD),
        ({"same_trainee": True}, Code.TRAINEE, HARD),
        ({"mentor": 7}, Code.MENTOR, WARNING),
        ({"class_key": "3weta"}, Code.CLASS, WARNING),
        ({"mentor": 8, "class_key": "3wetb"}, None, None),
        ({}, None, None),
        # in the same stage the vakmentor and the class are the trainee's own: said once
        ({"in_stage": "Frans", "mentor": 7, "class_key": "3weta"}, Code.TRAINEE, HARD),
    ],
)
def test_clashes(other: dict[str, Any], code: Code | None, severity: Severity | None):
    around = replace(HERE, others=(replace(AT_ONCE, **other),))
    assert found(ASKED, around) == ([(code, severity)] if code else [])


@pytest.mark.parametrize(
    ("start", "end", "clashes"),
    [
        (time(9, 20), time(10, 25), False),  # ends when lesuur 3 begins
        (time(12, 5), time(13), False),  # begins when lesuur 4 ends
        (time(9, 20), time(10, 26), True),
        (time(12, 4), time(13), True),
        (time(8), time(17), True),
        (time(11), time(11, 30), True),
    ],
)
def test_what_only_touches_is_no_clash(start: time, end: time, clashes: bool):
    other = Other(MONDAY, start, end, same_trainee=True)
    assert bool(check(ASKED, replace(HERE, others=(other,)))) == clashes
    on_another_day = replace(other, day=date(2017, 10, 17))
    assert check(ASKED, replace(HERE, others=(on_another_day,))) == []


def test_a_clash_in_the_same_stage_is_named_and_one_elsewhere_is_not():
    around = replace(
        HERE,
        others=(
            replace(AT_ONCE, in_stage="Observatiestage Frans (2B)"),
            replace(AT_ONCE, same_trainee=True, mentor=7, class_key="3weta"),
        ),
    )
    here, elsewhere, mentor, class_ = check(ASKED, around)
    assert "van 11.00 tot 12.00 al iets gepland: Observatiestage Frans (2B)." in here.sentence
    assert all("een andere stage" in one.sentence for one in (elsewhere, mentor, class_))
    assert "3 WET a" in class_.sentence


@pytest.mark.parametrize(
    ("agreed", "planned", "asked", "warns"),
    [
        (20, "18", ASKED, False),
        (20, "18.25", ASKED, True),
        (None, "400", ASKED, False),
        (2, "0", replace(ASKED, first_lesuur=None, start=time(8, 30), end=time(10, 10)), False),
        (2, "0", replace(ASKED, first_lesuur=None, start=time(8, 30), end=time(10, 20)), True),
    ],
)
def test_more_lesuren_than_agreed(agreed: int | None, planned: str, asked: Asked, warns: bool):
    around = replace(HERE, agreed=agreed, planned=Decimal(planned))
    assert found(asked, around) == ([(Code.HOURS, WARNING)] if warns else [])


def test_the_words_of_too_many_say_both_figures():
    finding = only(ASKED, replace(HERE, agreed=20, planned=Decimal("18.25")))
    assert finding.sentence == (
        "Actieve stage Wiskunde: zo zijn er 20,25 lesuren gepland, en er zijn er 20 afgesproken."
    )


def test_what_refuses_comes_before_what_warns():
    around = replace(HERE, free_days={MONDAY: "Studiedag"}, period=(YEAR[0], date(2017, 10, 15)))
    assert found(ASKED, around) == [(Code.PERIOD, HARD), (Code.FREE_DAY, WARNING)]


def test_another_day_is_another_warning_to_accept():
    keys = {
        only(replace(ASKED, day=day), replace(HERE, free_days={day: "Studiedag"})).key
        for day in (MONDAY, date(2017, 10, 17))
    }
    assert len(keys) == 2


def test_a_class_is_the_same_however_it_is_written():
    assert {class_key(name) for name in ("3 WET a", "3weta", "3-WET.A", "3  wet A")} == {"3weta"}
    assert class_key("3WETb") != class_key("3WETa")
    assert class_key(" - ") == ""
