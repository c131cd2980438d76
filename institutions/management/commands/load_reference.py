"""`manage.py load_reference`: the subjects that the platform starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from institutions.reference import load_subjects


class Command(BaseCommand):
    """Adds what is missing; can be run again."""

    help = "Laadt de vakken waarmee het platform begint. Kan altijd opnieuw."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was added."""
        self.stdout.write(f"{load_subjects()} vakken toegevoegd.")
