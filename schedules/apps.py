"""Configuration of the schedules app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulesConfig(AppConfig):
    """Stageplanningen: which activity when and where."""

    name = "schedules"
    verbose_name = _("Stageplanningen")

    def ready(self) -> None:
        """Register what stands in feeds and on pages of others, and what must always hold."""
        from requests_app import invariants
        from schedules import (  # noqa: F401
            approving_tasks,
            feed_events,
            schedule_section,
            supervisor_dashboard,
            trainee_way,
        )
        from schedules.approving_invariants import CHECKS as OF_APPROVING
        from schedules.planning_invariants import CHECKS as OF_PLANNING

        invariants.register(*OF_APPROVING, *OF_PLANNING)
