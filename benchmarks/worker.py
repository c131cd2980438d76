"""One engine on one instance file, in a process of its own: `python -m benchmarks.worker`.

It writes its answer as JSON. The parent measures time and memory from outside.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.engines import run
from benchmarks.peers.libraries import NotInstalled
from benchmarks.watching import high_water

NOT_INSTALLED = 3
ADDRESS_SPACE = 3
"""Times the memory limit: what a program reserves is far more than what it uses."""


def main() -> int:
    """Read, match, write."""
    options = _arguments()
    if options.memory:
        limit = ADDRESS_SPACE * options.memory * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    from matching.engine.files import loads_instance

    begun = perf_counter()
    instance = loads_instance(gzip.decompress(Path(options.instance).read_bytes()))
    read = perf_counter()
    try:
        found = run(options.engine, instance, options.seconds, options.workers, options.seed)
    except NotInstalled as error:
        print(error, file=sys.stderr)
        return NOT_INSTALLED
    solved = perf_counter()
    answer = {
        "answers": [[one.request, one.school, list(one.subjects)] for one in found.answers],
        "at_most": found.at_most,
        "is_optimal": found.is_optimal,
        "stopped_by_time": found.stopped_by_time,
        "first_complete": found.first_complete,
        "reading": round(read - begun, 3),
        "solving": round(solved - read, 3),
        "notes": found.notes,
        "high_water_mb": round(high_water(), 1),
    }
    Path(options.out).write_text(json.dumps(answer), encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine")
    parser.add_argument("instance")
    parser.add_argument("out")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", type=int, default=0, help="MB; 0 is no limit")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
