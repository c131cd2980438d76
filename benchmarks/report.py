"""What was measured, kept as JSON and shown as Markdown.

A block is one instance with a row per engine. Blocks that are measured again replace the old
ones; a row says when it was measured where that is not the day of its block.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.engines import LABELS, OURS
from benchmarks.goals import Goal, goals_of

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("ortools", "highspy", "numpy", "scipy", "networkx")
MARKS = {True: "met", False: "**missed**", None: "not measured"}
STATUS = {
    "time": "stopped: no answer in {limit:.0f} s",
    "memory": "stopped: above {memory} MB",
    "crashed": "crashed: {last_line}",
    "not installed": "not installed",
}


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    found: dict[str, Any] = {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def commit() -> str:
    """The commit that was measured, when this is a checkout."""
    command = ["git", "describe", "--always", "--dirty"]
    folder = Path(__file__).parent
    try:
        asked = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def stored(name: str, folder: Path = RESULTS) -> dict[str, Any]:
    """What was kept before; empty when nothing was."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"blocks": []}


def keep(blocks: Sequence[Mapping[str, Any]], folder: Path = RESULTS) -> Path:
    """Add blocks to what is kept, work out the goals, and write both files."""
    kept = {block["title"]: block for block in stored("matching", folder)["blocks"]}
    for block in blocks:
        old = kept.get(block["title"])
        rows = {**old["rows"], **block["rows"]} if _same(old, block) else block["rows"]
        kept[block["title"]] = {**block, "rows": rows}
    ordered = sorted(kept.values(), key=lambda block: (block["mix"] != "single", block["requests"]))
    goals = goals_of(ordered)
    folder.mkdir(parents=True, exist_ok=True)
    data = {"goals": [vars(goal) for goal in goals], "blocks": ordered}
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    (folder / "matching.json").write_text(text, encoding="utf-8")
    path = folder / "matching.md"
    path.write_text(as_markdown(ordered, goals), encoding="utf-8")
    return path


def _same(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> bool:
    """Whether rows of an earlier run are about the same instance on the same machine."""
    facts = ("instance", "machine")
    return old is not None and all(old[fact] == new[fact] for fact in facts)


def as_markdown(blocks: Sequence[Mapping[str, Any]], goals: Sequence[Goal]) -> str:
    """The whole page."""
    parts = [_HEAD, _goals_table(goals)]
    parts += [_block(block) for block in blocks]
    return "\n\n".join(parts) + "\n"


_HEAD = """# The matching, measured

Made by `make bench-matching`; do not edit. All engines read the same file, each in a process of its
own with a limit in time and memory. An independent judge counts what each answer is worth and which
rules it breaks. Half a trainee is one of whose two subjects one has a place.

- *at most*: no answer places more, as our engine proves.
- *seconds*: of the whole process, from start to the last byte; *net*: less what a process takes
  that merely reads the instance. Goals in seconds are about the net.
- *MB*: the most that the process and its children held at once."""


def _goals_table(goals: Sequence[Goal]) -> str:
    rows = [f"| {goal.text} | {MARKS[goal.is_met]} | {goal.measured} |" for goal in goals]
    return "\n".join(["## Goals", "", "| Goal | | Measured |", "|---|---|---|", *rows])


COLUMNS = (
    "Engine", "Placed", "Not placed", "At most", "Hardship not placed", "Split", "Named school",
    "Mean rank", "Mean km", "Rules broken", "Seconds", "Net", "MB", "Remark",
)  # fmt: skip


def _block(block: Mapping[str, Any]) -> str:
    facts = block["machine"]
    about = (
        f"{block['trainees']:,} trainees, {block['schools']:,} schools ({block['map']}), "
        f"{block['candidates']:g} candidate schools a request; seed {block['seed']}. "
        f"Merely reading the instance: {block['reading_seconds']:.2f} s. "
        f"Measured on {block['date']} at {block['commit'] or 'no commit'}: "
        f"{facts['cores']} cores ({facts['processor']}), Python {facts['python']}, "
        f"OR-Tools {facts['ortools']}, HiGHS {facts['highspy']}."
    )
    lines = [
        f"## {block['title']}",
        "",
        about,
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|---" * len(COLUMNS) + "|",
    ]
    names = [name for name in LABELS if name in block["rows"]]
    return "\n".join([*lines, *(_row(name, block, block["rows"][name]) for name in names)])


def _row(name: str, block: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    label = f"**{LABELS[name]}**" if name == OURS else LABELS[name]
    measured = [f"{row['seconds']:.1f}", f"{row['net_seconds']:.1f}", f"{row['peak_mb']:.0f}"]
    if row.get("placed") is None:
        empty = [""] * (len(COLUMNS) - len(measured) - 2)
        return _cells([label, *empty, *measured, _remark(block, row)])
    found = [
        f"{row['placed']:,g}" if row["placed"] < 1e5 else f"{row['placed']:.1f}",
        f"{row['wanted'] - row['placed']:g}",
        "" if row["at_most"] is None else f"{row['at_most']:.1f}",
        f"{row['hardship_unplaced']:g}",
        f"{row['split']}",
        f"{row['named']:,}",
        f"{row['rank'] / max(1, row['placed']):.2f}",
        f"{row['kilometres'] / max(1, row['placed']):.1f}",
        f"{row['broken']}",
    ]
    return _cells([label, *found, *measured, _remark(block, row)])


def _cells(texts: Sequence[str]) -> str:
    return "| " + " | ".join(text.replace("|", "/") for text in texts) + " |"


def _remark(block: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    words = []
    if row["status"] in STATUS:
        words.append(STATUS[row["status"]].format_map({"last_line": "", **row}))
    if row.get("is_optimal"):
        words.append("proven optimal")
    if row.get("stopped_by_time"):
        words.append("stopped at its time limit")
    if row.get("first_complete") is not None:
        words.append(f"first complete answer after {row['first_complete']:.1f} s")
    if row["date"] != block["date"]:
        words.append(f"measured on {row['date']}")
    return "; ".join(words)
