"""What the benchmark writes: rows, goals met and missed, and blocks that are measured again."""

import json

import pytest

from benchmarks import report
from benchmarks.engines import OURS, first_complete
from benchmarks.goals import goals_of
from matching.engine.outcome import Progress

MACHINE = {
    "cores": 2, "processor": "x", "python": "3.11", "ortools": "9", "highspy": "1",
}  # fmt: skip


def row(placed, **changes):
    values = {
        "status": "done", "seconds": 12.0, "net_seconds": 11.0, "peak_mb": 500, "placed": placed,
        "wanted": 5_000, "at_most": None, "hardship_unplaced": 0, "split": 3, "named": 900,
        "rank": 9_000, "kilometres": 70_000, "broken": 0, "is_optimal": False,
        "stopped_by_time": False, "first_complete": None, "date": "2017-06-15", "limit": 60.0,
        "memory": 6_000, "last_line": "",
    }  # fmt: skip
    return {**values, **changes}


def block(rows, mix="full", requests=5_000, **changes):
    values = {
        "title": f"{requests} {mix}", "mix": mix, "requests": requests, "trainees": 5_000,
        "schools": 500, "map": "made-up schools", "candidates": 20.0, "seed": 1, "instance": "h",
        "reading_seconds": 1.0, "date": "2017-06-15", "commit": "abc", "machine": MACHINE,
        "rows": rows,
    }  # fmt: skip
    return {**values, **changes}


def measured(goals, words):
    return next((goal.is_met, goal.measured) for goal in goals if words in goal.text)


def test_a_goal_that_is_reached_is_met():
    goals = goals_of([block({OURS: row(4_990, at_most=4_994.0)})])

    assert measured(goals, "5,000 requests, full") == (
        True,
        "4 trainees below the bound (0.080 %) in 11.0 s",
    )


def test_a_goal_that_is_missed_says_by_how_much():
    goals = goals_of([block({OURS: row(4_990, at_most=4_997.0, net_seconds=17.0)})])

    assert measured(goals, "5,000 requests, full") == (
        False,
        "7 trainees below the bound (0.140 %), 2.0 too many in 17.0 s, 2.0 s too long",
    )


def test_a_goal_without_figures_is_not_measured():
    assert {goal.is_met for goal in goals_of([])} == {None}


def test_a_run_without_an_answer_misses_its_goal():
    goals = goals_of([block({OURS: {"status": "memory"}})])

    assert measured(goals, "5,000 requests, full") == (False, "no answer (memory)")


def test_a_peer_that_places_more_is_named():
    goals = goals_of([block({OURS: row(4_900, at_most=4_950), "greedy": row(4_901)})])

    assert measured(goals, "any peer") == (False, "greedy places 1 more in 5000 full")


def test_a_peer_that_breaks_a_rule_does_not_count():
    goals = goals_of([block({OURS: row(9, at_most=9), "greedy": row(10, broken=1)})])

    assert measured(goals, "any peer")[0] is None
    assert measured(goals, "No rule broken")[0] is True


def test_a_bound_that_a_peer_passes_is_no_bound():
    goals = goals_of([block({OURS: row(9, at_most=9), "greedy": row(10)})])

    assert measured(goals, "above the bound") == (False, "greedy is above the bound in 5000 full")


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def test_both_files_are_written(folder):
    path = report.keep([block({OURS: row(4_990, at_most=5_000), "greedy": row(4_000)})], folder)

    text = path.read_text()
    assert "| **lerarenstage** | 4,990 | 10 | 5000.0 |" in text
    assert "| first come, first served | 4,000 | 1000 |" in text
    assert json.loads((folder / "matching.json").read_text())["blocks"][0]["seed"] == 1


def test_an_engine_without_an_answer_keeps_its_row(folder):
    stopped = {"status": "time", "seconds": 60.0, "net_seconds": 59.0, "peak_mb": 100.0}
    rows = {"pulp_cbc": {**stopped, "limit": 60.0, "memory": 1, "date": "2017-06-15"}}

    text = report.keep([block(rows)], folder).read_text()

    assert "| 60.0 | 59.0 | 100 | stopped: no answer in 60 s |" in text


def test_a_block_that_is_measured_again_keeps_the_rows_of_other_engines(folder):
    report.keep([block({"greedy": row(4_000)})], folder)
    again = block({OURS: row(4_990, at_most=5_000, date="2017-06-16")}, date="2017-06-16")

    text = report.keep([again], folder).read_text()

    assert "measured on 2017-06-15" in text
    assert "| **lerarenstage** | 4,990 |" in text


def test_rows_of_another_instance_are_not_kept(folder):
    report.keep([block({"greedy": row(4_000)})], folder)

    report.keep([block({OURS: row(4_990, at_most=5_000)}, instance="other")], folder)

    assert list(report.stored("matching", folder)["blocks"][0]["rows"]) == [OURS]


def test_the_first_complete_answer_is_there_when_every_part_has_one():
    steps = [
        (1.0, Progress("relaxing", 0, 10, 10)),
        (2.0, Progress("searching", 9, 10, 10)),
        (3.0, Progress("searching", 20, 20, 20)),
        (4.0, Progress("explaining", 9, 10, 10)),
    ]

    assert first_complete(steps) == 3.0


def test_of_a_part_with_several_regions_the_last_counts():
    steps = [
        (1.0, Progress("searching", 4, 10, 10)),
        (2.0, Progress("rounding", 4, 10, 10)),
        (3.0, Progress("searching", 9, 10, 10)),
        (4.0, Progress("done", 9, 10, 10)),
    ]

    assert first_complete(steps) == 3.0
