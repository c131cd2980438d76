"""What happens because a phase opens or closes: the registry.

An app registers its effects in its own `effects.py`, which its AppConfig imports:

    @effect(PhaseKind.ANSWERS, Edge.OPEN, name="release_held", label=_("Aanvragen vrijgeven"))
    def release_held(phase: Phase, run: RunContext) -> dict[str, Any]:
        return {"released": release_requests(phase.year, withhold_mails=run.late)}

The ledger (`calendar_cfg.ledger`) calls each effect on its day, inside one transaction with its
own row, so that what it did and that it did it are saved together or not at all. An effect must be
safe to run twice: it runs again when an administrator moves the date of an edge that has passed.
What it returns (counts, never names) is shown to administrators as the outcome.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase


@dataclass(frozen=True)
class RunContext:
    """What an effect may know about the sweep that runs it.

    Arguments:
        today: the day that the product believes in.
        late: more than 48 hours after the scheduled day; mails are then withheld until an
            administrator sends or drops them (trust.md, 4).
        run_id: primary key of the SweepRun, to refer to.
    """

    today: date
    late: bool
    run_id: int


EffectFunction = Callable[[Phase, RunContext], dict[str, Any]]


@dataclass(frozen=True)
class Effect:
    """One registered effect; `label` says to an administrator what it does."""

    kind: PhaseKind
    edge: Edge
    name: str
    label: str | Promise
    function: EffectFunction


@dataclass
class Registry:
    """The effects of each phase edge, in the order in which they were registered."""

    _effects: dict[tuple[PhaseKind, Edge], dict[str, Effect]] = field(default_factory=dict)

    def add(self, effect: Effect) -> None:
        """Register an effect.

        Raises ValueError when the edge has another effect of that name.
        """
        named = self._effects.setdefault((effect.kind, effect.edge), {})
        if effect.name in named:
            raise ValueError(f"{effect.kind} {effect.edge}: {effect.name} is registered twice")
        named[effect.name] = effect

    def remove(self, effect: Effect) -> None:
        """Forget an effect; for tests."""
        del self._effects[effect.kind, effect.edge][effect.name]

    def of(self, kind: str, edge: str) -> tuple[Effect, ...]:
        """The effects of an edge."""
        return tuple(self._effects.get((PhaseKind(kind), Edge(edge)), {}).values())

    def find(self, kind: str, edge: str, name: str) -> Effect | None:
        """One effect; None when no app registers it any more."""
        return self._effects.get((PhaseKind(kind), Edge(edge)), {}).get(name)

    def __iter__(self) -> Iterator[Effect]:
        for named in self._effects.values():
            yield from named.values()


REGISTRY = Registry()


def effect(
    kind: PhaseKind, edge: Edge, *, name: str, label: str | Promise
) -> Callable[[EffectFunction], EffectFunction]:
    """Register the decorated function as an effect of a phase edge.

    Arguments:
        name: as the ledger stores it; never change it, or the effect runs once more.
        label: what it does, as a sentence part in the interface.
    """

    def register(function: EffectFunction) -> EffectFunction:
        REGISTRY.add(Effect(kind, edge, name, label, function))
        return function

    return register


EDGE_RECORDED = "edge_recorded"


def record_edge(phase: Phase, run: RunContext) -> dict[str, Any]:
    """Do nothing more than stand in the ledger: when the phase really opened or closed."""
    return {}


def register_edge_records() -> None:
    """Give each edge of each phase its record, before any effect of another app."""
    words = {Edge.OPEN: _("Opening vastleggen"), Edge.CLOSE: _("Afsluiting vastleggen")}
    for kind in PhaseKind:
        for edge in Edge:
            REGISTRY.add(Effect(kind, edge, EDGE_RECORDED, words[edge], record_edge))
