"""Whether those who were held until schools can answer still wait for their release.

On the day that schools can answer, everything that was held is matched and reaches the schools at
one moment. When that comes late (a worker was down), who files preferences in the meantime is
matched along with them, instead of taking a place before them (domain.md, 2). A direct request
goes to its school all the same: no task keeps a phase shut. The app that releases says when it is
done: imports run one way, so it registers itself in the `ready` of its app.
"""

from __future__ import annotations

from collections.abc import Callable

from calendar_cfg.models import AcademicYear

Check = Callable[[AcademicYear], bool]

_CHECKS: list[Check] = []


def register(is_pending: Check) -> None:
    """Add what knows whether the release of a year is still to come; each once."""
    if is_pending not in _CHECKS:
        _CHECKS.append(is_pending)


def release_is_pending(year: AcademicYear) -> bool:
    """Whether the day has come and the release has not."""
    return any(check(year) for check in _CHECKS)
