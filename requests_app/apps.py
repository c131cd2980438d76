"""Configuration of the requests app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """Demand and answer; registers its effects on phase edges."""

    name = "requests_app"
    verbose_name = _("Stageaanvragen")

    def ready(self) -> None:
        """Register what happens when a phase opens or closes, or when somebody joins."""
        from requests_app import effects, trainee_logins  # noqa: F401
