"""`manage.py draw_states`: write `docs/states.md` from the transition table."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from requests_app.state_diagram import states_page


class Command(BaseCommand):
    """Draw the states of a request."""

    help = "Writes docs/states.md from the transition table."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        path = settings.BASE_DIR / "docs" / "states.md"
        path.write_text(states_page(), encoding="utf-8")
        self.stdout.write("docs/states.md written")
