"""Configuration of the matching app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Matching of demand and supply."""

    name = "matching"
    verbose_name = _("Matching")
