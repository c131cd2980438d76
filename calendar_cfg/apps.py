"""Configuration of the calendar app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    """The ground app; connects nothing above it."""

    name = "calendar_cfg"
    verbose_name = _("Kalender")

    def ready(self) -> None:
        """Register the effect that every phase edge has."""
        from calendar_cfg import signals  # noqa: F401
