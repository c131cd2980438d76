"""Configuration of the placements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    """What follows a yes: stages, and who guides them."""

    name = "placements"
    verbose_name = _("Stages")

    def ready(self) -> None:
        """Hear of answers, so that an acceptance makes a placement in the same transaction.

        Also add to dashboards and pages, and say what is to be done next.
        """
        from placements import (  # noqa: F401
            dashboard_tasks,
            request_pages,
            school_dashboard,
            signals,
            steps,
            trainee_dashboard,
        )
        from placements.invariants import CHECKS
        from requests_app import invariants

        invariants.register(*CHECKS)
