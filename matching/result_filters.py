"""The filters of the list of results. All of it stands in the address."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from institutions.models import TrainingInstitution
from matching.enums import ResultStatus
from matching.models import MatchingResult
from matching.result_selectors import subject_names
from requests_app.demand_models import TRIMESTERS
from requests_app.models import Activity

Rows = QuerySet[MatchingResult]
MOST_DIGITS = 9


class ResultFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which results of a run."""

    zoek = django_filters.CharFilter(
        label=_("Kenmerk"), max_length=20, field_name="request__reference", lookup_expr="icontains"
    )
    toestand = django_filters.ChoiceFilter(
        label=_("Wat ervan komt"),
        empty_label=_("Alles"),
        field_name="status",
        choices=ResultStatus.choices,
    )
    opleiding = django_filters.ChoiceFilter(
        label=_("Lerarenopleiding"),
        empty_label=_("Alle lerarenopleidingen"),
        field_name="request__institution__public_id",
    )
    vak = django_filters.ChoiceFilter(
        label=_("Vak"), empty_label=_("Alle vakken"), method="with_subject"
    )
    trimester = django_filters.ChoiceFilter(
        label=_("Trimester"),
        empty_label=_("Alle trimesters"),
        field_name="request__trimester",
        choices=TRIMESTERS,
    )
    school = django_filters.CharFilter(
        label=_("School (naam of instellingsnummer)"), max_length=100, method="at_school"
    )

    class Meta:
        model = MatchingResult
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: Rows) -> None:
        super().__init__(data, queryset)
        institutions = TrainingInstitution.objects.values_list("public_id", "name")
        self.filters["opleiding"].extra["choices"] = [(str(pk), name) for pk, name in institutions]
        self.subjects = subject_names()
        self.filters["vak"].extra["choices"] = list(self.subjects.items())

    @property
    def is_filtered(self) -> bool:
        """Whether anything was chosen."""
        return any(self.form.cleaned_data.values()) or bool(self.form.errors)

    def with_subject(self, rows: Rows, name: str, value: str) -> Rows:
        """Results about this subject."""
        lines = Activity.objects.filter(request=OuterRef("request"), subject__slug=value)
        whole = Q(subjects=[]) & Exists(lines)
        return rows.filter(whole | Q(subjects__contains=value))

    def at_school(self, rows: Rows, name: str, value: str) -> Rows:
        """Results at schools with this number, or with this in their name."""
        found = Q(school__name__icontains=value)
        if value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS:
            found |= Q(school__number=int(value))
        return rows.filter(found)
