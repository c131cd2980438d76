"""What an actor has to do next for a stage, with the time that is left in lesdagen."""

from __future__ import annotations

from collections.abc import Iterable

from placements.page_sections import Step
from requests_app.dashboards import Task
from requests_app.lesdagen_left import Countdown


def tasks_of(steps: Iterable[Step], countdown: Countdown) -> list[Task]:
    """The steps as tasks, on the lesweek clock of the page."""
    return [
        Task(
            step.title,
            step.url,
            due=step.due,
            left=countdown.until(step.due) if step.due else None,
        )
        for step in steps
    ]
