"""Realistic Flemish instances of the matching problem: same arguments, same instance."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.flemish_demand import MIXES, Demand
from benchmarks.flemish_map import default_schools, has_real_data, homes, sites
from benchmarks.flemish_supply import Supply
from matching.engine.instance import Instance

TIGHTNESS = 1.05


def make_instance(
    requests: int,
    schools: int | None = None,
    *,
    seed: int = 1,
    mix: str = "full",
    trimesters: int = 3,
    tightness: float = TIGHTNESS,
) -> Instance:
    """A year of placements.

    Arguments:
        requests: how many stageaanvragen look for a school.
        schools: how many stageplaatsen there are; as many as such a year has when left out.
        seed: of everything that is drawn.
        mix: "full", with groups, two-subject requests and cross-class ones, or "single".
        trimesters: over how many trimesters they are spread.
        tightness: places of each subject and trimester, in times the demand.

    Raises:
        KeyError: there is no such mix.
    """
    random = Random(seed)
    places = sites(schools or default_schools(requests), random)
    spread: Sequence[int] = range(1, trimesters + 1)
    demand = Demand(places, homes(), MIXES[mix], random)
    asked = [demand.request(number, spread) for number in range(1, requests + 1)]
    offered = Supply(places, asked, spread, random).schools(tightness)
    notes = {
        "made_by": "benchmarks.flanders",
        "requests": str(requests),
        "schools": str(len(offered)),
        "seed": str(seed),
        "mix": mix,
        "tightness": str(tightness),
        "map": "real schools" if has_real_data() else "made-up schools",
    }
    return Instance(tuple(asked), tuple(offered), notes)
