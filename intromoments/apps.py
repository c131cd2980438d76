"""Configuration of the intromoments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntromomentsConfig(AppConfig):
    """Intromoments of schools: who is invited, who comes, who was there."""

    name = "intromoments"
    verbose_name = _("Intromomenten")
