"""The benchmarks: `python -m benchmarks` lists them, `python -m benchmarks NAME` runs one."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "matching": (
        "matching_bench",
        "make bench-matching",
        'our engine and its peers on made-up Flemish years (SIZES="1000 5000")',
    ),
    "service": (
        "service_bench",
        "make bench-service",
        "reading an instance from the database, publishing a run, one request alone",
    ),
}


def main(arguments: list[str]) -> int:
    """Run the benchmark that is named, or say which there are."""
    if not arguments or arguments[0] not in BENCHES:
        for _module, command, what in BENCHES.values():
            print(f"{command:22} {what}")
        return 0 if not arguments else 2
    module, _command, _what = BENCHES[arguments[0]]
    result: int = importlib.import_module(f"benchmarks.{module}").main(arguments[1:])
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
