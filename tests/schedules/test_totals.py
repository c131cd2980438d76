"""Lesuren planned against agreed in words, and the wheel saying the same as its list."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from accounts.models import Membership
from schedules.totals import LineTotal, totals_of
from schedules.wheel import Cover, draw_wheel
from tests.requests_app.world import on
from tests.schedules.planned_world import Stage, new_stage


@pytest.fixture
def stage(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: object
) -> Stage:
    with on("2017-10-02"):
        return new_stage(coordinator, colleague, mentor, year_2017)


def test_the_wheel_has_ten_equal_parts_and_fills_what_is_covered():
    wheel = draw_wheel({6, 10}, agreed={6, 7})

    covers = [sector.cover for sector in wheel.sectors]
    assert [sector.number for sector in wheel.sectors] == list(range(1, 11))
    assert [n for n, cover in enumerate(covers, 1) if cover == Cover.COVERED] == [6, 10]
    assert [n for n, cover in enumerate(covers, 1) if cover == Cover.AGREED] == [7]
    assert wheel.covered == 2
    assert len({sector.path for sector in wheel.sectors}) == 10
    first, sixth = wheel.sectors[0], wheel.sectors[5]
    assert first.path.startswith("M-0.00 -46.00") or first.path.startswith("M0.00 -46.00")
    assert (float(first.x), float(first.y)) == (-float(sixth.x), -float(sixth.y))


def test_lines_say_what_is_planned_of_what_was_agreed(stage: Stage):
    stage.plan(stage.french, 16, first_lesuur=2, last_lesuur=4)
    stage.plan(stage.french, 17, minutes=75)
    removed = stage.plan(stage.french, 18)
    removed.removed_at = removed.changed_at
    removed.save()
    for day in (17, 18, 19):
        stage.plan(stage.maths, day, 13, first_lesuur=5, last_lesuur=6)

    totals = totals_of(stage.fresh())

    french, maths, cross = totals.lines
    assert (french.planned, french.agreed) == (Decimal("4.5"), 20)
    assert french.words == "4,5 van 20 lesuren gepland: nog 15,5 te plannen"
    assert maths.words == "6 van 4 lesuren gepland: 2 te veel"
    assert cross.words == "nog niets gepland van 6 lesuren"
    assert (french.tone, maths.tone, cross.tone) == ("pending", "late", "pending")
    unsaid = LineTotal(stage.french, Decimal("1.5"), None)
    assert unsaid.words == "1,5 lesuren gepland, geen aantal afgesproken"


def test_a_line_that_is_planned_to_the_hour_says_so(stage: Stage):
    assert totals_of(stage.fresh()).lines[1].words == "nog niets gepland van 4 lesuren"

    stage.plan(stage.maths, 16, first_lesuur=1, last_lesuur=4)

    (_french, maths, _cross) = totals_of(stage.fresh()).lines
    assert (maths.words, maths.tone) == ("4 van 4 lesuren gepland: alles is gepland", "done")


def test_the_wheel_and_the_list_beside_it_say_the_same(stage: Stage):
    stage.plan(stage.cross, 16, functional_wholes=[6])
    stage.plan(stage.cross, 17, functional_wholes=[6, 10])

    html = render_to_string("schedules/_totals.html", {"totals": totals_of(stage.fresh())})

    drawn = re.findall(r'<path class="wheel-(\w+)"', html)
    listed = re.findall(r'<li class="whole-(\w+)"', html)
    assert drawn == listed
    assert [n for n, cover in enumerate(drawn, 1) if cover == "covered"] == [6, 10]
    assert drawn[6] == "agreed"
    assert "2 van de tien functionele gehelen komen aan bod</title>" in html
    assert "2 activiteiten: ma 16 oktober, di 17 oktober" in html
    assert "1 activiteit: di 17 oktober" in html
    assert html.count("komt niet aan bod") == 7
    assert "afgesproken, nog niet gepland" in html
    assert "style=" not in html
