"""The subjects that the platform starts with: the usual names in Flemish secondary schools.

Administrators add, rename or retire subjects afterwards; loading again changes none of that.
"""

from __future__ import annotations

from django.utils.text import slugify

from institutions.models import Subject

SUBJECTS = (
    "Aardrijkskunde",
    "Artistieke vorming",
    "Bedrijfseconomie",
    "Bio-esthetiek",
    "Biologie",
    "Bouw",
    "Chemie",
    "Cultuurwetenschappen",
    "Dans",
    "Drama",
    "Duits",
    "Economie",
    "Elektriciteit",
    "Elektronica",
    "Engels",
    "Esthetica",
    "Filosofie",
    "Frans",
    "Fysica",
    "Gedragswetenschappen",
    "Geschiedenis",
    "Godsdienst",
    "Grafische technieken",
    "Grieks",
    "Haarzorg",
    "Hout",
    "Informatica",
    "Italiaans",
    "Kunstgeschiedenis",
    "Land- en tuinbouw",
    "Latijn",
    "Lichaamsverzorging",
    "Lichamelijke opvoeding",
    "Logistiek",
    "Maatschappelijke vorming",
    "Mechanica",
    "Mode",
    "Muzikale opvoeding",
    "Natuurwetenschappen",
    "Nederlands",
    "Nederlands voor nieuwkomers",
    "Niet-confessionele zedenleer",
    "Plastische opvoeding",
    "Project algemene vakken",
    "Psychologie",
    "Recht",
    "Spaans",
    "Sport",
    "Techniek",
    "Toerisme",
    "Verzorging",
    "Voeding",
    "Wiskunde",
)


def load_subjects() -> int:
    """Add the subjects that are not there yet; returns how many were added.

    A subject is known by its code, so one that was renamed or retired is left alone.
    """
    known = set(Subject.objects.values_list("slug", flat=True))
    new = [Subject(slug=slugify(name), name=name) for name in SUBJECTS]
    return len(Subject.objects.bulk_create(row for row in new if row.slug not in known))
