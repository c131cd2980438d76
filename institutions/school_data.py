"""What a school keeps of itself whatever the year: contact data, profile, addresses, free days.

Contact data can always be corrected (domain.md, 2), so no phase guards any of this.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range, long_date
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.exceptions import StaleVersion
from institutions.models import Campus, PlacementSchool, SchoolFreeDay
from institutions.rights import require_school_editor
from institutions.selectors import postal_code_point


@dataclass(frozen=True)
class Profile:
    """What a school says of itself; name, number and net come from the register."""

    email: str
    phone: str
    website: str
    info: str
    education_forms: tuple[str, ...]
    finalities: tuple[str, ...]
    graden: tuple[int, ...]


@dataclass(frozen=True)
class Address:
    """Where a campus of the school is."""

    campus_id: int
    name: str
    street: str
    house_number: str
    postal_code: str
    locality: str


@dataclass(frozen=True)
class SchoolData:
    """The profile with the addresses, as one page shows and saves them."""

    profile: Profile
    addresses: frozenset[Address]


def stored_data(school: PlacementSchool) -> SchoolData:
    """The data of a school as stored now; one query."""
    profile = Profile(
        email=school.email,
        phone=school.phone,
        website=school.website,
        info=school.info,
        education_forms=tuple(school.education_forms),
        finalities=tuple(school.finalities),
        graden=tuple(school.graden),
    )
    return SchoolData(profile, frozenset(_address(campus) for campus in _campuses(school)))


@transaction.atomic
def save_school_data(
    *, actor: Actor, school: PlacementSchool, data: SchoolData, version: int
) -> PlacementSchool:
    """Store profile and addresses.

    In order: locks the school, checks the right and the version, writes the profile, and each
    address that differs. A campus whose postal code changed moves to the middle of that code.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        StaleVersion: somebody saved something else in between; the same sent twice is no fault.
        DomainError: an address is of a campus that the school has not.
    """
    require_school_editor(actor, school)
    with logged_as(actor):
        row: PlacementSchool = PlacementSchool.objects.select_for_update().get(pk=school.pk)
        stored = stored_data(row)
        if row.version != version:
            if stored == data:
                return row
            raise _stale(row, stored)
        for field in fields(Profile):
            value = getattr(data.profile, field.name)
            setattr(row, field.name, list(value) if isinstance(value, tuple) else value)
        row.version += 1
        row.save()
        _write_addresses(row, data.addresses - stored.addresses)
        return row


@transaction.atomic
def add_free_day(
    *, actor: Actor, school: PlacementSchool, year: AcademicYear, day: date, name: str
) -> SchoolFreeDay:
    """Add a free day of the school's own, which then counts for that school alone.

    Added twice with the same name it stays one day.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        DomainError: the day is outside the school year, no lesdag anyhow, or there already.
    """
    require_school_editor(actor, school)
    PlacementSchool.objects.select_for_update().get(pk=school.pk)
    _require_lesdag(year, day)
    with logged_as(actor):
        row, created = SchoolFreeDay.objects.get_or_create(
            school=school, date=day, defaults={"name": name}
        )
    if not created and row.name != name:
        message = _("Op %(day)s staat al een vrije dag: %(name)s.") % {
            "day": long_date(day),
            "name": row.name,
        }
        raise DomainError(message, field="date")
    return row


@transaction.atomic
def remove_free_day(*, actor: Actor, school: PlacementSchool, day: date) -> None:
    """Take away a free day of the school's own; one that is gone already stays gone.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
    """
    require_school_editor(actor, school)
    with logged_as(actor):
        SchoolFreeDay.objects.filter(school=school, date=day).delete()


def _require_lesdag(year: AcademicYear, day: date) -> None:
    if not year.first_school_day <= day <= year.last_school_day:
        message = _("Kies een dag in het schooljaar %(year)s: %(days)s.") % {
            "year": year,
            "days": date_range(year.first_school_day, year.last_school_day),
        }
        raise DomainError(message, field="date")
    if not school_calendar().is_lesdag(day):
        message = _("Op %(day)s is er sowieso geen les.") % {"day": long_date(day)}
        raise DomainError(message, field="date")


def _campuses(school: PlacementSchool) -> list[Campus]:
    return list(school.campuses.filter(is_active=True).order_by("number"))


def _address(campus: Campus) -> Address:
    return Address(
        campus_id=campus.pk,
        name=campus.name,
        street=campus.street,
        house_number=campus.house_number,
        postal_code=campus.postal_code,
        locality=campus.locality,
    )


def _write_addresses(school: PlacementSchool, changed: frozenset[Address]) -> None:
    campuses = {campus.pk: campus for campus in _campuses(school)}
    for address in changed:
        campus = campuses.get(address.campus_id)
        if campus is None:
            raise DomainError(_("Deze vestigingsplaats hoort niet bij uw school."))
        if campus.postal_code != address.postal_code:
            point = postal_code_point(address.postal_code)
            campus.latitude = point.latitude if point else None
            campus.longitude = point.longitude if point else None
        for field in fields(Address)[1:]:
            setattr(campus, field.name, getattr(address, field.name))
        campus.save()


def _stale(row: PlacementSchool, stored: SchoolData) -> StaleVersion:
    message = _(
        "Iemand bewaarde intussen andere gegevens van uw school. Er is niets van u verloren: "
        "kijk hieronder na wat verschilt en bewaar opnieuw."
    )
    return StaleVersion(message, current=(row, stored))
