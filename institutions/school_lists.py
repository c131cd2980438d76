"""The list of schools: its filters and its columns."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.models import AcademicYear
from institutions.enums import EducationForm, Net, Stance
from institutions.geography import Point
from institutions.models import POSTAL_CODE, Campus, Offer, PlacementSchool, SchoolYear, Subject
from institutions.offer_rules import TRIMESTERS
from institutions.querysets import SchoolQuerySet
from institutions.selectors import PlacesByTrimester, places_offered_by_school, postal_code_point

MAX_NUMBER = 2_147_483_647
FIGURES = {"td": {"class": "num"}, "th": {"class": "num"}}
SHORT_NETS: dict[str, Any] = {
    Net.GO: _("GO!"),
    Net.OFFICIAL: _("Officieel"),
    Net.FREE: _("Vrij"),
    Net.OTHER: _("Onbekend"),
}


class SchoolFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which schools, and how far from where. All of it stands in the address."""

    zoek = django_filters.CharFilter(
        label=_("Naam, instellingsnummer, postcode of plaats"), method="search"
    )
    net = django_filters.ChoiceFilter(
        label=_("Onderwijsnet"), choices=Net.choices, empty_label=_("Alle")
    )
    vorm = django_filters.ChoiceFilter(
        label=_("Onderwijsvorm"),
        choices=EducationForm.choices,
        empty_label=_("Alle"),
        method="with_form",
    )
    vak = django_filters.ChoiceFilter(
        label=_("Biedt dit vak aan"), empty_label=_("Alle"), method="skip"
    )
    trimester = django_filters.ChoiceFilter(
        label=_("In trimester"),
        choices=[(str(number), f"T{number}") for number in TRIMESTERS],
        empty_label=_("Alle"),
        method="skip",
    )
    houding = django_filters.ChoiceFilter(
        label=_("Neemt stagiairs?"),
        choices=Stance.choices,
        empty_label=_("Alle"),
        method="with_stance",
    )
    vanaf = django_filters.CharFilter(
        label=_("Afstand vanaf postcode"),
        validators=[POSTAL_CODE],
        max_length=4,
        method="skip",
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    km = django_filters.NumberFilter(
        label=_("Ten hoogste (km)"), min_value=0, max_value=500, method="skip"
    )

    class Meta:
        model = PlacementSchool
        fields: list[str] = []

    def __init__(self, *args: Any, year: AcademicYear | None, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)
        # Read once: a model field would ask for its list, for the choice and for the chip.
        self.subjects = {row.slug: row for row in Subject.objects.filter(is_active=True)}
        names = [(slug, subject.name) for slug, subject in self.subjects.items()]
        self.filters["vak"].extra["choices"] = names

    def chosen(self, name: str) -> Any:
        """What was chosen, when it is well-formed; None otherwise."""
        return self.form.cleaned_data.get(name) if self.form.errors is not None else None

    @property
    def subject(self) -> Subject | None:
        """The subject whose places are shown."""
        return self.subjects.get(self.chosen("vak") or "")

    @cached_property
    def origin(self) -> Point | None:
        """Where distances are counted from."""
        code = self.chosen("vanaf")
        return postal_code_point(code) if code else None

    def filter_queryset(self, queryset: Any) -> Any:
        """All filters, then those that take two fields together."""
        rows = super().filter_queryset(queryset)
        rows = self._offering(rows, self.subject, self.chosen("trimester"))
        origin = self.origin
        if origin is None:
            return rows
        rows = rows.with_distance_from(origin)
        km = self.chosen("km")
        return rows if km is None else rows.filter(distance__lte=float(km))

    def search(self, rows: SchoolQuerySet, name: str, value: str) -> SchoolQuerySet:
        """Each word is in the name, or is the number, the postal code or the place."""
        for word in value.split()[:8]:
            campus = Campus.objects.filter(school=OuterRef("pk"), is_active=True).filter(
                Q(postal_code=word) | Q(locality__icontains=word)
            )
            found: Any = Q(name__icontains=word) | Exists(campus)
            if word.isascii() and word.isdigit() and int(word) <= MAX_NUMBER:
                found |= Q(number=int(word))
            rows = rows.filter(found)
        return rows

    def with_form(self, rows: SchoolQuerySet, name: str, value: str) -> SchoolQuerySet:
        """The school has this onderwijsvorm."""
        return rows.filter(education_forms__contains=[value])

    def with_stance(self, rows: SchoolQuerySet, name: str, value: str) -> SchoolQuerySet:
        """What the school says for the year; having said nothing counts as "nog niet gezegd"."""
        said = SchoolYear.objects.filter(school=OuterRef("pk"), year=self.year)
        if value == Stance.UNKNOWN:
            return rows.filter(~Exists(said.exclude(stance=Stance.UNKNOWN)))
        return rows.filter(Exists(said.filter(stance=value)))

    def skip(self, rows: SchoolQuerySet, name: str, value: Any) -> SchoolQuerySet:
        """Taken together with another field in `filter_queryset`."""
        return rows

    def _offering(self, rows: Any, subject: Subject | None, trimester: str | None) -> Any:
        if not (subject or trimester):
            return rows
        offers = Offer.objects.filter(
            school_year__school=OuterRef("pk"), school_year__year=self.year, places__gt=0
        ).exclude(school_year__stance=Stance.NO)
        if subject:
            offers = offers.filter(subject=subject)
        if trimester:
            offers = offers.filter(Q(trimester=int(trimester)) | Q(trimester=None))
        return rows.filter(Exists(offers))


class SchoolTable(tables.Table):  # type: ignore[misc]
    """A school a row: where, what it says, places per trimester, how far."""

    name = tables.Column(verbose_name=_("School"))
    place = tables.Column(verbose_name=_("Plaats"), empty_values=(), orderable=False)
    net = tables.Column(verbose_name=_("Onderwijsnet"))
    stance = tables.Column(verbose_name=_("Neemt stagiairs?"), empty_values=(), orderable=False)
    t1 = tables.Column(verbose_name="T1", empty_values=(), orderable=False, attrs=FIGURES)
    t2 = tables.Column(verbose_name="T2", empty_values=(), orderable=False, attrs=FIGURES)
    t3 = tables.Column(verbose_name="T3", empty_values=(), orderable=False, attrs=FIGURES)
    distance = tables.Column(verbose_name=_("Afstand"), attrs=FIGURES)

    class Meta:
        model = PlacementSchool
        fields: tuple[str, ...] = ()
        sequence = ("name", "place", "net", "stance", "t1", "t2", "t3", "distance")
        empty_text = _("Geen enkele school past bij deze filters. Wis er een, of zoek ruimer.")

    def __init__(self, *args: Any, subject_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject_id = subject_id
        self.offered: dict[int, PlacesByTrimester] = {}

    def fetch_places(self, year: AcademicYear | None) -> None:
        """Read the places of the schools on this page, in one query."""
        if year is not None:
            schools = [row.record for row in self.paginated_rows]
            self.offered = places_offered_by_school(year, schools)

    def count_words(self) -> str:
        """How many schools fit."""
        number = self.page.paginator.count
        return ngettext("%(n)s school", "%(n)s scholen", number) % {"n": number}

    def render_name(self, record: PlacementSchool) -> str:
        """The name, linked to the school's page."""
        url = reverse("school_detail", args=[record.public_id])
        note = "" if record.is_active else gettext(" (niet meer actief)")
        return format_html('<a href="{}">{}</a>{}', url, record.name, note)

    def render_place(self, record: PlacementSchool) -> str:
        """Postal code and place of the head campus, and how many more there are."""
        campuses = list(record.campuses.all())
        if not campuses:
            return "–"
        more = gettext(" (+%(n)s)") % {"n": len(campuses) - 1} if len(campuses) > 1 else ""
        return f"{campuses[0].postal_code} {campuses[0].locality}{more}"

    def render_stance(self, record: PlacementSchool) -> str:
        """What the school says for the year, and whether that was confirmed."""
        row = next(iter(record.this_year), None)  # type: ignore[attr-defined]
        return render_to_string("institutions/_stance_cell.html", {"row": row})

    def render_net(self, record: PlacementSchool) -> str:
        """The net in one word."""
        return str(SHORT_NETS[record.net])

    def render_t1(self, record: PlacementSchool) -> str:
        """Places in trimester 1."""
        return self._places(record, 1)

    def render_t2(self, record: PlacementSchool) -> str:
        """Places in trimester 2."""
        return self._places(record, 2)

    def render_t3(self, record: PlacementSchool) -> str:
        """Places in trimester 3."""
        return self._places(record, 3)

    def _places(self, record: PlacementSchool, trimester: int) -> str:
        """Places of the subject chosen, or of all subjects together."""
        places = sum(
            count
            for (subject_id, number), count in self.offered.get(record.pk, {}).items()
            if number == trimester and self.subject_id in (None, subject_id)
        )
        return str(places or "–")

    def render_distance(self, value: float) -> str:
        """The distance in whole kilometres, as the crow flies."""
        return f"{value:.0f} km"
