"""The ledger: what happens because a phase opens or closes, done once for each edge and date.

A sweep asks which effects are due (`calendar_cfg.due`), gives each its row (unique on phase, edge,
effect and scheduled date), claims the rows one by one with SKIP LOCKED, and does each effect in one
transaction with its row. A worker that is killed leaves the row as it was, and the next sweep does
it; two sweeps at once share the work. Whether a phase is open never depends on any of this.

When an administrator moves the date of an edge that has passed, the edge is due again on its new
date: the scheduled date is part of what makes a row unique. Effects are safe to run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from calendar_cfg import clock, heartbeat
from calendar_cfg.dates import long_date
from calendar_cfg.due import DueEffect, EntryKey, due_effects
from calendar_cfg.effects import REGISTRY, RunContext
from calendar_cfg.enums import Edge, EffectState, PhaseKind, SweepTrigger
from calendar_cfg.exceptions import EffectRefused
from calendar_cfg.models import EffectEntry, Phase, SweepRun
from calendar_cfg.withholding import withheld_when

logger = logging.getLogger(__name__)

LATE_AFTER = timedelta(hours=48)
RETRY_LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))
"""How long after each failure the next try comes; the last step repeats."""
LONGEST_ERROR = 1000


class HasUser(Protocol):
    """Whoever acts: anything with a user (the Actor of the apps above)."""

    @property
    def user(self) -> Any | None:
        """The account, or None for the system."""


@dataclass
class SweepReport:
    """What a sweep did: the run (None when there was nothing to do) and its entries."""

    run: SweepRun | None = None
    done: list[EntryKey] = field(default_factory=list)
    failed: list[EntryKey] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{len(self.done)} done, {len(self.failed)} failed"


class _Outcome(Enum):
    DONE = "done"
    FAILED = "failed"
    BUSY = "busy"
    GONE = "gone"


def sweep(trigger: SweepTrigger, actor: HasUser | None = None) -> SweepReport:
    """Do all effects that are due, and write the heartbeat.

    Any number of sweeps may run at once. An idle one costs three queries. Must not be called
    inside a transaction, since each effect is saved by itself.
    """
    with clock.one_reading():
        due = due_effects(clock.today(), clock.real_now())
        report = _do_all(due, trigger, actor) if due else SweepReport()
        heartbeat.beat()
    return report


def retry(entry: EffectEntry, *, actor: HasUser) -> SweepReport:
    """Try a failed or waiting effect again now, whenever its next try would have been.

    Raises:
        EffectRefused: it is done, its phase has moved to another date, or no app knows it.
    """
    return do_now(entry.phase, Edge(entry.edge), entry.effect, actor=actor)


def do_now(phase: Phase, edge: Edge, effect: str, *, actor: HasUser) -> SweepReport:
    """Do one effect of an edge that has passed, without waiting for the sweep.

    An edge that has not come is refused: its effects would not happen again on the day itself,
    and what came in between would be forgotten. Move the date instead.

    Raises:
        EffectRefused: the day has not come, it is done, or no app knows it.
    """
    with clock.one_reading():
        day = phase.edge_date(edge)
        key = EntryKey(phase.pk, edge.value, effect, day)
        _require_doable(phase, edge, key)
        due = DueEffect(key, phase.year.start_year, PhaseKind(phase.kind))
        return _do_all([due], SweepTrigger.ADMIN, actor)


def _require_doable(phase: Phase, edge: Edge, key: EntryKey) -> None:
    if REGISTRY.find(phase.kind, edge, key.effect) is None:
        raise EffectRefused(_("Dit effect bestaat niet meer in deze versie van lerarenstage."))
    if key.scheduled_on > clock.today():
        raise EffectRefused(
            _("Dit kan pas vanaf %(date)s. Verplaats de datum van de fase om het eerder te doen.")
            % {"date": long_date(key.scheduled_on)}
        )
    if EffectEntry.objects.filter(**key._asdict(), state=EffectState.DONE).exists():
        raise EffectRefused(_("Dit effect is al uitgevoerd."))


def is_late(scheduled_on: date, moment: datetime) -> bool:
    """Whether a moment is more than 48 hours after the start of the scheduled day."""
    return moment - datetime.combine(scheduled_on, time.min, clock.BRUSSELS) > LATE_AFTER


def _do_all(due: Sequence[DueEffect], trigger: SweepTrigger, actor: HasUser | None) -> SweepReport:
    """Give each effect its row, then do them in order; a failure does not stop the others.

    Where another sweep is at work on a year, this one leaves the rest of that year to it. The
    sweep that is furthest has met nobody, so there is always one that goes on to the end.
    """
    report = SweepReport(run=_begin_run(trigger, actor))
    _add_rows(effect.key for effect in due)
    busy: set[int] = set()
    for effect in due:
        if effect.start_year in busy:
            continue
        outcome = _do_one(effect, report.run)
        if outcome is _Outcome.DONE:
            report.done.append(effect.key)
        elif outcome is _Outcome.FAILED:
            report.failed.append(effect.key)
        elif outcome is _Outcome.BUSY:
            busy.add(effect.start_year)
    _end_run(report)
    return report


def _begin_run(trigger: SweepTrigger, actor: HasUser | None) -> SweepRun:
    return SweepRun.objects.create(
        trigger=trigger,
        user=actor.user if actor else None,
        believed_date=clock.today(),
        started_at=clock.real_now(),
    )


def _end_run(report: SweepReport) -> None:
    """Close the run, or forget it when other sweeps had done everything."""
    assert report.run is not None
    if not report.done and not report.failed:
        report.run.delete()
        report.run = None
        return
    report.run.finished_at = clock.real_now()
    report.run.save(update_fields=["finished_at"])
    logger.info("sweep done=%d failed=%d", len(report.done), len(report.failed))


def _add_rows(keys: Iterable[EntryKey]) -> None:
    """INSERT ... ON CONFLICT DO NOTHING: whoever comes first makes the row."""
    EffectEntry.objects.bulk_create(
        [EffectEntry(**key._asdict()) for key in keys], ignore_conflicts=True
    )


def _do_one(effect: DueEffect, run: SweepRun | None) -> _Outcome:
    """Claim a row and do its effect, in one transaction; a failure is saved in another."""
    assert run is not None
    try:
        with transaction.atomic(durable=True):
            entry = _claim(effect.key)
            if entry is None:
                return _Outcome.BUSY if _is_open(effect.key) else _Outcome.GONE
            _perform(entry, run)
    except Exception as error:  # whatever one effect does, the others go on
        logger.exception("effect %s of %s %s failed", *_names(effect))
        _record_failure(effect.key, run, error)
        return _Outcome.FAILED
    return _Outcome.DONE


def _names(effect: DueEffect) -> tuple[str, str, str]:
    return effect.key.effect, effect.kind.value, effect.key.edge


def _claim(key: EntryKey) -> EffectEntry | None:
    """The row, locked; None when it is done, claimed by another, or its date was moved away."""
    entry = (
        EffectEntry.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("phase__year")
        .filter(**key._asdict())
        .exclude(state=EffectState.DONE)
        .first()
    )
    if entry is None or entry.phase.edge_date(Edge(entry.edge)) != entry.scheduled_on:
        return None
    return entry


def _is_open(key: EntryKey) -> bool:
    rows = EffectEntry.objects.filter(**key._asdict())
    return rows.exclude(state=EffectState.DONE).exists()


def _perform(entry: EffectEntry, run: SweepRun) -> None:
    registered = REGISTRY.find(entry.phase.kind, entry.edge, entry.effect)
    if registered is None:
        raise LookupError(f"{entry.effect} is not registered")
    entry.late = is_late(entry.scheduled_on, clock.now())
    context = RunContext(today=clock.today(), late=entry.late, run_id=run.pk)
    with withheld_when(entry.late):
        entry.outcome = registered.function(entry.phase, context)
    entry.state = EffectState.DONE
    entry.done_at = clock.now()
    entry.attempts += 1
    entry.run = run
    entry.error = ""
    entry.next_try_at = None
    entry.save()


def _record_failure(key: EntryKey, run: SweepRun, error: Exception) -> None:
    """In a transaction of its own, since that of the effect was undone."""
    with transaction.atomic(durable=True):
        rows = EffectEntry.objects.select_for_update().filter(**key._asdict())
        entry = rows.exclude(state=EffectState.DONE).first()
        if entry is None:
            return
        step = RETRY_LADDER[min(entry.attempts, len(RETRY_LADDER) - 1)]
        rows.update(
            state=EffectState.FAILED,
            attempts=F("attempts") + 1,
            run=run,
            error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\x00", ""),
            next_try_at=clock.real_now() + step,
        )
