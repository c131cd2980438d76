"""The geometry of the map: rings, homes, and marks that never cover each other."""

import random
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.map_drawing import HIGHEST, WIDTH, Map, Place, Shape, draw_map, shape_of

GENT = (51.05, 3.72)
KM = 1 / 111.195


def north(km: float) -> tuple[float, float]:
    """A point so far to the north of Gent."""
    return GENT[0] + km * KM, GENT[1]


def place(number: int, *points: tuple[float, float], **fields: object) -> Place:
    """A school with two free places that fits."""
    given_ = {"name": f"School {number}", "free": 2, "fits": True, **fields}
    return Place(number, points=points, **given_)  # type: ignore[arg-type]


def drawn(homes: list[tuple[float, float]], *places: Place) -> Map:
    """A map that there is."""
    found = draw_map(homes, places)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("km", "rings"), [(3, [10]), (13, [10]), (20, [10, 20]), (39, [10, 20]), (70, [10, 20, 40])]
)
def test_rings_reach_as_far_as_the_schools(km: float, rings: list[int]) -> None:
    found = drawn([GENT], place(1, north(km + 0.001)))
    assert [ring.km for ring in found.rings] == rings


def test_a_school_stands_at_its_distance_north_is_up() -> None:
    found = drawn([GENT], place(1, north(20)), place(2, north(-10)))
    radius = {ring.km: float(ring.radius) for ring in found.rings}
    up, down = (float(mark.at_y) for mark in found.marks)
    assert float(found.y) - up == pytest.approx(2 * radius[10], abs=0.2)
    assert down - float(found.y) == pytest.approx(radius[10], abs=0.2)


@pytest.mark.parametrize("far", [(GENT[0], 5.5), (51.5, GENT[1]), (50.6, 2.6)])
def test_all_has_room_and_each_ring_is_told_inside_the_drawing(far: tuple[float, float]) -> None:
    found = drawn([GENT], place(1, far), place(2, north(12)))
    assert float(found.height) <= HIGHEST
    for mark in found.marks:
        assert 0 <= float(mark.at_x) <= WIDTH
        assert 0 <= float(mark.at_y) <= float(found.height)
    for ring in found.rings[:1]:
        assert 0 < float(ring.label_x) < WIDTH
        assert 0 < float(ring.label_y) < float(found.height)


def test_the_nearest_campus_is_drawn() -> None:
    both, near = (drawn([GENT], place(1, *at)) for at in ((north(30), north(2)), (north(2),)))
    assert both.marks[0].at_y == near.marks[0].at_y


def test_a_group_has_its_homes_and_how_many_leave_from_each() -> None:
    found = drawn([GENT, north(10), GENT], place(1, north(5)))
    assert [home.trainees for home in found.homes] == [2, 1]
    assert found.trainees == 3
    ys = [float(home.y) for home in found.homes]
    assert (ys[0] + ys[1]) / 2 == pytest.approx(float(found.y), abs=0.2)


def test_who_is_nowhere_is_counted_and_not_drawn() -> None:
    found = drawn([GENT], place(1, GENT), place(2))
    assert [mark.place.number for mark in found.marks] == [1]
    assert [one.number for one in found.unknown] == [2]


@pytest.mark.parametrize(("homes", "places"), [([], [place(1, GENT)]), ([GENT], [place(1)])])
def test_without_a_home_or_a_school_there_is_no_map(homes: list, places: list) -> None:
    assert draw_map(homes, places) is None


def test_the_shape_tells_the_places_without_any_colour() -> None:
    shapes = [
        shape_of(place(1)),
        shape_of(place(1, fits=False)),
        shape_of(place(1, fits=False, free=0)),
        shape_of(place(1, fits=False, free=None)),
    ]
    assert shapes == [Shape.FITS, Shape.SOME, Shape.FULL, Shape.SILENT]
    sizes = [drawn([GENT], place(1, north(5), free=n)).marks[0].radius for n in (1, 2, 4)]
    assert sizes == ["9", "10.5", "12"]


@settings(max_examples=40)
@given(st.integers(min_value=0, max_value=2**32), st.integers(min_value=1, max_value=25))
def test_marks_never_cover_each_other_and_stay_inside(seed: int, count: int) -> None:
    chance = random.Random(seed)
    spread = chance.choice([0.0, 0.01, 0.3])
    places = [
        place(
            number,
            (GENT[0] + chance.uniform(-spread, spread), GENT[1] + chance.uniform(-spread, spread)),
            free=chance.randrange(6),
        )
        for number in range(1, count + 1)
    ]
    found = drawn([GENT], *places)
    circles = [(float(m.x), float(m.y), float(m.radius)) for m in found.marks]
    for n, (x, y, radius) in enumerate(circles):
        assert radius - 0.1 <= x <= WIDTH - radius + 0.1
        assert radius - 0.1 <= y <= float(found.height) - radius + 0.1
        for other_x, other_y, other_radius in circles[:n]:
            assert hypot(x - other_x, y - other_y) >= radius + other_radius
    assert drawn([GENT], *places) == found
