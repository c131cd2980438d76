"""Which effects are due on a day: derived from the dates of the phases, in one query."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from calendar_cfg.effects import REGISTRY
from calendar_cfg.enums import Edge, EffectState, PhaseKind
from calendar_cfg.models import Phase

KIND_ORDER = {kind: number for number, kind in enumerate(PhaseKind)}


class EntryKey(NamedTuple):
    """What makes a row of the ledger unique."""

    phase_id: int
    edge: str
    effect: str
    scheduled_on: date


@dataclass(frozen=True)
class DueEffect:
    """An effect whose day has come and that is not done."""

    key: EntryKey
    start_year: int
    kind: PhaseKind

    @property
    def order(self) -> tuple[date, int, int]:
        """By day, then by year, then by the order of the phases."""
        return self.key.scheduled_on, self.start_year, KIND_ORDER[self.kind]


class _Standing(NamedTuple):
    state: str
    next_try_at: datetime | None


@dataclass
class _PhaseRow:
    """A phase that has begun, with what the ledger says of it."""

    phase: Phase
    start_year: int
    entries: dict[EntryKey, _Standing]


def due_effects(today: date, moment: datetime) -> list[DueEffect]:
    """All effects due today, in the order in which they must run.

    A failed effect is due again at its next try. A row whose day is no longer the day of its edge
    is left alone: an administrator moved the date, and the edge is due on the new one.

    Arguments:
        today: the day that the product believes in.
        moment: the real moment, against which retries are held.
    """
    found = [due for row in _begun_phases(today) for due in _due_of(row, today, moment)]
    return sorted(found, key=lambda due: due.order)


def edges_of(phase: Phase) -> Iterator[tuple[Edge, EntryKey]]:
    """Each effect of both edges of a phase, as the ledger identifies it."""
    for edge in Edge:
        for effect in REGISTRY.of(phase.kind, edge):
            yield edge, EntryKey(phase.pk, edge.value, effect.name, phase.edge_date(edge))


def _due_of(row: _PhaseRow, today: date, moment: datetime) -> Iterator[DueEffect]:
    for _edge, key in edges_of(row.phase):
        standing = row.entries.get(key)
        if key.scheduled_on <= today and _is_open_work(standing, moment):
            yield DueEffect(key, row.start_year, PhaseKind(row.phase.kind))


def _is_open_work(standing: _Standing | None, moment: datetime) -> bool:
    if standing is None:
        return True
    if standing.state == EffectState.DONE:
        return False
    return standing.next_try_at is None or standing.next_try_at <= moment


def _begun_phases(today: date) -> list[_PhaseRow]:
    rows = Phase.objects.filter(opens_on__lte=today).order_by("pk").values_list(
        "pk", "kind", "opens_on", "last_day", "year__start_year",
        "effects__edge", "effects__effect", "effects__scheduled_on",
        "effects__state", "effects__next_try_at",
    )  # fmt: skip
    phases: dict[int, _PhaseRow] = {}
    entries: dict[int, dict[EntryKey, _Standing]] = defaultdict(dict)
    for pk, kind, opens_on, last_day, start_year, edge, effect, day, state, next_try in rows:
        phase = Phase(pk=pk, kind=kind, opens_on=opens_on, last_day=last_day)
        phases.setdefault(pk, _PhaseRow(phase, start_year, entries[pk]))
        if edge:
            entries[pk][EntryKey(pk, edge, effect, day)] = _Standing(state, next_try)
    return list(phases.values())
