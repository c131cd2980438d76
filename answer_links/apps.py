"""Configuration of the answer_links app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnswerLinksConfig(AppConfig):
    """Answering from a mail without an account, and schools that register."""

    name = "answer_links"
    verbose_name = _("Antwoordlinks")

    def ready(self) -> None:
        """Register what this app adds to pages of others."""
        from answer_links import dashboard, links_section  # noqa: F401
