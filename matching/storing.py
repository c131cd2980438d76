"""What goes into a run and comes out of it, as it is stored: files, figures and results."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.db import transaction

from calendar_cfg import clock
from institutions.models import PlacementSchool
from matching.engine import files
from matching.engine.instance import Instance
from matching.engine.outcome import UNIT, Assignment, Outcome, PartOutcome, WhyHere, WhyNot
from matching.engine.version import ENGINE_VERSION
from matching.enums import ResultStatus, RunState
from matching.figures import figures_of
from matching.models import MatchingPart, MatchingResult, MatchingRun
from matching.reading import Reading

BATCH = 2000
Because = dict[str, Any]


def pack(content: bytes) -> bytes:
    """Gzipped, the same bytes for the same content."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def unpack(content: bytes | memoryview | None) -> bytes:
    """What was packed."""
    assert content is not None
    return gzip.decompress(bytes(content))


def fingerprint(written: bytes) -> str:
    """The sha256 of an instance as it is written: the same input has the same one."""
    return sha256(written).hexdigest()


def instance_of(run: MatchingRun) -> Instance:
    """What a run was given."""
    return files.loads_instance(unpack(run.instance))


def outcome_of(run: MatchingRun) -> Outcome:
    """What a run gave."""
    found = files.loads_outcome(unpack(run.outcome))
    assert isinstance(found, Outcome)
    return found


def part_outcome_of(part: MatchingPart) -> PartOutcome:
    """What a part of a run gave."""
    return files.loads_part(unpack(part.outcome))


def pack_outcome(outcome: PartOutcome) -> bytes:
    """An outcome as it is stored."""
    return pack(files.dumps_outcome(outcome))


def reading_fields(reading: Reading) -> dict[str, Any]:
    """The columns of a run that a reading fills."""
    written = files.dumps_instance(reading.instance)
    return {
        "instance": pack(written),
        "input_hash": fingerprint(written),
        "engine_version": ENGINE_VERSION,
        "as_read": {
            reference: [pk, reading.versions[reference], reading.left_out.get(reference, "")]
            for reference, pk in reading.request_pks.items()
        },
    }


def store_reading(run_id: int, reading: Reading) -> bool:
    """Keep what a run is given, while it is still being worked on and was not read before."""
    rows = MatchingRun.objects.filter(pk=run_id, state=RunState.RUNNING, input_hash="")
    return bool(rows.update(**reading_fields(reading), heartbeat_at=clock.real_now()))


@transaction.atomic
def store_outcome(run_id: int, whole: Instance, outcome: Outcome) -> bool:
    """Write answer, figures and results of a run, once; the run is then ready.

    Returns:
        False when the run was stopped, or when another worker wrote it already.
    """
    run = MatchingRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != RunState.RUNNING:
        return False
    left_out = {ref: why for ref, (_pk, _version, why) in run.as_read.items() if why}
    for name, value in outcome_fields(whole, outcome, left_out).items():
        setattr(run, name, value)
    run.state, run.error = RunState.READY, ""
    run.finished_at, run.heartbeat_at = clock.now(), clock.real_now()
    run.version += 1
    run.save()
    MatchingResult.objects.bulk_create(results_of(run, whole, outcome), batch_size=BATCH)
    return True


def outcome_fields(
    whole: Instance, outcome: Outcome, left_out: Mapping[str, str]
) -> dict[str, Any]:
    """The columns of a run that an answer fills. Whole trainees: both are rounded down, so that
    what is placed is never above the bound.
    """
    units = outcome.wanted * UNIT
    return {
        "outcome": pack_outcome(outcome),
        "figures": figures_of(whole, outcome, left_out),
        "prices": [asdict(price) for price in outcome.prices],
        "wanted": outcome.wanted,
        "placed": (units - outcome.score.unplaced) // UNIT,
        "bound": (units - outcome.bound) // UNIT,
        "is_optimal": outcome.is_optimal,
        "stopped_by_time": outcome.stopped_by_time,
        "engine_version": outcome.engine or ENGINE_VERSION,
    }


def results_of(run: MatchingRun, whole: Instance, outcome: Outcome) -> Iterable[MatchingResult]:
    """A row for each request, or for each part of one that is split."""
    schools = dict(PlacementSchool.objects.values_list("number", "pk"))
    subjects = {request.key: request.subjects for request in whole.requests}
    here = {(why.request, why.school): why for why in outcome.why_here}
    not_here = {(why.request, tuple(why.subjects)): why for why in outcome.why_not}
    for found in outcome.assignments:
        part = _part(found.subjects, subjects[found.request])
        why = here.get((found.request, found.school))
        yield _placed(run, found, part, schools[found.school], why)
    for reference, asked in outcome.unplaced:
        part = _part(asked, subjects[reference])
        yield _without(run, reference, part, not_here.get((reference, tuple(asked))))
    for reference, (_pk, _version, why_left_out) in run.as_read.items():
        if why_left_out:
            yield _without(run, reference, [], None, why_left_out)


def _part(asked: Iterable[str], whole: tuple[str, ...]) -> list[str]:
    """The subjects of a part; nothing when it is the whole request."""
    part = sorted(asked)
    return [] if part == sorted(whole) else part


def _placed(
    run: MatchingRun, found: Assignment, part: list[str], school: int, why: WhyHere | None
) -> MatchingResult:
    pk, version, _why = run.as_read[found.request]
    return MatchingResult(
        run=run,
        request_id=pk,
        request_version=version,
        subjects=part,
        school_id=school,
        rank=found.rank,
        hectometres=found.hectometres,
        is_fixed=found.is_fixed,
        explanation=asdict(why) if why else {},
    )


def _without(
    run: MatchingRun, reference: str, part: list[str], why: WhyNot | None, words: str = ""
) -> MatchingResult:
    pk, version, _why = run.as_read[reference]
    return MatchingResult(
        run=run,
        request_id=pk,
        request_version=version,
        subjects=part,
        status=ResultStatus.WITHOUT_PLACE,
        skipped_because=words,
        explanation=asdict(why) if why else {},
    )
