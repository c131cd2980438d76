"""Exact minimum-cost flow, level after level, with proof.

A level is solved by OR-Tools. From its flow come potentials, which prove that it is the best, and
tell which arcs any best flow may use and which it must fill. The next level is solved on those
alone. So levels are compared one after the other, with small integers and without weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Ints = NDArray[np.int64]
FAR_AWAY = np.int64(2**60)


@dataclass(frozen=True)
class Network:
    """A directed graph in which `supply` flows from node to node; all integers."""

    tails: Ints
    heads: Ints
    capacities: Ints
    supply: Ints

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.supply)


class NoFlow(Exception):
    """There is no best flow: costs out of range, or a network that cannot hold its supply."""


def best_flow(network: Network, levels: Sequence[Ints]) -> Ints:
    """The flow that is best on the first level, among those on the second, and so on.

    Arguments:
        levels: per level the cost of one unit on each arc.
    """
    flow = np.zeros(len(network.tails), np.int64)
    free = np.arange(len(network.tails))
    supply = network.supply.copy()
    for place, costs in enumerate(levels):
        part = Network(network.tails[free], network.heads[free], network.capacities[free], supply)
        flow[free] = _solve(part, costs[free])
        if place < len(levels) - 1:
            free, supply = _face(network, free, flow, costs)
    return flow


def _solve(network: Network, costs: Ints) -> Ints:
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tails, network.heads, network.capacities, costs
    )
    solver.set_nodes_supplies(np.arange(network.nodes), network.supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise NoFlow(str(status))
    return np.asarray(solver.flows(arcs), np.int64)


def _face(network: Network, free: Ints, flow: Ints, costs: Ints) -> tuple[Ints, Ints]:
    """The arcs on which best flows may still differ, and what those have to carry."""
    tails, heads = network.tails[free], network.heads[free]
    reduced = reduced_costs(tails, heads, network.capacities[free], flow[free], costs[free])
    still = free[reduced == 0]
    supply = network.supply.copy()
    fixed = np.ones(len(network.tails), bool)
    fixed[still] = False
    np.subtract.at(supply, network.tails[fixed], flow[fixed])
    np.add.at(supply, network.heads[fixed], flow[fixed])
    return still, supply


def reduced_costs(tails: Ints, heads: Ints, capacities: Ints, flow: Ints, costs: Ints) -> Ints:
    """What one unit more on an arc costs at potentials that prove the flow best.

    Above zero the arc is empty, below zero it is full: otherwise the flow is not the best, which
    `potentials` finds out.
    """
    node = potentials(tails, heads, capacities, flow, costs)
    return costs + node[tails] - node[heads]


def potentials(tails: Ints, heads: Ints, capacities: Ints, flow: Ints, costs: Ints) -> Ints:
    """Shortest distances in what is left of the network, from anywhere.

    Raises:
        NoFlow: there is a circle that makes the flow cheaper, so it was not the best.
    """
    nodes = int(max(tails.max(initial=-1), heads.max(initial=-1))) + 1
    start, end, length = residual(tails, heads, capacities, flow, costs)
    return _relax(start, end, length, np.zeros(nodes, np.int64))


def residual(
    tails: Ints, heads: Ints, capacities: Ints, flow: Ints, costs: Ints
) -> tuple[Ints, Ints, Ints]:
    """The arcs on which flow can be added, and those on which it can be taken back."""
    more, less = flow < capacities, flow > 0
    return (
        np.concatenate([tails[more], heads[less]]),
        np.concatenate([heads[more], tails[less]]),
        np.concatenate([costs[more], -costs[less]]),
    )


def distances_to(target: int, nodes: int, start: Ints, end: Ints, length: Ints) -> Ints:
    """The shortest distance from each node to a target; `FAR_AWAY` where there is no way."""
    first = np.full(nodes, FAR_AWAY, np.int64)
    first[target] = 0
    return _relax(end, start, length, first)


def _relax(start: Ints, end: Ints, length: Ints, distance: Ints) -> Ints:
    """Bellman and Ford, all arcs at once, until nothing changes."""
    for _step in range(len(distance) + 1):
        reached = distance[start]
        shorter = reached + length < distance[end]
        shorter &= reached < FAR_AWAY
        if not shorter.any():
            return distance
        np.minimum.at(distance, end[shorter], reached[shorter] + length[shorter])
    raise NoFlow("a circle of negative length is left")
