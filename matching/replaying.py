"""An old run done again from its stored input: the same answer, or what differs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from matching import storing
from matching.engine import files
from matching.engine.instance import Limits
from matching.engine.outcome import Assignment, Outcome
from matching.engine.solver import match
from matching.engine.version import ENGINE_VERSION
from matching.models import MatchingRun
from matching.running import limits_of, previous_of


@dataclass(frozen=True)
class Replay:
    """The stored answer and the one found again."""

    stored: Outcome
    again: Outcome
    stored_version: str

    @property
    def is_same(self) -> bool:
        """Whether everybody goes where they went, under the same bound."""
        return (self.stored.assignments, self.stored.unplaced, self.stored.bound) == (
            self.again.assignments,
            self.again.unplaced,
            self.again.bound,
        )

    @property
    def moved(self) -> list[str]:
        """References of the requests that go elsewhere."""
        differing = set(self.stored.assignments) ^ set(self.again.assignments)
        return sorted({found.request for found in differing})

    @property
    def may_differ(self) -> str:
        """Why another answer is no surprise; empty when it would be a fault."""
        if self.stored_version != ENGINE_VERSION:
            return _("De ronde is van een andere versie van de motor (%(then)s, nu %(now)s).") % {
                "then": self.stored_version,
                "now": ENGINE_VERSION,
            }
        if self.stored.stopped_by_time or self.again.stopped_by_time:
            return _("De zoektijd was om: hoe ver de motor dan is, hangt van de machine af.")
        return ""


def replay(run: MatchingRun) -> Replay:
    """Solve the stored input of a run again, with the same limits, seed and earlier answer.

    Raises:
        DomainError: its input or its answer was not stored.
    """
    if not run.instance or not run.outcome:
        raise DomainError(_("Van deze ronde is de invoer of de uitkomst niet bewaard."))
    previous: tuple[Assignment, ...] = previous_of(run)
    again = match(storing.instance_of(run), limits_of(run), previous=previous)
    return Replay(storing.outcome_of(run), again, run.engine_version)


def replay_file(content: bytes) -> Replay:
    """The same from the JSON that the page of a run gives.

    Raises:
        DomainError: it is no such file, or holds no outcome.
    """
    try:
        told = json.loads(content)
        run = told["run"]
        instance = files.loads_instance(_bytes(told["instance"]))
        stored, previous = (
            files.loads_outcome(_bytes(told[name])) if told[name] else None
            for name in ("outcome", "previous")
        )
        limits = Limits(seconds=run["seconds"], effort=run["effort"], seed=run["seed"])
        version = str(run["engine"])
    except (ValueError, KeyError, TypeError) as error:
        raise DomainError(_("Dit bestand is geen matchingronde.")) from error
    if not isinstance(stored, Outcome):
        raise DomainError(_("Van deze ronde is de invoer of de uitkomst niet bewaard."))
    start = previous.assignments if previous is not None else ()
    return Replay(stored, match(instance, limits, previous=start), version)


def _bytes(told: Any) -> bytes:
    return json.dumps(told).encode()
