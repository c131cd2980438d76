"""The matching as a service, on a large year: `python -m benchmarks service`.

It makes a throwaway database on the embedded PostgreSQL, fills it, and measures what is asked of
the service: reading an instance and publishing a run in 10 seconds with a constant number of
queries, no school locked longer than one second, and one request alone in the time of a page.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import report
from benchmarks.flanders import make_instance

DATABASE = "bench_lerarenstage"
REQUESTS, SCHOOLS = 20_000, 1_000
RELEASE_DAY = datetime(2017, 6, 15, 7, tzinfo=UTC)
ALONE = 25
"""Requests that are matched one by one, afterwards."""
READING, PUBLISHING, LOCKED, PAGE = 10.0, 10.0, 1.0, 1.0


@dataclass
class Measured:
    """What a step took."""

    seconds: float = 0.0
    queries: int = 0
    locks: list[float] = field(default_factory=list)
    """Seconds from the first lock of a school to the end of its transaction, for each of them."""


def main(arguments: Sequence[str]) -> int:
    """Fill a database, measure, and write the results."""
    parser = argparse.ArgumentParser("python -m benchmarks service", description=__doc__)
    parser.add_argument("requests", nargs="?", type=int, default=REQUESTS)
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    parser.add_argument("--seconds", type=float, default=20.0, help="of matching, for each part")
    parser.add_argument("--out", type=Path, default=report.RESULTS)
    options = parser.parse_args(arguments)
    with _database(), _on_the_day_of_release():
        figures = _measure(options)
    _write(figures, options)
    return 0


@contextmanager
def _database() -> Iterator[None]:
    """Django with an empty database of its own, that is gone afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lerarenstage.settings_test"
    os.environ["TEST_DATABASE_NAME"] = DATABASE
    import django

    django.setup()
    logging.disable(logging.WARNING)  # a failed run still says why
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


@contextmanager
def _on_the_day_of_release() -> Iterator[None]:
    import time_machine

    with time_machine.travel(RELEASE_DAY, tick=True):
        yield


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.service_world import write_year
    from calendar_cfg.year_2017_2018 import PLAN_2017_2018
    from calendar_cfg.years_admin import save_plan

    year = save_plan(PLAN_2017_2018)
    whole = make_instance(options.requests, options.schools)
    filling = _step("filling the database", lambda: write_year(year, whole))
    figures: dict[str, Any] = {
        "requests": options.requests,
        "schools": options.schools,
        "filling": filling.seconds,
    }
    steps = _Steps(year, options.seconds)
    figures["reading"] = vars(_step("reading the instance", steps.read))
    steps.hold_some_back()
    figures["matching"] = vars(_step("a run, from start to answer", steps.match))
    steps.check_answer()
    figures["publishing"] = vars(_step("publishing it", steps.publish))
    figures["put"] = steps.put_to_schools()
    figures["alone"] = steps.alone()
    return figures


