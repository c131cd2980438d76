"""Our engine and its peers on the same instances: `python -m benchmarks matching`."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.engines import LABELS, OURS, READ
from benchmarks.flanders import make_instance
from benchmarks.judge import Answer, judge
from benchmarks.watching import Watched, watch
from benchmarks.worker import NOT_INSTALLED
from matching.engine.fitting import Supply, fit
from matching.engine.instance import Instance

ROOT = Path(__file__).resolve().parents[1]
FULL_SIZES = (1_000, 5_000, 20_000, 50_000)
SINGLE_SIZES = (20_000,)
MEMORY_MB = 6_000
PEER_SECONDS = ((1_000, 60.0), (5_000, 120.0), (20_000, 300.0))
PEER_SECONDS_ABOVE = 600.0
OUR_SECONDS_PER_PART = ((1_000, 5.0), (5_000, 6.0), (20_000, 25.0))
OUR_SECONDS_PER_PART_ABOVE = 250.0
LONGEST = 900.0
"""Seconds after which any engine is stopped."""


def main(arguments: Sequence[str]) -> int:
    """Make the instances, run every engine on each, and write the results."""
    options = _options(arguments)
    todo = [("single", size) for size in options.single]
    todo += [("full", size) for size in options.sizes]
    for mix, size in todo:
        block = _block(mix, size, options)
        print(f"written: {report.keep([block], options.out)}", flush=True)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks matching", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="requests in the full mix")
    parser.add_argument("--single", nargs="*", type=int, help="requests of one subject each")
    parser.add_argument("--engines", default=",".join(LABELS), help="separated by commas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="ours: for each part")
    parser.add_argument("--peer-seconds", type=float, help="a peer: in all")
    parser.add_argument("--workers", type=int, default=2, help="processes of ours")
    parser.add_argument("--out", type=Path, default=report.RESULTS)
    options = parser.parse_args(arguments)
    if options.single is None:
        options.single = [] if options.sizes else SINGLE_SIZES
    if (not options.sizes and not options.single) or not arguments:
        options.sizes = FULL_SIZES
    options.engines = options.engines.split(",")
    if unknown := set(options.engines) - set(LABELS):
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    return options


def _block(mix: str, size: int, options: argparse.Namespace) -> dict[str, Any]:
    from matching.engine.files import dumps_instance

    title = f"{size:,} requests, {'single-subject' if mix == 'single' else 'full mix'}"
    print(f"== {title}", flush=True)
    instance = make_instance(size, seed=options.seed, mix=mix)
    content = dumps_instance(instance)
    today = datetime.now(UTC).date().isoformat()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "instance.json.gz")
        file.write_bytes(gzip.compress(content, mtime=0))
        reading, _answer = _run(READ, file, options, limit=60.0, seconds=60.0)
        print(f"   merely reading: {reading.seconds:.2f} s", flush=True)
        rows = {
            name: {**_row(name, instance, file, options, reading.seconds), "date": today}
            for name in options.engines
        }
    return {
        "title": title,
        "mix": mix,
        "requests": size,
        "trainees": sum(request.size for request in instance.requests),
        "schools": len(instance.schools),
        "map": instance.notes["map"],
        "candidates": _candidates(instance),
        "seed": options.seed,
        "instance": hashlib.sha256(content).hexdigest(),
        "reading_seconds": round(reading.seconds, 2),
        "date": today,
        "commit": report.commit(),
        "machine": report.machine(),
        "rows": rows,
    }


def _row(
    name: str, instance: Instance, file: Path, options: argparse.Namespace, reading: float
) -> dict[str, Any]:
    size = len(instance.requests)
    if name == OURS:
        seconds = options.seconds or _by_size(
            OUR_SECONDS_PER_PART, OUR_SECONDS_PER_PART_ABOVE, size
        )
        limit = LONGEST
    else:
        seconds = options.peer_seconds or _by_size(PEER_SECONDS, PEER_SECONDS_ABOVE, size)
        limit = min(LONGEST, 1.5 * seconds)
    watched, answer = _run(name, file, options, limit=limit, seconds=seconds)
    row: dict[str, Any] = {
        "status": "not installed" if watched.code == NOT_INSTALLED else watched.status,
        "seconds": round(watched.seconds, 2),
        "net_seconds": round(max(0.0, watched.seconds - reading), 2),
        "peak_mb": round(watched.peak_mb),
        "limit": limit,
        "memory": MEMORY_MB,
        "last_line": watched.last_words.splitlines()[-1][:200] if watched.last_words else "",
    }
    if answer is not None:
        row |= _worth(instance, answer)
        # Between two looks from outside a short peak can be missed.
        row["peak_mb"] = round(max(watched.peak_mb, row["high_water_mb"]))
    print(f"   {_in_words(name, row)}", flush=True)
    return row


def _run(
    name: str, file: Path, options: argparse.Namespace, *, limit: float, seconds: float
) -> tuple[Watched, dict[str, Any] | None]:
    out = file.with_name(f"{name}.json")
    command = [
        *(sys.executable, "-m", "benchmarks.worker", name, str(file), str(out)),
        *("--seconds", str(seconds), "--workers", str(options.workers)),
        *("--seed", str(options.seed), "--memory", str(MEMORY_MB)),
    ]
    watched = watch(command, seconds=limit, memory_mb=MEMORY_MB, folder=ROOT)
    if watched.status != "done" or not out.exists():
        return watched, None
    return watched, json.loads(out.read_text(encoding="utf-8"))


def _worth(instance: Instance, answer: dict[str, Any]) -> dict[str, Any]:
    """What the judge says of an answer, with what the engine itself said of it."""
    told = [
        Answer(request, school, tuple(subjects)) for request, school, subjects in answer["answers"]
    ]
    verdict = judge(instance, told)
    said = {key: value for key, value in answer.items() if key != "answers"}
    return {
        **said,
        **vars(verdict),
        "broken": len(verdict.broken),
        "broken_first": list(verdict.broken[:5]),
    }


def _by_size(steps: Sequence[tuple[int, float]], above: float, size: int) -> float:
    return next((seconds for most, seconds in steps if size <= most), above)


def _candidates(instance: Instance) -> float:
    """Schools that fit a request, on the average."""
    supply = Supply(instance.schools)
    counts = [len(fit(supply, request).schools) for request in instance.requests]
    return round(sum(counts) / max(1, len(counts)), 1)


def _in_words(name: str, row: dict[str, Any]) -> str:
    start = f"{name:20} {row['status']:8} {row['seconds']:7.1f} s {row['peak_mb']:6.0f} MB"
    if "placed" not in row:
        return f"{start}  {row['last_line']}"
    bound = "" if row["at_most"] is None else f" (at most {row['at_most']:.1f})"
    left = row["wanted"] - row["placed"]
    return f"{start}  placed {row['placed']:g}{bound}, not {left:g}, broken {row['broken']}"
