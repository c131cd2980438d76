"""The generator of made-up years: always the same, and as hard as it says."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import flemish_map
from benchmarks.flanders import make_instance
from matching.engine.fitting import Supply, fit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def no_real_data(monkeypatch, tmp_path):
    monkeypatch.setattr(flemish_map, "DATA", tmp_path)


def test_the_same_arguments_give_the_same_instance():
    assert make_instance(80, seed=3) == make_instance(80, seed=3)


def test_another_seed_gives_another_instance():
    assert make_instance(80, seed=3).requests != make_instance(80, seed=4).requests


@pytest.mark.processes
def test_the_order_of_sets_in_a_process_changes_nothing():
    program = (
        "import hashlib; from benchmarks.flanders import make_instance;"
        "i = make_instance(60); keys = [(r.key, r.homes, r.preferences, sorted(r.nets), r.lines)"
        " for r in i.requests]; offers = [(s.key, s.total, [(o.subject, o.places, o.trimester,"
        " o.graad, sorted(o.kinds)) for o in s.offers]) for s in i.schools];"
        "print(hashlib.sha256(repr((keys, offers)).encode()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1


def test_nearly_every_request_has_a_school_that_fits():
    instance = make_instance(600)

    supply = Supply(instance.schools)
    fits = [len(fit(supply, request).schools) for request in instance.requests]

    assert sum(1 for count in fits if count) > 0.9 * len(fits)


def test_the_full_mix_has_all_that_makes_a_year_hard():
    requests = make_instance(1_500).requests

    count = len(requests)
    assert 0.4 < sum(len(request.subjects) == 2 for request in requests) / count < 0.5
    assert 0.03 < sum(request.size > 1 for request in requests) / count < 0.08
    assert any(not request.subjects for request in requests)
    assert any(request.may_split for request in requests)
    assert any(request.is_hardship for request in requests)
    assert any(request.not_at for request in requests)
    assert any(not request.other_schools for request in requests)
    assert all(request.size == len(request.homes) for request in requests)
    assert len({request.institution for request in requests}) == 18
    assert set(Counter(request.trimester for request in requests)) == {1, 2, 3}


def test_the_single_mix_has_one_trainee_and_one_subject_each():
    requests = make_instance(200, mix="single").requests

    assert all(request.size == len(request.subjects) == 1 for request in requests)


def test_places_follow_the_demand_of_each_subject():
    instance = make_instance(2_000, tightness=1.05)

    wanted, offered = Counter(), Counter()
    for request in instance.requests:
        for subject in request.subjects:
            wanted[subject] += request.size
    for school in instance.schools:
        for offer in school.offers:
            offered[offer.subject] += offer.places * (1 if offer.trimester else 3)
    shares = {subject: offered[subject] / count for subject, count in wanted.items()}
    assert all(1.0 <= share < 1.2 for subject, share in shares.items() if wanted[subject] > 50)


def test_fewer_trimesters_are_asked_for_when_told():
    instance = make_instance(60, trimesters=1)

    assert {request.trimester for request in instance.requests} == {1}


@pytest.mark.usefixtures("no_real_data")
def test_without_the_real_schools_it_makes_its_own():
    instance = make_instance(100, 40)

    assert instance.notes["map"] == "made-up schools"
    assert len({school.key for school in instance.schools}) == 40
    assert all(
        50.6 < lat < 51.6 and 2.5 < lon < 6 for s in instance.schools for lat, lon in s.points
    )


@pytest.mark.usefixtures("no_real_data")
def test_the_largest_year_has_as_many_schools_as_flanders():
    assert flemish_map.default_schools(50_000) == 1_100


def test_a_mix_that_is_not_known_is_refused():
    with pytest.raises(KeyError):
        make_instance(10, mix="other")
