"""Configuration of the accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and memberships."""

    name = "accounts"
    verbose_name = _("Personen")

    def ready(self) -> None:
        """Listen to logins."""
        from accounts import signals  # noqa: F401
