"""Configuration of the placement code app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementCodeConfig(AppConfig):
    """The Stagecode: its versions, and who accepted which."""

    name = "placement_code"
    verbose_name = _("Stagecode")

    def ready(self) -> None:
        """Listen to logins."""
        from placement_code import signals  # noqa: F401
