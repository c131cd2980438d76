"""`manage.py import_schools FILE`: the register of schools, in either layout."""

from collections.abc import Callable
from functools import partial

from institutions.actors import SYSTEM
from institutions.import_report import ImportReport
from institutions.management.importing import ImportCommand
from institutions.school_import import import_schools


class Command(ImportCommand):
    """Reads the official list of locations or the plain CSV; told apart by the header."""

    help = (
        "Leest het register van scholen (officiële lijst of eenvoudige CSV). "
        "Alles of niets; kan altijd opnieuw."
    )

    def importer(self) -> Callable[..., ImportReport]:
        """Schools, in the name of the system."""
        return partial(import_schools, actor=SYSTEM)