class _Steps:
    """What is measured, in order."""

    def __init__(self, year: Any, seconds: float) -> None:
        self.year, self.seconds = year, seconds
        self.run: Any = None
        self.held: list[int] = []

    def read(self) -> None:
        from matching.reading import read_instance

        read_instance(self.year)

    def hold_some_back(self) -> None:
        """Some requests are filed only after the release."""
        from requests_app.enums import RequestState
        from requests_app.models import PlacementRequest

        rows = PlacementRequest.objects.order_by("pk")
        step = max(1, rows.count() // ALONE)
        self.held = list(rows.values_list("pk", flat=True))[::step][:ALONE]
        rows.filter(pk__in=self.held).update(state=RequestState.DRAFT)

    def match(self) -> None:
        from institutions.actors import SYSTEM
        from matching.engine.instance import Limits
        from matching.enums import RunTrigger
        from matching.starting import start_run

        self.run = start_run(
            year=self.year,
            actor=SYSTEM,
            trigger=RunTrigger.EFFECT,
            limits=Limits(seconds=self.seconds),
        )

    def check_answer(self) -> None:
        """Stop when the run came to nothing.

        Raises:
            SystemExit: with what the run says of it.
        """
        self.run.refresh_from_db()
        if self.run.state != "ready":
            sys.exit(f"The run is {self.run.state}: {self.run.error}")

    def publish(self) -> None:
        from institutions.actors import SYSTEM
        from matching.publishing import publish

        publish(self.run, actor=SYSTEM)

    def put_to_schools(self) -> int:
        from requests_app.models import Proposal

        return int(Proposal.objects.count())

    def alone(self) -> dict[str, Any]:
        """Requests that are filed after the release, each matched at once."""
        from matching.looking import match_request
        from requests_app.enums import RequestState
        from requests_app.models import PlacementRequest

        rows = []
        for pk in self.held:
            PlacementRequest.objects.filter(pk=pk).update(state=RequestState.SUBMITTED)
            rows.append(_watched(lambda pk=pk: match_request(pk)))  # type: ignore[misc]
        seconds = sorted(row.seconds for row in rows)
        figures = {
            "requests": len(rows),
            "median_seconds": round(seconds[len(seconds) // 2], 3),
            "longest_seconds": round(seconds[-1], 3),
            "most_queries": max(row.queries for row in rows),
        }
        print(f"   one request alone: {figures}", flush=True)
        return figures


def _step(name: str, work: Callable[[], object]) -> Measured:
    measured = _watched(work)
    longest = f", longest lock {max(measured.locks):.2f} s" if measured.locks else ""
    print(f"   {name}: {measured.seconds:.2f} s, {measured.queries} queries{longest}", flush=True)
    return measured


def _watched(work: Callable[[], object]) -> Measured:
    """Time some work, count its queries, and time how long it locks schools."""
    from django.db import connection

    measured = Measured()
    watching = _Watching(measured)
    with connection.execute_wrapper(watching):
        begun = perf_counter()
        work()
        measured.seconds = round(perf_counter() - begun, 3)
    return measured


class _Watching:
    """Sees each query. A lock of a school lasts until its transaction ends."""

    def __init__(self, measured: Measured) -> None:
        self.measured = measured
        self.since: float | None = None

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        from django.db import transaction

        self.measured.queries += 1
        begun = perf_counter()
        result = execute(sql, params, many, context)
        if self.since is None and "FOR UPDATE" in str(sql) and "institutions_schoolyear" in sql:
            self.since = begun
            transaction.on_commit(self._ended)
        return result

    def _ended(self) -> None:
        assert self.since is not None
        self.measured.locks.append(round(perf_counter() - self.since, 3))
        self.since = None


def _write(figures: dict[str, Any], options: argparse.Namespace) -> None:
    data = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": report.commit(),
        "machine": report.machine(),
        **figures,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, indent=1) + "\n"
    (options.out / "service.json").write_text(text, encoding="utf-8")
    path = options.out / "service.md"
    path.write_text(_as_markdown(data), encoding="utf-8")
    print(f"written: {path}")


def _as_markdown(data: dict[str, Any]) -> str:
    facts = data["machine"]
    lines = [
        f"| {what} | {seconds:.2f} s | {most:g} s | {_mark(seconds, most)} | {remark} |"
        for what, seconds, most, remark in _figures(data)
    ]
    return f"""# The matching as a service, measured

Made by `make bench-service`; do not edit. {data["requests"]:,} requests and {data["schools"]:,}
schools in a throwaway PostgreSQL on the same machine, which does not wait for the disk. Measured on
{data["date"]} at {data["commit"] or "no commit"}: {facts["cores"]} cores ({facts["processor"]}),
Python {facts["python"]}. The run itself took {data["matching"]["seconds"]:.1f} s on one worker.

| What | Measured | Goal | | |
|---|---|---|---|---|
{chr(10).join(lines)}
"""


def _figures(data: dict[str, Any]) -> list[tuple[str, float, float, str]]:
    """What was measured, the seconds it took and may take, and a remark."""
    reading, publishing, alone = data["reading"], data["publishing"], data["alone"]
    batches = len(publishing["locks"])
    proposals = f"{data['put']:,} proposals, {publishing['queries']} queries, {batches} batches"
    one = f"of {alone['requests']}; median {alone['median_seconds']} s"
    one += f", at most {alone['most_queries']} queries"
    longest = max(publishing["locks"], default=0.0)
    return [
        ("Reading an instance", reading["seconds"], READING, f"{reading['queries']} queries"),
        ("Publishing a run", publishing["seconds"], PUBLISHING, proposals),
        ("Longest lock of a school", longest, LOCKED, "from the lock to the end of its batch"),
        ("One request alone, slowest", alone["longest_seconds"], PAGE, one),
    ]


def _mark(seconds: float, most: float) -> str:
    return "met" if seconds <= most else f"**missed** by {seconds - most:.2f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
