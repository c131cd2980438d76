"""Configuration of the matching app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Matching of demand and supply."""

    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Register the release, the checks, what is added to pages, and who hears what looks."""
        from matching import (  # noqa: F401
            effects,
            institution_dashboard,
            request_pages,
            run_dashboard,
            signals,
        )
        from matching.invariants import CHECKS
        from matching.releasing import release_is_pending
        from requests_app import held, invariants

        invariants.register(*CHECKS)
        held.register(release_is_pending)
