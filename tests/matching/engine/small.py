"""Small instances made from a seed: few places, many ties, everything that can go together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from matching.engine.instance import BlockedDays, Instance, Line, Offer, Point, Request, School

FIRST, LAST = date(2017, 10, 16), date(2017, 10, 27)
SUBJECTS = ("frans", "geschiedenis", "wiskunde")
KINDS = ("active", "observation")
NETS = ("go", "vrij")
FORMS = ("aso", "tso")
KM_NORTH = 1 / 111.195
"""One kilometre north, in degrees."""


def at(km: float) -> Point:
    """A point so many kilometres north of where all begins."""
    return (51.0 + km * KM_NORTH, 4.0)


def request(key: str, *subjects: str, **fields: object) -> Request:
    """A request of one trainee in the first trimester, who leaves from where all begins."""
    lines = tuple(Line(subject, "active") for subject in subjects or ("frans",))
    plain = Request(key, 1, FIRST, LAST, lines, homes=(at(0),))
    return replace(plain, **fields)  # type: ignore[arg-type]


def school(key: int, km: float | None = 10.0, /, **places: int) -> School:
    """A school so far away with so many places by subject; `total` is the number in all."""
    total = places.pop("total", None)
    offers = tuple(Offer(subject, count) for subject, count in places.items())
    return School(key, points=() if km is None else (at(km),), total=total, offers=offers)


def instance(*rows: Request | School) -> Instance:
    """Requests and schools together, in whatever order."""
    return Instance(
        tuple(row for row in rows if isinstance(row, Request)),
        tuple(row for row in rows if isinstance(row, School)),
    )


def singles(seed: int, requests: int = 5, schools: int = 4, *, fixed: bool = True) -> Instance:
    """One trainee in at most one subject each: what flows."""
    rng = Random(seed)
    places = max(1, round(1.5 * requests / schools))
    offered = [_school(rng, key, places) for key in range(1, schools + 1)]
    asked = [_single(rng, number, schools) for number in range(requests)]
    if fixed and rng.random() < 0.3:
        asked[0] = replace(asked[0], fixed_at=rng.randint(1, schools))
    return Instance(tuple(asked), tuple(offered))


def mixed(seed: int, requests: int = 5, schools: int = 4) -> Instance:
    """Singles, requests in two subjects, groups and those that may be split."""
    rng = Random(seed)
    plain = singles(seed, requests, schools)
    return Instance(tuple(_complicated(rng, row) for row in plain.requests), plain.schools)


def year(seed: int, requests: int = 12, schools: int = 5) -> Instance:
    """The full mix over three trimesters, with somebody who waits."""
    rng = Random(seed)
    plain = mixed(seed, requests, schools)
    asked = [replace(row, trimester=rng.randint(1, 3)) for row in plain.requests]
    if rng.random() < 0.5:
        asked[-1] = replace(asked[-1], waits_for=rng.randint(1, schools), waits_since=FIRST)
    return Instance(tuple(asked), plain.schools)


def _school(rng: Random, key: int, places: int) -> School:
    offers = tuple(
        Offer(
            subject,
            rng.randint(0, places),
            trimester=rng.choice((None, None, 1, 2)),
            graad=rng.choice((None, None, 2, 3)),
            kinds=frozenset(rng.choice(((), (), KINDS[:1]))),
        )
        for subject in SUBJECTS
        if rng.random() < 0.7
    )
    return School(
        key,
        points=rng.choice(((), (at(rng.randint(0, 30)),), (at(rng.randint(0, 5)), at(20)))),
        net=rng.choice(NETS),
        education_forms=frozenset(rng.choice(((), FORMS, FORMS[:1]))),
        graden=frozenset(rng.choice(((), (2, 3), (2,)))),
        takes_nobody=rng.random() < 0.05,
        blocked=(BlockedDays(LAST, LAST),) if rng.random() < 0.1 else (),
        total=rng.choice((None, places, 2 * places)),
        offers=offers,
        taken=((SUBJECTS[0], 1, rng.randint(0, 2)),) if rng.random() < 0.3 else (),
        taken_in_all=((1, rng.randint(0, 2)),) if rng.random() < 0.3 else (),
    )


def _single(rng: Random, number: int, schools: int) -> Request:
    subject = rng.choice((*SUBJECTS, *SUBJECTS, ""))
    return Request(
        key=f"r{number:03}",
        trimester=1,
        first_day=FIRST,
        last_day=LAST,
        lines=(Line(subject, rng.choice(KINDS), graad=rng.choice((None, 2, 3))),),
        homes=(rng.choice((None, at(rng.randint(0, 30)), at(10))),),
        max_distance_km=rng.choice((None, None, 5, 15)),
        nets=frozenset(rng.choice(((), (), NETS[:1]))),
        education_forms=frozenset(rng.choice(((), (), FORMS[1:]))),
        preferences=tuple(rng.sample(range(1, schools + 1), rng.randint(0, min(3, schools)))),
        other_schools=rng.random() < 0.8,
        is_hardship=rng.random() < 0.25,
        not_at=frozenset({rng.randint(1, schools)} if rng.random() < 0.2 else ()),
    )


def _complicated(rng: Random, row: Request) -> Request:
    """A row as it is, or of a group, or in two subjects, which may be split."""
    size = rng.choice((1, 1, 1, 2, 3))
    homes = row.homes if size == 1 else tuple(at(rng.randint(0, 20)) for _ in range(size))
    if rng.random() < 0.5:
        return replace(row, size=size, homes=homes)
    others = tuple(Line(subject, "active") for subject in rng.sample(SUBJECTS, 2))
    lines = others if rng.random() < 0.8 else (*others, Line("", "active"))
    return replace(row, size=size, homes=homes, lines=lines, may_split=rng.random() < 0.5)
