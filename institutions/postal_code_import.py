"""Postal codes in GeoNames' own layout: tab-separated, no header, twelve columns."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from institutions.exceptions import ImportRefused
from institutions.import_report import Cells, ImportReport, Outcome, RowError, RowResult
from institutions.models import POSTAL_CODE, PostalCode
from institutions.register_files import MAX_ROWS, Sheet, read_sheet
from institutions.school_layouts import LATITUDES, LONGITUDES

COLUMNS = (
    "landcode", "postcode", "plaats", "gewest", "gewestcode", "provincie", "provinciecode",
    "arrondissement", "arrondissementscode", "breedtegraad", "lengtegraad", "nauwkeurigheid",
)  # fmt: skip


@transaction.atomic
def import_postal_codes(
    content: bytes, filename: str, *, dry_run: bool = False, max_rows: int = MAX_ROWS
) -> ImportReport:
    """Read a file of postal codes and, when all of it is right, write it.

    A code with a locality that is known gets the coordinates of the file; what is not in the
    file stays.

    Returns:
        the report; with errors nothing was written.

    Raises:
        ImportRefused: the file is no readable list of postal codes.
    """
    report = ImportReport()
    found = list(_read(read_sheet(content, filename, max_rows=max_rows), report))
    _refuse_doubles(found, report)
    if report.errors:
        return report
    new, changed = _compared(found, report)
    if not dry_run:
        PostalCode.objects.bulk_create(new, batch_size=1000)
        PostalCode.objects.bulk_update(changed, ["latitude", "longitude"], batch_size=1000)
    return report


def _read(sheet: Sheet, report: ImportReport) -> Iterator[tuple[int, PostalCode]]:
    if len(sheet.rows[0]) < len(COLUMNS) - 1:
        raise ImportRefused(
            _("Dit is geen bestand met postcodes van GeoNames: er zijn te weinig kolommen.")
        )
    for number, values in enumerate(sheet.rows, start=1):
        if not any(values):
            continue
        row = Cells(number, dict(zip(COLUMNS, values, strict=False)), report)
        postal_code = _postal_code(row)
        if row.is_valid:
            yield number, postal_code


def _postal_code(row: Cells) -> PostalCode:
    if row.text("landcode", 40) != "BE":
        row.wrong("landcode", _("moet BE zijn."))
    code = row.text("postcode", 20)
    try:
        POSTAL_CODE(code)
    except ValidationError:
        row.wrong("postcode", _("moet een Belgische postcode van vier cijfers zijn."))
    latitude = row.decimal("breedtegraad", *LATITUDES)
    longitude = row.decimal("lengtegraad", *LONGITUDES)
    if (latitude is None or longitude is None) and row.is_valid:
        row.wrong("breedtegraad", _("ontbreekt."))
    return PostalCode(
        code=code,
        locality=row.text("plaats", 100, required=True),
        latitude=latitude or 0,
        longitude=longitude or 0,
    )


def _refuse_doubles(found: list[tuple[int, PostalCode]], report: ImportReport) -> None:
    seen: dict[tuple[str, str], int] = {}
    for number, row in found:
        first = seen.setdefault((row.code, row.locality), number)
        if first != number:
            message = _("dezelfde postcode en plaats staan al in rij %(row)s.") % {"row": first}
            report.errors.append(RowError(number, "", message))


def _compared(
    found: list[tuple[int, PostalCode]], report: ImportReport
) -> tuple[list[PostalCode], list[PostalCode]]:
    stored = {(row.code, row.locality): row for row in PostalCode.objects.all()}
    new, changed = [], []
    for number, row in found:
        known = stored.pop((row.code, row.locality), None)
        if known is None:
            new.append(row)
            report.results.append(RowResult(number, Outcome.NEW, str(row)))
            continue
        if (known.latitude, known.longitude) == (row.latitude, row.longitude):
            report.results.append(RowResult(number, Outcome.SAME, str(row)))
            continue
        known.latitude, known.longitude = row.latitude, row.longitude
        changed.append(known)
        report.results.append(RowResult(number, Outcome.CHANGED, str(row), _("coördinaten")))
    if stored:
        report.notes.append(
            _("%(count)s postcodes staan niet in dit bestand en blijven zoals ze zijn.")
            % {"count": len(stored)}
        )
    return new, changed
