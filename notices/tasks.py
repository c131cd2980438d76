"""Tasks of what is told."""

from calendar_cfg.tasks_base import house_task
from notices.collecting import collect


@house_task(name="notices.tasks.collect_notices")
def collect_notices() -> None:
    """Make the mails that are due; may run any number of times, also at once."""
    collect()
