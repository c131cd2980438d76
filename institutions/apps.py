"""Configuration of the institutions app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    """Organisations; registers its effects on phase edges."""

    name = "institutions"
    verbose_name = _("Instellingen en scholen")

    def ready(self) -> None:
        """Register what happens when a phase opens or closes."""
        from institutions import effects  # noqa: F401
