"""The whole full mix as one integer program: slow, and with a bound of its own."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from matching.engine.fitting import Supply, fit
from matching.engine.instance import Instance, Request
from matching.engine.outcome import UNIT

Row = dict[int, float]


def most_placed(instance: Instance, seconds: float = 20.0) -> tuple[int, int]:
    """Sixtieths of trainees that are placed by HiGHS, and that could be at the most."""
    gains, rows, limits = _program(instance)
    entries = [(i, column, use) for i, row in enumerate(rows) for column, use in row.items()]
    at, columns, uses = zip(*entries, strict=True)
    table = coo_array((uses, (at, columns)), shape=(len(rows), len(gains)))
    found = milp(
        -np.array(gains, float),
        constraints=LinearConstraint(table.tocsr(), ub=np.array(limits, float)),
        integrality=np.ones(len(gains)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return round(-found.fun), floor(-found.mip_dual_bound + 1e-6)


def _program(instance: Instance) -> tuple[list[int], list[Row], list[int]]:
    """What each option gains, and rows of what they use with the limit of each."""
    supply = Supply(instance.schools)
    gains: list[int] = []
    rows: list[Row] = []
    limits: list[int] = []
    places: dict[tuple[int, str], Row] = defaultdict(dict)
    for request in instance.requests:
        whole = _options(supply, request, request.subjects, request.size * UNIT, gains, places)
        apart = []
        if request.may_split and len(request.subjects) > 1:
            share = request.size * UNIT // len(request.subjects)
            apart = [
                _options(supply, request, (subject,), share, gains, places)
                for subject in request.subjects
            ]
        for own in apart or [[]]:
            rows.append(dict.fromkeys([*whole, *own], 1.0))
            limits.append(1)
    for (school, subject), row in places.items():
        room = _room(supply, school, subject)
        if room is not None:
            rows.append(row)
            limits.append(max(0, room))
    return gains, rows, limits


def _options(
    supply: Supply,
    request: Request,
    subjects: tuple[str, ...],
    worth: int,
    gains: list[int],
    places: dict[tuple[int, str], Row],
) -> list[int]:
    found = []
    for place, subject in product(fit(supply, request, subjects).schools, ("", *subjects)):
        if not subject:
            found.append(len(gains))
            gains.append(worth)
        places[int(place), subject][found[-1]] = float(request.size)
    return found


def _room(supply: Supply, place: int, subject: str) -> int | None:
    school = supply.schools[place]
    if not subject:
        taken = sum(count for trimester, count in school.taken_in_all if trimester == 1)
        return None if school.total is None else school.total - taken
    if not school.offers:
        return None
    offered = sum(
        offer.places
        for offer in school.offers
        if offer.subject == subject and offer.trimester in (None, 1)
    )
    return offered - sum(n for s, t, n in school.taken if (s, t) == (subject, 1))
