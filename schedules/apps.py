"""Configuration of the schedules app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulesConfig(AppConfig):
    """Stageplanningen: which activity when and where."""

    name = "schedules"
    verbose_name = _("Stageplanningen")
