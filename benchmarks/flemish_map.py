"""Where schools and homes lie: the real ones when `shared/data` is beside the checkout.

Those files are read, never copied; without them schools lie in and around the towns of
`flemish_facts`, as many as there are in reality.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.flemish_facts import NETS, TOWNS, Place

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
REAL_NETS = {"GO!": "go", "officieel gesubsidieerd": "official", "vrij gesubsidieerd": "free"}
REGIONS = ("Vlaams Gewest", "Brussels Hoofdstedelijk Gewest")
MADE_UP_SCHOOLS = 1_100
FIRST_MADE_UP = 900_001


@dataclass(frozen=True)
class Site:
    """A stageplaats on the map."""

    key: int
    points: tuple[Place, ...]
    net: str
    province: str


def has_real_data() -> bool:
    """Whether the real schools are beside this checkout."""
    return (DATA / "schools_flanders.csv").exists()


def sites(count: int, random: Random) -> list[Site]:
    """So many schools, drawn from the real ones; made-up ones fill up what is asked beyond them.

    Up to the number of schools each is one, with its campuses. Beyond that each campus counts as
    a school of its own, as it does where a stageplaats is campus-precise.
    """
    real = _real_sites() if has_real_data() else []
    if count > len(real) and real:
        real = _campuses(real)
    random.shuffle(real)
    missing = count - len(real)
    return real[:count] + [_made_up(FIRST_MADE_UP + i, random) for i in range(max(0, missing))]


def default_schools(requests: int) -> int:
    """How many schools a year with so many requests has."""
    steps = ((1_000, 200), (5_000, 500), (20_000, 1_000))
    for most, schools in steps:
        if requests <= most:
            return max(3, schools * requests // most) if requests < 1_000 else schools
    return _all_campuses() if has_real_data() else MADE_UP_SCHOOLS


def homes() -> list[Place]:
    """Where trainees can live: the middles of postal codes, or of squares around the towns."""
    return _real_homes() if (DATA / "postal_codes_be.csv").exists() else _made_up_homes()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _school_rows() -> tuple[dict[str, str], ...]:
    return tuple(_rows("schools_flanders.csv"))


def _all_campuses() -> int:
    return len(_school_rows())


def _real_sites() -> list[Site]:
    by_number: dict[int, list[dict[str, str]]] = {}
    for row in _school_rows():
        by_number.setdefault(int(row["institution_number"]), []).append(row)
    return [
        Site(
            number,
            tuple((float(row["latitude"]), float(row["longitude"])) for row in rows),
            REAL_NETS.get(rows[0]["network_inferred"], ""),
            rows[0]["province"].lower(),
        )
        for number, rows in sorted(by_number.items())
    ]


def _campuses(real: Sequence[Site]) -> list[Site]:
    return [
        Site(site.key * 100 + place, (point,), site.net, site.province)
        for site in real
        for place, point in enumerate(site.points, start=1)
    ]


def _made_up(key: int, random: Random) -> Site:
    latitude, longitude, _share, province = random.choices(
        list(TOWNS.values()), [town[2] for town in TOWNS.values()]
    )[0]
    point = (
        round(random.gauss(latitude, 0.03), 4),
        round(random.gauss(longitude, 0.045), 4),
    )
    net = random.choices(list(NETS), list(NETS.values()))[0]
    return Site(key, (point,), net, province)


@cache
def _real_homes_once() -> tuple[Place, ...]:
    return tuple(
        sorted(
            {
                (round(float(row["latitude"]), 4), round(float(row["longitude"]), 4))
                for row in _rows("postal_codes_be.csv")
                if row["region"] in REGIONS and row["latitude"]
            }
        )
    )


def _real_homes() -> list[Place]:
    return list(_real_homes_once())


def _made_up_homes() -> list[Place]:
    steps = (-3, -2, -1, 0, 1, 2, 3)
    return sorted(
        {
            (round(latitude + 0.02 * north, 4), round(longitude + 0.03 * east, 4))
            for latitude, longitude, _share, _province in TOWNS.values()
            for north in steps
            for east in steps
            if abs(north) + abs(east) <= 4
        }
    )
