"""Schools, postal codes and subjects of a walk: the real ones when they lie beside the project.

The real ones go in by the product's own importers. Made-up ones are rows.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

from benchmarks.flemish_map import DATA
from institutions.actors import SYSTEM
from institutions.models import Campus, PlacementSchool, PostalCode, Subject
from institutions.postal_code_import import import_postal_codes
from institutions.reference import load_subjects
from institutions.school_import import import_schools
from matching.engine.instance import Instance, Point

SCHOOLS = DATA / "schools_flanders.csv"
POSTAL_CODES = DATA / "BE_geonames_20240412_CC-BY-4.0.txt"
HOMES = DATA / "postal_codes_be.csv"
FIRST_MADE_UP = 1_000

Register = Callable[[Instance], dict[Point, str]]
"""Fills the registers for an instance; gives the postal code of each home in it."""


def real_registers(whole: Instance) -> dict[Point, str]:
    """All schools and postal codes of Flanders, read by the importers of the product."""
    postal_codes = import_postal_codes(POSTAL_CODES.read_bytes(), POSTAL_CODES.name)
    schools = import_schools(SCHOOLS.read_bytes(), SCHOOLS.name, actor=SYSTEM)
    assert postal_codes.errors == schools.errors == []
    with HOMES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["latitude"]]
    load_subjects()
    _add_subjects(whole)
    return {
        (round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)): row["postal_code"]
        for row in rows
    }


def made_up_registers(whole: Instance) -> dict[Point, str]:
    """Just the schools of the instance, and a postal code for each home."""
    PlacementSchool.objects.bulk_create(
        PlacementSchool(number=school.key, name=f"School {school.key}") for school in whole.schools
    )
    Campus.objects.bulk_create(_campuses(whole))
    homes = sorted({home for request in whole.requests for home in request.homes if home})
    codes = {home: str(FIRST_MADE_UP + number) for number, home in enumerate(homes)}
    PostalCode.objects.bulk_create(
        PostalCode(code=code, locality=code, latitude=latitude, longitude=longitude)
        for (latitude, longitude), code in codes.items()
    )
    _add_subjects(whole)
    return codes


def _campuses(whole: Instance) -> Iterator[Campus]:
    schools = PlacementSchool.objects.in_bulk(field_name="number")
    for school in whole.schools:
        for number, (latitude, longitude) in enumerate(school.points, start=1):
            yield Campus(
                school=schools[school.key],
                number=number,
                postal_code="9000",
                locality="Gent",
                latitude=latitude,
                longitude=longitude,
                is_head=number == 1,
            )


def _add_subjects(whole: Instance) -> None:
    """Subjects that are asked or offered and that the platform does not start with."""
    slugs = {subject for request in whole.requests for subject in request.subjects}
    slugs |= {offer.subject for school in whole.schools for offer in school.offers}
    slugs -= set(Subject.objects.values_list("slug", flat=True))
    Subject.objects.bulk_create(
        Subject(slug=slug, name=slug.replace("-", " ").capitalize()) for slug in sorted(slugs)
    )
