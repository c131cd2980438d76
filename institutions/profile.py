"""A school's profile in words, for the summary lists of its pages."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html
from django.utils.translation import gettext as _

from institutions.enums import EducationForm, Finality, Graad
from institutions.models import PlacementSchool, TrainingInstitution


class Row(NamedTuple):
    """A label and its value, as the component `summary_list` takes them."""

    label: str
    value: Any
    url: str = ""


def register_rows(school: PlacementSchool) -> list[Row]:
    """What the official register says; the school cannot change it."""
    rows = [
        Row(_("Instellingsnummer"), school.number),
        Row(_("Onderwijsnet"), school.get_net_display()),
    ]
    if school.koepel:
        rows.append(Row(_("Koepel"), school.get_koepel_display()))
    return rows


def profile_rows(school: PlacementSchool) -> list[Row]:
    """What the school says of itself, whatever the year."""
    return [
        Row(_("E-mailadres"), school.email),
        Row(_("Telefoon"), school.phone),
        Row(_("Website"), _link(school.website)),
        Row(_("Onderwijsvormen"), _labels(EducationForm, school.education_forms)),
        Row(_("Finaliteiten"), _labels(Finality, school.finalities)),
        Row(_("Graden"), _labels(Graad, school.graden)),
        Row(_("Praktische informatie"), linebreaks_filter(school.info) if school.info else ""),
    ]


def institution_rows(institution: TrainingInstitution) -> list[Row]:
    """What is known of an institution."""
    return [
        Row(_("Soort"), institution.get_kind_display()),
        Row(_("E-mailadres"), institution.email),
        Row(_("Telefoon"), institution.phone),
    ]


def _link(address: str) -> str:
    return format_html('<a href="{}" rel="noreferrer">{}</a>', address, address) if address else ""


def _labels(enum: Any, values: list[Any]) -> str:
    return ", ".join(str(member.label) for member in enum if member.value in values)
