"""Instances and outcomes as JSON: there and back, and what is not one."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from matching.engine.files import (
    BadFile,
    dumps_instance,
    dumps_outcome,
    loads_instance,
    loads_outcome,
    loads_part,
)
from matching.engine.instance import BlockedDays, Instance, Line, Offer, Request, School
from matching.engine.solver import match, solve_part
from tests.matching.engine.small import FIRST, LAST, instance, request, school, year

FULL = Instance(
    requests=(
        Request(
            key="2017-00001",
            trimester=2,
            first_day=FIRST,
            last_day=LAST,
            lines=(Line("frans", "active", 2, "aso", "doorstroom"), Line("", "observation")),
            institution="Hogeschool Eigen",
            size=2,
            homes=((51.0, 4.0), None),
            max_distance_km=20,
            nets=frozenset({"vrij", "go"}),
            education_forms=frozenset({"aso"}),
            preferences=(30002, 30001),
            other_schools=False,
            may_split=True,
            is_hardship=True,
            not_at=frozenset({30003, 30001}),
            fixed_at=30002,
            waits_for=30001,
            waits_since=FIRST,
        ),
    ),
    schools=(
        School(
            key=30002,
            points=((51.05, 3.72),),
            net="go",
            education_forms=frozenset({"aso", "tso"}),
            finalities=frozenset({"doorstroom"}),
            graden=frozenset({3, 2}),
            province="oost-vlaanderen",
            takes_nobody=True,
            is_confirmed=False,
            blocked=(BlockedDays(FIRST, LAST),),
            total=4,
            offers=(Offer("frans", 2, 1, 2, frozenset({"active"})), Offer("wiskunde", 1)),
            taken=(("frans", 1, 1),),
            taken_in_all=((1, 1),),
        ),
    ),
    notes={"year": "2017-2018", "school": "Sint-Jozefs é"},
)


def test_an_instance_with_every_field_there_and_back() -> None:
    assert loads_instance(dumps_instance(FULL)) == FULL


@pytest.mark.parametrize("seed", range(4))
def test_instances_outcomes_and_parts_there_and_back(seed: int) -> None:
    wanted = year(seed)
    found = match(wanted)
    part = solve_part(
        Instance(tuple(r for r in wanted.requests if r.trimester == 1), wanted.schools)
    )
    assert loads_instance(dumps_instance(wanted)) == wanted
    assert loads_outcome(dumps_outcome(found)) == found
    assert loads_part(dumps_outcome(part)) == part


def test_the_same_bytes_whatever_the_order_of_rows() -> None:
    wanted = year(1)
    rng = Random(1)
    other = Instance(
        tuple(rng.sample(wanted.requests, len(wanted.requests))),
        tuple(rng.sample(wanted.schools, len(wanted.schools))),
    )
    assert dumps_instance(other) == dumps_instance(wanted)


def test_what_has_its_default_is_left_out() -> None:
    assert json.loads(dumps_instance(instance(request("a", homes=()), school(1, None)))) == {
        "format": 1,
        "kind": "instance",
        "requests": [
            {
                "key": "a",
                "trimester": 1,
                "first_day": "2017-10-16",
                "last_day": "2017-10-27",
                "lines": [{"subject": "frans", "kind": "active"}],
            }
        ],
        "schools": [{"key": 1}],
    }


def test_a_field_that_is_not_known_is_passed_over() -> None:
    document = json.loads(dumps_instance(FULL))
    document["colour"] = "blue"
    document["requests"][0]["mood"] = {"good": True}
    document["schools"][0]["offers"][0]["remark"] = "in de voormiddag"
    assert loads_instance(json.dumps(document).encode()) == FULL


def test_a_whole_number_may_stand_for_a_coordinate() -> None:
    document = json.loads(dumps_instance(FULL))
    document["schools"][0]["points"] = [[51, 4]]
    assert loads_instance(json.dumps(document).encode()).schools[0].points == ((51.0, 4.0),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"requests",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe",
        b"{}",
        b'{"format": 1}',
        b'{"format": 2, "kind": "instance", "requests": [], "schools": []}',
        b'{"format": 1, "kind": "outcome", "requests": [], "schools": []}',
        b'{"format": 1, "kind": "instance", "requests": []}',
        b"[" * 100_000,
        dumps_instance(FULL)[:-20],
    ],
)
def test_what_is_no_instance(content: bytes) -> None:
    with pytest.raises(BadFile):
        loads_instance(content)


def test_one_is_not_the_other() -> None:
    outcome = dumps_outcome(match(instance()))
    part = dumps_outcome(solve_part(instance()))
    for load, content in ((loads_instance, outcome), (loads_outcome, part), (loads_part, outcome)):
        with pytest.raises(BadFile, match="of format 1"):
            load(content)


def of_request(**fields: object) -> Callable[[Any], None]:
    """Change the first request of a document."""
    return lambda document: document["requests"][0].update(fields)


def of_school(**fields: object) -> Callable[[Any], None]:
    """Change the first school of a document."""
    return lambda document: document["schools"][0].update(fields)


@pytest.mark.parametrize(
    "change",
    [
        of_request(key=7),
        of_request(trimester="1"),
        of_request(trimester=1.0),
        of_request(trimester=True),
        of_request(trimester=9),
        of_request(size=None),
        of_request(first_day=20171016),
        of_request(first_day="16 oktober"),
        of_request(nets="go"),
        of_request(nets=[1]),
        of_request(lines={"subject": "frans", "kind": "active"}),
        of_request(lines=["frans"]),
        of_request(lines=[{"kind": "active"}]),
        of_request(homes=[[51.0]]),
        of_request(homes=[["51", "4"]]),
        of_request(other_schools="no"),
        of_request(preferences=["30001"]),
        of_request(fixed_at=1),
        of_school(key="30002"),
        of_school(total="4"),
        of_school(taken=[["frans", 1]]),
        of_school(taken=[["frans", "1", 1]]),
        of_school(offers=[{"subject": "frans"}]),
        of_school(offers=[{"subject": "frans", "places": "2"}]),
        lambda document: document.update(requests={}),
        lambda document: document.update(schools=None),
        lambda document: document.update(notes={"year": 2017}),
        lambda document: document["requests"].append(document["requests"][0]),
    ],
)
def test_wrong_types_and_values_are_refused(change: Callable[[Any], None]) -> None:
    document = json.loads(dumps_instance(FULL))
    change(document)
    with pytest.raises(BadFile):
        loads_instance(json.dumps(document).encode())
