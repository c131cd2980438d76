"""Where a part falls apart: demands that share no school decide nothing for each other."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from matching.engine.problem import Ints, Problem

MOST_APART = 50
"""More regions than this with demands that do not flow are solved as one."""


def regions_of(problem: Problem) -> list[Ints]:
    """The demands of each region; those where everybody flows are taken together.

    Requests without any option belong to no region; they come last, together.
    """
    label = _labels(problem)
    hopeless = _without_options(problem)
    flows = np.ones(label.max(initial=-1) + 1, bool)
    flows[label[~problem.is_simple & ~hopeless]] = False
    apart = np.flatnonzero(~flows)
    if len(apart) > MOST_APART:
        groups = [np.flatnonzero(~flows[label] & ~hopeless)]
    else:
        groups = [np.flatnonzero((label == number) & ~hopeless) for number in apart]
    groups += [np.flatnonzero(flows[label] & ~hopeless), np.flatnonzero(hopeless)]
    return [group for group in groups if len(group)]


def _without_options(problem: Problem) -> np.ndarray:
    """The demands of requests that fit nowhere, not whole and not in part."""
    request = np.array([demand.request for demand in problem.demands], np.int64)
    options = np.bincount(request[problem.options.demand], minlength=len(problem.requests))
    found: np.ndarray = options[request] == 0
    return found


def _labels(problem: Problem) -> Ints:
    """A number for each demand's region; the demands of one request are always together."""
    table, n = problem.options, len(problem.demands)
    first_school = n + len(problem.requests)
    request = np.array([demand.request for demand in problem.demands], np.int64)
    rows = np.concatenate([table.demand, np.arange(n)])
    columns = np.concatenate([first_school + table.school, n + request])
    nodes = first_school + problem.supply.count
    graph = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(nodes, nodes))
    _count, label = connected_components(graph, directed=False)
    _names, dense = np.unique(label[:n], return_inverse=True)
    return dense.astype(np.int64)
