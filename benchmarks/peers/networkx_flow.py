"""networkx: groups and two-subject requests first come first served, all others as an exact flow.

A flow knows only one trainee in at most one subject, so that is all it can do here.
"""

from __future__ import annotations

from typing import Any

from benchmarks.judge import Answer
from benchmarks.peers.fitted import Fitted, Option, Want, first_fit
from benchmarks.peers.libraries import library

RANK_COSTS = 100_000
"""More than the distances of one request can add up to; a flow library takes one cost."""
END = "end"


def solve(problem: Fitted, seconds: float, seed: int) -> list[Answer]:
    """A trimester at a time, as they share no place."""
    networkx = library("networkx")
    found: list[Answer] = []
    for trimester in problem.trimesters:
        part = problem.in_trimester(trimester)
        complex_ones = [want for want in part.wants if not want.is_simple]
        chosen = first_fit(part, complex_ones)
        chosen += _flow(networkx, part, [want for want in part.wants if want.is_simple])
        found += [want.answer(option) for want, option in chosen]
    return found


def _flow(networkx: Any, part: Fitted, wants: list[Want]) -> list[tuple[Want, Option]]:
    graph = networkx.DiGraph()
    for want in wants:
        graph.add_edge("start", want.request.key, capacity=1)
        for option in want.options:
            cell = option.cells[0]
            cost = option.rank * RANK_COSTS + option.hectometres
            graph.add_edge(want.request.key, cell, capacity=1, weight=cost)
            _add_rooms(graph, part, option)
    if END not in graph or "start" not in graph:
        return []
    flow = networkx.max_flow_min_cost(graph, "start", END)
    return [
        (want, option)
        for want in wants
        for option in want.options
        if flow[want.request.key][option.cells[0]]
    ]


def _add_rooms(graph: Any, part: Fitted, option: Option) -> None:
    """From the cell of the subject to the total of its school, and from there to the end."""
    *subjects, total = option.cells
    for cell in subjects:
        graph.add_edge(cell, total, **_capacity(part, cell))
    graph.add_edge(total, END, **_capacity(part, total))


def _capacity(part: Fitted, cell: Any) -> dict[str, int]:
    return {"capacity": part.rooms[cell]} if cell in part.rooms else {}
