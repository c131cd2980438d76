"""`manage.py check_invariants`: exit 1 and a list when something is broken (trust.md, 12)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app.invariants import CHECKS, broken_invariants


class Command(BaseCommand):
    """Check what must always hold between requests, proposals and events."""

    help = "Checks places, states against events, and open proposals."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is broken; fail when anything is."""
        broken = broken_invariants()
        for name, rows in broken.items():
            self.stderr.write(f"{name}: {', '.join(rows[:20])} ({len(rows)})")
        if broken:
            raise CommandError(f"{len(broken)} of {len(CHECKS)} invariants are broken")
        self.stdout.write(f"All {len(CHECKS)} invariants hold.")
