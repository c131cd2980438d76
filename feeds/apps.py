"""Configuration of the feeds app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    """Calendar feeds (iCalendar) that people subscribe to."""

    name = "feeds"
    verbose_name = _("Agenda's")

    def ready(self) -> None:
        """Let the page of a stage offer its feed."""
        from feeds import placement_page  # noqa: F401
