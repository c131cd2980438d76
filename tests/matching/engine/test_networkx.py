"""The flow against the network simplex of networkx, with one big number for all levels."""

from collections import defaultdict

import networkx as nx
import pytest

from matching.engine.fitting import Supply, fit
from matching.engine.instance import Instance
from matching.engine.scoring import FAR
from matching.engine.solver import match
from tests.matching.engine.small import singles

LEVEL = 10**9
"""More than any sum of ranks or distances here; Python's integers do not run over."""


@pytest.mark.parametrize("seed", range(6))
def test_a_flow_is_as_good_as_that_of_networkx(seed: int) -> None:
    wanted = singles(seed, requests=150, schools=12, fixed=False)
    score = match(wanted).score
    assert (
        score.unplaced // 60 + score.hardship_unplaced // 60,
        score.rank,
        score.hectometres,
    ) == levels_of(simplex(wanted))


def levels_of(cost: int) -> tuple[int, int, int]:
    """Who stays away (twice with a hardship), ranks and hectometres in one number."""
    return cost // LEVEL**2, cost // LEVEL % LEVEL, cost % LEVEL


def simplex(instance: Instance) -> int:
    """The least cost, by network simplex."""
    graph = nx.DiGraph()
    graph.add_node("end", demand=len(instance.requests))
    supply = Supply(instance.schools)
    for request in instance.requests:
        graph.add_node(request.key, demand=-1)
        graph.add_edge(request.key, "end", capacity=1, weight=LEVEL**2 * (1 + request.is_hardship))
        found = fit(supply, request)
        for place, rank, far in zip(found.schools, found.ranks, found.hectometres, strict=True):
            school = supply.schools[int(place)].key
            cost = LEVEL * int(rank) + (FAR if far < 0 else int(far))
            graph.add_edge(request.key, (school, *request.subjects), capacity=1, weight=cost)
    _add_schools(graph, instance)
    cost, _flow = nx.network_simplex(graph)
    return int(cost)


def _add_schools(graph: nx.DiGraph, instance: Instance) -> None:
    for school in instance.schools:
        taken = sum(count for trimester, count in school.taken_in_all if trimester == 1)
        total = 1000 if school.total is None else school.total
        graph.add_edge((school.key,), "end", capacity=max(0, total - taken), weight=0)
        left: dict[str, int] = defaultdict(int)
        for offer in school.offers:
            left[offer.subject] += offer.places if offer.trimester in (None, 1) else 0
        for subject, trimester, count in school.taken:
            left[subject] -= count if trimester == 1 else 0
        for _key, subject in [n for n in graph if isinstance(n, tuple) and n[0] == school.key
                              and len(n) == 2]:  # fmt: skip
            room = max(0, left[subject]) if school.offers else 1000
            graph.add_edge((school.key, subject), (school.key,), capacity=room, weight=0)
