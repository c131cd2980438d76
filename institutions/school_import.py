"""The register of schools: read a file, say what it would do, do it all or not at all.

What the register keeps (name, net, campuses) follows the file; an empty cell erases nothing. What
a school typed (contact data, information, profile, offer) is never touched. A school that is not
in the file stays as it is, and the report says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import Net
from institutions.geography import Point, mean_point
from institutions.import_report import ImportReport, Outcome, RowError, RowResult
from institutions.models import Campus, PlacementSchool, PostalCode
from institutions.register_files import MAX_ROWS, read_sheet
from institutions.school_layouts import RegisterRow, read_rows

SCHOOL_FIELDS = ["name", "net", "version"]
CAMPUS_FIELDS = [
    "name", "street", "house_number", "postal_code", "locality", "latitude", "longitude", "is_head",
]  # fmt: skip


@dataclass
class SchoolPlan:
    """What a file of schools would write."""

    new_schools: list[PlacementSchool] = field(default_factory=list)
    changed_schools: list[PlacementSchool] = field(default_factory=list)
    new_campuses: list[Campus] = field(default_factory=list)
    changed_campuses: dict[int, Campus] = field(default_factory=dict)


@transaction.atomic
def import_schools(
    content: bytes, filename: str, *, actor: Actor, dry_run: bool = False, max_rows: int = MAX_ROWS
) -> ImportReport:
    """Read a file of schools in either layout and, when all of it is right, write it.

    In order: reads and checks each row, locks the schools it is about, decides per row what is
    new or changed, and, without errors and unless it is a dry run, writes schools, then campuses.

    Arguments:
        max_rows: how many rows the file may have.

    Returns:
        the report; with errors nothing was written.

    Raises:
        ImportRefused: the file is no readable list of schools.
    """
    report = ImportReport()
    rows = list(read_rows(read_sheet(content, filename, max_rows=max_rows), report))
    _check_together(rows, report)
    if report.errors:
        return report
    plan = _plan(rows, report)
    if not dry_run:
        with logged_as(actor):
            _write(plan)
    return report


def _check_together(rows: list[RegisterRow], report: ImportReport) -> None:
    """Each campus once, and at most one head campus a school."""
    seen: dict[tuple[int, int], int] = {}
    heads: dict[int, int] = {}
    for row in rows:
        first = seen.setdefault((row.number, row.campus_number), row.row)
        if first != row.row:
            message = _("dezelfde vestigingsplaats staat al in rij %(row)s.") % {"row": first}
            report.errors.append(RowError(row.row, "", message))
        if row.is_head and (head := heads.setdefault(row.number, row.row)) != row.row:
            message = _("deze school heeft al een hoofdzetel in rij %(row)s.") % {"row": head}
            report.errors.append(RowError(row.row, "", message))


def _plan(rows: list[RegisterRow], report: ImportReport) -> SchoolPlan:
    by_school: dict[int, list[RegisterRow]] = defaultdict(list)
    for row in rows:
        by_school[row.number].append(row)
    stored = _stored_schools(set(by_school))
    points = _postal_code_points({row.postal_code for row in rows if row.point is None})
    plan = SchoolPlan()
    for number, of_school in by_school.items():
        school, campuses = stored.get(number, (None, {}))
        _plan_school(plan, report, of_school, school, campuses, points)
    report.results.sort(key=lambda result: result.row)
    _note_absent(report, set(by_school), rows)
    return plan


def _stored_schools(
    numbers: set[int],
) -> dict[int, tuple[PlacementSchool, dict[int, Campus]]]:
    schools = PlacementSchool.objects.filter(number__in=numbers).select_for_update()
    return {
        school.number: (school, {campus.number: campus for campus in school.campuses.all()})
        for school in schools.prefetch_related("campuses").order_by("pk")
    }


def _postal_code_points(codes: set[str]) -> dict[str, Point]:
    """The middle of each postal code, for campuses of which the file has no coordinates."""
    found: dict[str, list[Point]] = defaultdict(list)
    rows = PostalCode.objects.filter(code__in=codes)
    for code, latitude, longitude in rows.values_list("code", "latitude", "longitude"):
        found[code].append(Point(latitude, longitude))
    return {code: middle for code, points in found.items() if (middle := mean_point(points))}


def _plan_school(
    plan: SchoolPlan,
    report: ImportReport,
    rows: list[RegisterRow],
    school: PlacementSchool | None,
    campuses: dict[int, Campus],
    points: dict[str, Point],
) -> None:
    head = _head_of(rows, campuses)
    told = next((row for row in rows if row.campus_number == head), rows[0])
    school, changes = _plan_itself(plan, school, told)
    for row in rows:
        campus = campuses.get(row.campus_number) or Campus(school=school, number=row.campus_number)
        point = row.point or points.get(row.postal_code)
        differs = changes if row is told else []
        is_new = campus.pk is None
        differs = differs + _change_campus(campus, row, told, point, row.campus_number == head)
        if is_new:
            plan.new_campuses.append(campus)
        elif differs:
            plan.changed_campuses[campus.pk] = campus
        report.results.append(_result(row, is_new, differs))
    _step_down(plan, campuses, head)


def _plan_itself(
    plan: SchoolPlan, school: PlacementSchool | None, row: RegisterRow
) -> tuple[PlacementSchool, list[str]]:
    """The school, new or as it becomes, and what changes about it in words."""
    if school is None:
        school = _new_school(row)
        plan.new_schools.append(school)
        return school, []
    changes = _change_school(school, row)
    if changes:
        plan.changed_schools.append(school)
    return school, changes


def _step_down(plan: SchoolPlan, campuses: dict[int, Campus], head: int) -> None:
    """A campus that was head and is not in the file gives way to the head of the file."""
    for campus in campuses.values():
        if campus.is_head and campus.number != head:
            campus.is_head = False
            plan.changed_campuses[campus.pk] = campus


def _head_of(rows: list[RegisterRow], campuses: dict[int, Campus]) -> int:
    """The number of the head campus: as the file says, else as it was, else the first."""
    said = [row.campus_number for row in rows if row.is_head]
    kept = [campus.number for campus in campuses.values() if campus.is_head]
    return next(iter([*said, *kept]), min(row.campus_number for row in rows))


def _new_school(row: RegisterRow) -> PlacementSchool:
    """A school with the contact data of the register, which it then keeps itself."""
    return PlacementSchool(
        number=row.number,
        name=row.name,
        net=row.net or Net.OTHER,
        email=row.email if _is_valid(validate_email, row.email) else "",
        phone=row.phone,
        website=_website(row.website),
    )


def _website(value: str) -> str:
    address = value if "://" in value or not value else f"https://{value}"
    return address if _is_valid(URLValidator(schemes=["http", "https"]), address) else ""


def _is_valid(validator: object, value: str) -> bool:
    try:
        validator(value)  # type: ignore[operator]
    except ValidationError:
        return False
    return True


def _change_school(school: PlacementSchool, row: RegisterRow) -> list[str]:
    changes = []
    for name, value in (("name", row.name), ("net", row.net)):
        old = getattr(school, name)
        if value and old != value:
            changes.append(_was_becomes(old, value))
            setattr(school, name, value)
    school.version += bool(changes)
    return changes


def _change_campus(
    campus: Campus, row: RegisterRow, told: RegisterRow, point: Point | None, is_head: bool
) -> list[str]:
    """Take over what the file says; returns what changed, in words.

    A name that differs from the school's own, in the row of its head campus, names the campus.
    """
    name = "" if row.name == told.name else row.name
    moved = campus.postal_code != row.postal_code or campus.latitude is None
    wanted: dict[str, object] = {
        "name": name or campus.name,
        "street": row.street or campus.street,
        "house_number": row.house_number or campus.house_number,
        "postal_code": row.postal_code,
        "locality": row.locality,
        "is_head": is_head,
    }
    if point and (row.point or moved):
        wanted |= {"latitude": point.latitude, "longitude": point.longitude}
    changes = [
        _was_becomes(getattr(campus, key), value)
        for key, value in wanted.items()
        if getattr(campus, key) != value
    ]
    for key, value in wanted.items():
        setattr(campus, key, value)
    return changes


def _was_becomes(old: object, new: object) -> str:
    words = {True: _("hoofdvestiging"), False: _("geen hoofdvestiging")}
    left, right = (words[v] if isinstance(v, bool) else v for v in (old, new))
    return f"{left or '–'} → {right}"


def _result(row: RegisterRow, is_new: bool, differs: list[str]) -> RowResult:
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if differs else Outcome.SAME
    details = "; ".join(differs) if outcome == Outcome.CHANGED else ""
    return RowResult(row.row, outcome, f"{row.number}-{row.campus_number} {row.name}", details)


def _note_absent(report: ImportReport, numbers: set[int], rows: list[RegisterRow]) -> None:
    absent = PlacementSchool.objects.active().exclude(number__in=numbers)
    if count := absent.count():
        first = absent.order_by("number").values_list("number", flat=True)[:20]
        text = _("%(count)s scholen staan niet in dit bestand en blijven zoals ze zijn: %(shown)s.")
        shown = ", ".join(str(number) for number in first) + ("…" if count > 20 else "")
        report.notes.append(text % {"count": count, "shown": shown})
    if unknown := sum(row.point is None for row in rows):
        text = _("%(count)s vestigingsplaatsen zonder coördinaten krijgen die van hun postcode.")
        report.notes.append(text % {"count": unknown})


def _write(plan: SchoolPlan) -> None:
    PlacementSchool.objects.bulk_create(plan.new_schools, batch_size=500)
    PlacementSchool.objects.bulk_update(plan.changed_schools, SCHOOL_FIELDS, batch_size=500)
    # A head campus gives way before another takes its place: at most one a school, always.
    changed = list(plan.changed_campuses.values())
    stepping_down = [campus.pk for campus in changed if not campus.is_head]
    Campus.objects.filter(pk__in=stepping_down, is_head=True).update(is_head=False)
    Campus.objects.bulk_update(changed, CAMPUS_FIELDS, batch_size=500)
    Campus.objects.bulk_create(plan.new_campuses, batch_size=500)
