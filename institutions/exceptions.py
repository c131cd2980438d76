"""Why a change of an organisation's data was refused."""

from __future__ import annotations

from typing import Any

from calendar_cfg.exceptions import DomainError


class StaleVersion(DomainError):
    """Somebody else saved first; nothing was written.

    `current` is the row as it is now, so that the page can show what changed.
    """

    def __init__(self, message: str, *, current: Any) -> None:
        super().__init__(message)
        self.current = current


class Rejected(DomainError):
    """A whole form was refused; `problems` says what is wrong and where."""

    def __init__(self, problems: list[Any]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class ImportRefused(DomainError):
    """A file cannot be imported at all, whatever its rows say."""
