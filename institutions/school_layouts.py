"""The two layouts in which the register of schools comes, told apart by their header.

- official: the ministry's list of locations: `schoolnummer`, `intern_vplnummer`, `hoofdzetel`,
  coordinates in Belgian Lambert 72 (EPSG:31370), 0 where unknown;
- plain: `institution_number`, `location_seq` or `location_number`, coordinates in WGS84.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.enums import Net
from institutions.exceptions import ImportRefused
from institutions.geography import Point
from institutions.import_report import Cells, ImportReport, Outcome, RowResult
from institutions.models import POSTAL_CODE
from institutions.register_files import Sheet

NETS = {
    "gemeenschapsonderwijs": Net.GO,
    "go!": Net.GO,
    "officieel gesubsidieerd onderwijs": Net.OFFICIAL,
    "officieel gesubsidieerd": Net.OFFICIAL,
    "vrij gesubsidieerd onderwijs": Net.FREE,
    "vrij gesubsidieerd": Net.FREE,
}
LATITUDES, LONGITUDES = (49.0, 52.0), (2.0, 7.0)
LAMBERT_X, LAMBERT_Y = (10_000.0, 300_000.0), (10_000.0, 280_000.0)


@dataclass(frozen=True)
class Columns:
    """Where a layout keeps what; the first name that the header has counts."""

    number: str
    campus_number: tuple[str, ...]
    name: str
    net: tuple[str, ...]
    is_head: tuple[str, ...]
    street: tuple[str, ...]
    house_number: tuple[str, ...]
    box: tuple[str, ...]
    postal_code: str
    locality: tuple[str, ...]
    is_lambert: bool = False


OFFICIAL = Columns(
    number="schoolnummer",
    campus_number=("intern_vplnummer",),
    name="naam",
    net=("net",),
    is_head=("hoofdzetel",),
    street=("straat",),
    house_number=("huisnummer",),
    box=("busnummer",),
    postal_code="postcode",
    locality=("gemeente",),
    is_lambert=True,
)
PLAIN = Columns(
    number="institution_number",
    campus_number=("location_seq", "location_number"),
    name="name",
    net=("network", "network_inferred"),
    is_head=("is_head_office",),
    street=("street", "street_address"),
    house_number=("house_number",),
    box=(),
    postal_code="postal_code",
    locality=("locality", "municipality"),
)


@dataclass(frozen=True)
class RegisterRow:
    """A campus of a school as the register has it.

    Attributes:
        row: its number in the file.
        net: None where the file does not say.
        is_head: None where the file does not say.
        email, phone, website: taken for a school that is new only.
    """

    row: int
    number: int
    campus_number: int
    name: str
    net: Net | None
    is_head: bool | None
    street: str
    house_number: str
    postal_code: str
    locality: str
    point: Point | None
    email: str = ""
    phone: str = ""
    website: str = ""


def read_rows(sheet: Sheet, report: ImportReport) -> Iterator[RegisterRow]:
    """The rows that are right; what is wrong goes into the report.

    Raises:
        ImportRefused: the header is of neither layout.
    """
    header = [name.strip().lower() for name in sheet.rows[0]]
    columns = layout_of(header)
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if not any(cells):
            continue
        row = Cells(number, dict(zip(header, cells, strict=False)), report)
        if len(cells) > len(header) and any(cells[len(header) :]):
            row.wrong("", _("heeft meer cellen dan de kop."))
        elif _has_ended(row, header):
            name = row.text(columns.name, 200)
            report.results.append(RowResult(number, Outcome.SKIPPED, name, _("einddatum voorbij")))
            continue
        parsed = _parsed(row, columns, header)
        if row.is_valid:
            yield parsed


def layout_of(header: list[str]) -> Columns:
    """The layout of a header.

    Raises:
        ImportRefused: with the columns that are missing.
    """
    columns = OFFICIAL if OFFICIAL.number in header else PLAIN
    needed = [columns.number, columns.name, columns.postal_code]
    needed += [names[0] for names in (columns.campus_number, columns.locality) if names]
    for names in (columns.campus_number, columns.locality):
        if _first(names, header):
            needed.remove(names[0])
    if missing := [name for name in needed if name not in header]:
        raise ImportRefused(
            _("Dit is geen bestand met scholen. Deze kolommen ontbreken: %(columns)s.")
            % {"columns": ", ".join(missing)}
        )
    return columns


def _parsed(row: Cells, columns: Columns, header: list[str]) -> RegisterRow:
    def text(names: tuple[str, ...], max_length: int) -> str:
        name = _first(names, header)
        return row.text(name, max_length) if name else ""

    campus_column = _first(columns.campus_number, header)
    return RegisterRow(
        row=row.row,
        number=row.whole(columns.number, 1, 9_999_999),
        campus_number=row.whole(campus_column, 1, 9999),
        name=row.text(columns.name, 150, required=True),
        net=_net(text(columns.net, 80)),
        is_head=_is_head(row, columns, header),
        street=text(columns.street, 120),
        house_number=_with_box(text(columns.house_number, 12), text(columns.box, 6)),
        postal_code=_postal_code(row, columns.postal_code),
        locality=row.text(_first(columns.locality, header), 100, required=True),
        point=_point(row, columns),
        email=text(("e-mail",), 254),
        phone=text(("telefoon",), 30),
        website=text(("website",), 200),
    )


def _first(names: tuple[str, ...], header: list[str]) -> str:
    return next((name for name in names if name in header), "")


def _net(value: str) -> Net | None:
    return NETS.get(value.lower(), Net.OTHER) if value else None


def _is_head(row: Cells, columns: Columns, header: list[str]) -> bool | None:
    name = _first(columns.is_head, header)
    value = row.text(name, 20).lower() if name else ""
    if value in ("", "true", "false", "yes", "no", "1", "0"):
        return value in ("true", "yes", "1") if value else None
    row.wrong(name, _("moet True of False zijn."))
    return None


def _with_box(house_number: str, box: str) -> str:
    return f"{house_number} bus {box}" if box else house_number


def _postal_code(row: Cells, column: str) -> str:
    value = row.text(column, 20)
    try:
        POSTAL_CODE(value)
    except ValidationError:
        row.wrong(column, _("moet een Belgische postcode van vier cijfers zijn."))
    return value


def _point(row: Cells, columns: Columns) -> Point | None:
    if columns.is_lambert:
        x, y = row.decimal("lx", *LAMBERT_X), row.decimal("ly", *LAMBERT_Y)
        return wgs84(x, y) if x is not None and y is not None else None
    latitude = row.decimal("latitude", *LATITUDES)
    longitude = row.decimal("longitude", *LONGITUDES)
    if latitude is None or longitude is None:
        return None
    return Point(round(latitude, 6), round(longitude, 6))


def _has_ended(row: Cells, header: list[str]) -> bool:
    """Whether the location has an end date that is past; other notations are left alone."""
    if "einddatum" not in header:
        return False
    parts = row.text("einddatum", 40)[:10].replace("-", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else parts[::-1]))
    today = clock.today()
    return (year, month, day) < (today.year, today.month, today.day)


@cache
def _transformer() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:31370", "EPSG:4326", always_xy=True)


def wgs84(x: float, y: float) -> Point:
    """A point in Belgian Lambert 72 (metres) as degrees."""
    longitude, latitude = _transformer().transform(x, y)
    return Point(round(latitude, 6), round(longitude, 6))
