"""Configuration of the notices app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What is told to whom, on the year's rhythm."""

    name = "notices"
    verbose_name = _("Berichten")

    def ready(self) -> None:
        """Register the kinds, and hear what happens."""
        from notices import (  # noqa: F401
            dashboard,
            dates_ahead,
            effects,
            outbox_dashboard,
            reminding,
            year_health_dashboard,
        )
        from notices.hearing import (  # noqa: F401
            catching_up,
            mail_due,
            matching,
            registrations,
            requests,
        )
        from notices.invariants import CHECKS
        from notices.kinds import (  # noqa: F401
            answering,
            answers,
            cancelling,
            checking,
            late_answers,
            looking,
            milestones,
            own_answers,
            phases,
        )
        from requests_app import invariants

        invariants.register(*CHECKS)

        self._hear_of_stages()

    def _hear_of_stages(self) -> None:
        """What follows a yes; the kinds come along."""
        from notices.hearing import (  # noqa: F401
            agreements,
            intromoments,
            placements,
            schedules,
            stagecode,
        )
