"""Configuration of the agreements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Stageovereenkomsten and raamovereenkomsten: their versions and signatures."""

    name = "agreements"
    verbose_name = _("Stageovereenkomsten")

    def ready(self) -> None:
        """Hear of changed stages, check what must hold, and add to the pages of other apps."""
        from agreements import list_pages, placement_section, signals, trainee_way  # noqa: F401
        from agreements.invariants import CHECKS
        from requests_app import invariants

        invariants.register(*CHECKS)
