"""Configuration of the notices app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What is told to whom, on the year's rhythm."""

    name = "notices"
    verbose_name = _("Berichten")

    def ready(self) -> None:
        """Register the kinds, and hear what happens."""
        from notices import dashboard  # noqa: F401
        from notices.hearing import requests  # noqa: F401
        from notices.kinds import answering  # noqa: F401
