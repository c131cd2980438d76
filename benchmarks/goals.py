"""What the matching is to reach, and by how much a goal is missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.engines import OURS, PEERS

Row = Mapping[str, Any]
Block = Mapping[str, Any]
MOST_MEMORY_MB = 1_024


@dataclass(frozen=True)
class Goal:
    """One goal: what is asked, what was measured, and whether that is enough."""

    text: str
    measured: str
    is_met: bool | None
    """None when it was not measured."""


def goals_of(blocks: Sequence[Block]) -> list[Goal]:
    """Every goal, in the order in which they were set."""
    by_name = {(block["mix"], block["requests"]): block for block in blocks}
    return [
        *(_about(by_name, *goal) for goal in _GOALS),
        _never_fewer(blocks),
        _sound(blocks),
    ]


def _ours(block: Block) -> Row | None:
    row = block["rows"].get(OURS)
    return row if row and row["status"] == "done" else None


def _about(
    blocks: Mapping[tuple[str, int], Block], mix: str, requests: int, text: str,
    check: Callable[[Row], tuple[bool, str]],
) -> Goal:  # fmt: skip
    text = f"{requests:,} requests, {mix}: {text}"
    block = blocks.get((mix, requests))
    if block is None or OURS not in block["rows"]:
        return Goal(text, "not measured", None)
    row = _ours(block)
    if row is None:
        return Goal(text, f"no answer ({block['rows'][OURS]['status']})", False)
    is_met, measured = check(row)
    return Goal(text, measured, is_met)


def _seconds(row: Row, most: float) -> tuple[bool, str]:
    over = row["net_seconds"] - most
    return over <= 0, f"{row['net_seconds']:.1f} s" + (
        f", {over:.1f} s too long" if over > 0 else ""
    )


def _too_much(over: float, words: str) -> str:
    return f", {over:.1f} {words}" if over > 0 else ""


def _optimal(row: Row) -> tuple[bool, str]:
    in_time, measured = _seconds(row, 3)
    proof = "proven optimal" if row["is_optimal"] else "not proven optimal"
    return in_time and row["is_optimal"], f"{proof} in {measured}"


def _near_bound(most_seconds: float) -> Callable[[Row], tuple[bool, str]]:
    def check(row: Row) -> tuple[bool, str]:
        in_time, measured = _seconds(row, most_seconds)
        gap, allowed = row["at_most"] - row["placed"], row["wanted"] / 1000
        words = f"{gap:g} trainees below the bound ({100 * gap / row['wanted']:.3f} %)"
        words += _too_much(gap - allowed, "too many")
        return in_time and gap <= allowed, f"{words} in {measured}"

    return check


def _first_answer(row: Row) -> tuple[bool, str]:
    first = row["first_complete"]
    if first is None:
        return False, "not told"
    over = first - 15
    return over <= 0, f"{first:.1f} s" + _too_much(over, "s too long")


def _finishes(row: Row) -> tuple[bool, str]:
    return _seconds(row, 600)


def _memory(row: Row) -> tuple[bool, str]:
    over = row["peak_mb"] - MOST_MEMORY_MB
    return over <= 0, f"{row['peak_mb']:.0f} MB" + _too_much(over, "MB too much")


_GOALS: list[tuple[str, int, str, Callable[[Row], tuple[bool, str]]]] = [
    ("single", 20_000, "proven optimal in 3 s", _optimal),
    ("full", 5_000, "within 0.1 % of the bound in 15 s", _near_bound(15)),
    ("full", 20_000, "within 0.1 % of the bound in 60 s", _near_bound(60)),
    ("full", 20_000, "first complete answer within 15 s", _first_answer),
    ("full", 50_000, "finishes in 10 minutes", _finishes),
    ("single", 20_000, "memory under 1 GB", _memory),
    ("full", 20_000, "memory under 1 GB", _memory),
]


def _never_fewer(blocks: Sequence[Block]) -> Goal:
    text = "Never fewer trainees placed than any peer"
    missed, compared = [], 0
    for block in blocks:
        ours = _ours(block)
        for peer in PEERS:
            row = block["rows"].get(peer)
            if ours is None or row is None or row.get("placed") is None or row["broken"]:
                continue
            compared += 1
            if row["placed"] > ours["placed"]:
                more = row["placed"] - ours["placed"]
                missed.append(f"{peer} places {more:g} more in {block['title']}")
    if not compared:
        return Goal(text, "not measured", None)
    return Goal(text, "; ".join(missed) or f"in {compared} comparisons", not missed)


def _sound(blocks: Sequence[Block]) -> Goal:
    """The judge finds nothing wrong, and no answer is better than what is called the bound."""
    text = "No rule broken, and no engine above the bound"
    wrong = []
    checked = 0
    for block in blocks:
        ours = _ours(block)
        if ours is None:
            continue
        checked += 1
        if ours["broken"]:
            wrong.append(f"{ours['broken']} rules broken in {block['title']}")
        for name, row in block["rows"].items():
            is_valid = row.get("placed") is not None and not row["broken"]
            if is_valid and row["placed"] > ours["at_most"] + 1e-9:
                wrong.append(f"{name} is above the bound in {block['title']}")
    if not checked:
        return Goal(text, "not measured", None)
    return Goal(text, "; ".join(wrong) or f"in {checked} instances", not wrong)
