"""Effects made for a test, registered for as long as it lasts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from calendar_cfg.effects import EDGE_RECORDED, REGISTRY, Effect, RunContext
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase


@dataclass
class Recorder:
    """An effect that keeps what it was called with, and may first be told to do something."""

    before: Callable[[], None] = lambda: None
    calls: list[tuple[int, RunContext]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, phase: Phase, run: RunContext) -> dict[str, Any]:
        with self._lock:
            self.calls.append((phase.year.start_year, run))
        self.before()
        return {"called": len(self.calls)}

    @property
    def days(self) -> list[date]:
        """The days on which it ran, as the product believed."""
        return [run.today for _year, run in self.calls]


@contextmanager
def registered(
    function: Callable[[Phase, RunContext], dict[str, Any]],
    kind: PhaseKind = PhaseKind.ANSWERS,
    edge: Edge = Edge.OPEN,
    name: str = "test_effect",
) -> Iterator[None]:
    """Register an effect inside the block."""
    effect = Effect(kind, edge, name, "Testeffect", function)
    REGISTRY.add(effect)
    try:
        yield
    finally:
        REGISTRY.remove(effect)


def leave_out_effects_of_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep only the records of edges: what the effects of the apps do is tested with them."""
    kept = {
        where: {name: effect for name, effect in named.items() if name == EDGE_RECORDED}
        for where, named in REGISTRY._effects.items()
    }
    monkeypatch.setattr(REGISTRY, "_effects", kept)
