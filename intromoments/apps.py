"""Configuration of the intromoments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntromomentsConfig(AppConfig):
    """Intromoments of schools: who is invited, who comes, who was there."""

    name = "intromoments"
    verbose_name = _("Intromomenten")

    def ready(self) -> None:
        """Stand in feeds, on dashboards and on the page of a stage; say what must always hold."""
        from intromoments import dashboard, feed_events, placement_page, stage_reading, trainee_way  # noqa: F401
        from intromoments.invariants import CHECKS
        from requests_app import invariants

        invariants.register(*CHECKS)
