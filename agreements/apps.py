"""Configuration of the agreements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Stageovereenkomsten and raamovereenkomsten: their versions and signatures."""

    name = "agreements"
    verbose_name = _("Stageovereenkomsten")

    def ready(self) -> None:
        """Hear of changed stages, so that a new version is written in the same transaction."""
        from agreements import placement_section, signals  # noqa: F401
