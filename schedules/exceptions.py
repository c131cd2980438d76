"""Why something was not planned, in words for the user."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calendar_cfg.exceptions import DomainError


class CannotPlan(DomainError):
    """A rule refused it; `findings` says each."""

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


class PlanAnyway(DomainError):
    """It may be planned, but somebody has to want it knowingly; `findings` says why."""

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings
