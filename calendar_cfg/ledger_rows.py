"""The ledger of one year as people read it: what happened, what failed, what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calendar_cfg.due import KIND_ORDER, EntryKey
from calendar_cfg.effects import EDGE_RECORDED, REGISTRY
from calendar_cfg.enums import Edge, EffectState, PhaseKind
from calendar_cfg.models import AcademicYear, EffectEntry, Phase


class Standing(models.TextChoices):
    """Where a row of the ledger stands today."""

    PLANNED = "planned", pgettext_lazy("effect", "gepland")
    WAITING = "waiting", gettext_lazy("wacht op de sweep")
    FAILED = "failed", gettext_lazy("mislukt")
    DONE = "done", gettext_lazy("uitgevoerd")
    MOVED = "moved", gettext_lazy("vervallen: de datum is verplaatst")
    UNKNOWN = "unknown", gettext_lazy("bestaat niet meer in deze versie")


@dataclass(frozen=True)
class LedgerRow:
    """One effect of one edge: as stored, or as it will be."""

    phase: Phase
    edge: Edge
    effect: str
    label: str
    scheduled_on: date
    standing: Standing
    entry: EffectEntry | None = None

    @property
    def may_be_done(self) -> bool:
        """Whether an administrator can have it done now."""
        return self.standing in (Standing.WAITING, Standing.FAILED)

    @property
    def edge_label(self) -> str:
        """The phase with what it does: "Matchen en beantwoorden opent"."""
        return f"{self.phase.get_kind_display()} {self.edge.label}"

    @property
    def order(self) -> tuple[date, int, str]:
        """By day, then by phase."""
        return self.scheduled_on, KIND_ORDER[PhaseKind(self.phase.kind)], self.edge


def ledger_rows(year: AcademicYear, today: date) -> list[LedgerRow]:
    """All rows of a year by date: four queries, whatever their number."""
    entries = EffectEntry.objects.select_related("run__user").order_by("scheduled_on", "pk")
    phases = Phase.objects.filter(year=year).select_related("year")
    found = [
        row
        for phase in phases.prefetch_related(Prefetch("effects", entries, to_attr="ledger"))
        for row in _rows_of(phase, today)
    ]
    return sorted(found, key=lambda row: row.order)


def find_row(phase: Phase, edge: Edge, effect: str, today: date) -> LedgerRow | None:
    """The row of an effect on the date that its edge has now."""
    phase.ledger = list(phase.effects.select_related("run__user"))  # type: ignore[attr-defined]
    for row in _rows_of(phase, today):
        if (row.edge, row.effect, row.scheduled_on) == (edge, effect, phase.edge_date(edge)):
            return row
    return None


def edge_moments(phase: Phase) -> dict[Edge, EffectEntry]:
    """When each edge really passed and by which run; for the date that the edge has now."""
    ledger: Any = getattr(phase, "ledger", None)
    if ledger is None:
        ledger = phase.effects.select_related("run__user")
    return {
        Edge(entry.edge): entry
        for entry in ledger
        if entry.effect == EDGE_RECORDED
        and entry.state == EffectState.DONE
        and entry.scheduled_on == phase.edge_date(Edge(entry.edge))
    }


def _rows_of(phase: Phase, today: date) -> Iterator[LedgerRow]:
    stored = {
        EntryKey(phase.pk, entry.edge, entry.effect, entry.scheduled_on): entry
        for entry in phase.ledger  # type: ignore[attr-defined]
    }
    for edge in Edge:
        for effect in REGISTRY.of(phase.kind, edge):
            day = phase.edge_date(edge)
            entry = stored.pop(EntryKey(phase.pk, edge.value, effect.name, day), None)
            standing = _standing(entry, day, today)
            yield LedgerRow(phase, edge, effect.name, str(effect.label), day, standing, entry)
    for entry in stored.values():
        yield _left_over(phase, entry)


def _standing(entry: EffectEntry | None, day: date, today: date) -> Standing:
    if entry is not None and entry.state == EffectState.DONE:
        return Standing.DONE
    if day > today:
        return Standing.PLANNED
    if entry is not None and entry.state == EffectState.FAILED:
        return Standing.FAILED
    return Standing.WAITING


def _left_over(phase: Phase, entry: EffectEntry) -> LedgerRow:
    """A row for a date that the edge no longer has, or for an effect that is gone."""
    known = REGISTRY.find(phase.kind, entry.edge, entry.effect)
    standing = Standing.MOVED if known else Standing.UNKNOWN
    if entry.state == EffectState.DONE:
        standing = Standing.DONE
    label = str(known.label) if known else entry.effect
    return LedgerRow(
        phase, Edge(entry.edge), entry.effect, label, entry.scheduled_on, standing, entry
    )


OUTCOME_WORDS = {
    "schools": gettext_lazy("stageplaatsen"),
    "lines": gettext_lazy("lijnen van het aanbod"),
    "looking": gettext_lazy("zoeken een school"),
    "expired": gettext_lazy("vervallen"),
    "drafts": gettext_lazy("klad"),
}
"""What effects report, in the words of the interface; other names are shown as they are."""


def outcome_words(entry: EffectEntry) -> str:
    """What an effect reported, for the administrator: "vrijgegeven: 12, zonder school: 4"."""
    if not entry.outcome:
        return ""
    return ", ".join(
        f"{OUTCOME_WORDS.get(name, name)}: {_value_words(value)}"
        for name, value in entry.outcome.items()
    )


def _value_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "0"
    return str(value)


def trigger_words(entry: EffectEntry) -> str:
    """What started the run: beat, a worker, or an administrator by name."""
    if entry.run is None:
        return ""
    words = str(entry.run.get_trigger_display())
    if entry.run.user is None:
        return words
    return _("%(trigger)s: %(user)s") % {"trigger": words, "user": entry.run.user}
