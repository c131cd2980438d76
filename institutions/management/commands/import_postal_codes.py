"""`manage.py import_postal_codes FILE`: postal codes in GeoNames' layout."""

from collections.abc import Callable

from institutions.import_report import ImportReport
from institutions.management.importing import ImportCommand
from institutions.postal_code_import import import_postal_codes


class Command(ImportCommand):
    """Reads a file of GeoNames for Belgium (download.geonames.org, postal codes, BE)."""

    help = "Leest postcodes in de indeling van GeoNames. Alles of niets; kan altijd opnieuw."

    def importer(self) -> Callable[..., ImportReport]:
        """Postal codes."""
        return import_postal_codes
