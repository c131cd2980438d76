"""Registers uploaded by administrators: tried first, then imported, all or nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.actors import Actor
from institutions.exceptions import ImportRefused
from institutions.import_report import ImportReport
from institutions.postal_code_import import import_postal_codes
from institutions.register_files import read_sheet
from institutions.register_models import RegisterKind, RegisterUpload
from institutions.school_import import import_schools
from institutions.spreadsheets import as_workbook, harmless

KEPT_FOR = timedelta(days=1)


@transaction.atomic
def keep_upload(
    *, actor: Actor, kind: RegisterKind, filename: str, content: bytes
) -> RegisterUpload:
    """Keep a file until it is confirmed, and forget the content of older ones.

    Raises:
        PermissionDenied: the actor is no administrator.
        ImportRefused: the file is too large or of another kind.
    """
    _require_admin(actor)
    read_sheet(content, filename)
    now = clock.real_now()
    RegisterUpload.objects.filter(uploaded_at__lt=now - KEPT_FOR).update(content=b"")
    return RegisterUpload.objects.create(
        kind=kind,
        filename=filename[-200:],
        content=content,
        uploaded_by=actor.user,
        uploaded_at=now,
    )


def try_upload(*, actor: Actor, upload: RegisterUpload) -> ImportReport:
    """What the import of an upload would do; changes nothing.

    Raises:
        ImportRefused: the file is not of this register, or was dropped.
    """
    _require_admin(actor)
    return _import(upload, actor, dry_run=True)


@transaction.atomic
def import_upload(*, actor: Actor, upload: RegisterUpload) -> ImportReport:
    """Import an upload; with any error in it nothing is changed. Twice is once.

    Raises:
        PermissionDenied: the actor is no administrator.
        ImportRefused: the file is not of this register, or was dropped.
    """
    _require_admin(actor)
    row = RegisterUpload.objects.select_for_update().get(pk=upload.pk)
    report = _import(row, actor, dry_run=False)
    if not report.errors and row.imported_at is None:
        row.imported_at = clock.real_now()
        row.save()
    return report


def file_with_errors(*, actor: Actor, upload: RegisterUpload) -> tuple[bytes, str]:
    """The same file with a last column that says what is wrong in each row, and its name.

    Cells that a spreadsheet would take for a formula are neutralised.
    """
    report = try_upload(actor=actor, upload=upload)
    sheet = read_sheet(bytes(upload.content), upload.filename)
    errors, has_header = report.errors_by_row, upload.kind == RegisterKind.SCHOOLS
    rows = []
    for number, cells in enumerate(sheet.rows, start=1):
        said = _("fouten") if has_header and number == 1 else errors.get(number, "")
        rows.append([harmless(cell) for cell in [*cells, said]])
    stem = upload.filename.rpartition(".")[0] or "register"
    if sheet.is_workbook:
        return as_workbook({_("register"): rows}), f"{stem}-fouten.xlsx"
    return _as_csv(rows, sheet.delimiter), f"{stem}-fouten.csv"


def _import(upload: RegisterUpload, actor: Actor, *, dry_run: bool) -> ImportReport:
    content = bytes(upload.content)
    if not content:
        raise ImportRefused(_("Dit bestand wordt niet meer bewaard. Laad het opnieuw op."))
    if upload.kind == RegisterKind.SCHOOLS:
        return import_schools(content, upload.filename, actor=actor, dry_run=dry_run)
    return import_postal_codes(content, upload.filename, dry_run=dry_run)


def _require_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise PermissionDenied(_("Alleen een beheerder leest registers in."))


def _as_csv(rows: list[list[str]], delimiter: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode("utf-8-sig")
