"""Configuration of the feeds app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    """Calendar feeds (iCalendar) that people subscribe to."""

    name = "feeds"
    verbose_name = _("Agenda's")

    def ready(self) -> None:
        """Let the page of a stage offer its feed, and say what stands in a feed."""
        from feeds import calendar_events, due_events, placement_page  # noqa: F401
