"""What the two import commands have in common: read a file, print a report, fail on errors."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from institutions.exceptions import ImportRefused
from institutions.import_report import ImportReport
from institutions.register_files import MAX_BYTES


class ImportCommand(BaseCommand):
    """`manage.py import_… FILE [--dry-run]`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether only to say what would happen."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Zeg wat er zou gebeuren, wijzig niets."
        )

    def importer(self) -> Callable[..., ImportReport]:
        """The service that imports."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report per row."""
        file: Path = options["file"]
        try:
            with file.open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
            report = self.importer()(content, file.name, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"Kan {file} niet lezen: {error.strerror}") from error
        except ImportRefused as error:
            raise CommandError(error.message) from error
        self._print(report, verbosity=options["verbosity"])
        if report.errors:
            number = len(report.errors_by_row)
            raise CommandError(f"{number} rijen met fouten. Er is niets gewijzigd.")
        counts = ", ".join(f"{count} {words}" for words, count in report.counts)
        done = "Proefrun, niets gewijzigd" if options["dry_run"] else "Klaar"
        self.stdout.write(f"{done}: {counts or 'geen rijen'}.")

    def _print(self, report: ImportReport, verbosity: int) -> None:
        for row, message in sorted(report.errors_by_row.items()):
            self.stderr.write(f"rij {row}: {message}")
        for result in report.changes if verbosity else ():
            details = f" ({result.details})" if result.details else ""
            self.stdout.write(f"rij {result.row}: {result.outcome.value}: {result.name}{details}")
        for note in report.notes:
            self.stdout.write(f"Let op: {note}")
