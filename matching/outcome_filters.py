"""The filters of what the matching gave for the own requests. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg.dates import long_moment
from institutions.models import Subject
from matching.enums import ResultStatus
from matching.models import MatchingResult
from matching.outcome_reading import LOOKS, Rows, last_of_each, runs_with
from requests_app.demand_models import TRIMESTERS
from requests_app.models import Activity
from requests_app.request_selectors import THROUGH

MAX_WORDS = 8


def _with(status: ResultStatus, *, that_look: bool = False) -> Callable[[Rows], Rows]:
    condition = Q(status=status)
    return lambda rows: rows.filter(condition & LOOKS if that_look else condition)


SORTS: dict[str, tuple[str | Promise, Callable[[Rows], Rows]]] = {
    "voorgesteld": (
        _("Voorgesteld, u kiest nog"),
        _with(ResultStatus.SUGGESTED, that_look=True),
    ),
    "zonder-plaats": (
        _("Zonder plaats, zoekt nog"),
        _with(ResultStatus.WITHOUT_PLACE, that_look=True),
    ),
    "voorgelegd": (_("Aan de school voorgelegd"), _with(ResultStatus.PUT_TO_SCHOOL)),
    "overgeslagen": (_("Overgeslagen: intussen gewijzigd"), _with(ResultStatus.SKIPPED)),
    "niet-gekozen": (_("Voorgesteld, maar niet gekozen"), _with(ResultStatus.DISMISSED)),
}


class OutcomeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which results; without a run the last of each request."""

    zoek = django_filters.CharFilter(
        label=_("Kenmerk of naam van de stagiair"), max_length=100, method="search"
    )
    ronde = django_filters.ChoiceFilter(
        label=_("Matching van"), empty_label=_("De laatste van elke aanvraag"), method="of_run"
    )
    toestand = django_filters.ChoiceFilter(
        label=_("Wat ervan kwam"),
        empty_label=_("Alles"),
        choices=[(key, label) for key, (label, _rows) in SORTS.items()],
        method="of_sort",
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

    class Meta:
        model = MatchingResult
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: Rows) -> None:
        super().__init__(data, queryset)
        self.filters["ronde"].extra["choices"] = [
            (str(run["public_id"]), long_moment(run["published_at"])) for run in runs_with(queryset)
        ]
        asked = Activity.objects.filter(
            request__in=queryset.order_by().values("request"), subject__isnull=False
        )
        rows = Subject.objects.filter(pk__in=asked.order_by().values("subject"))
        self.subjects = dict(rows.values_list("slug", "name"))
        self.filters["vak"].extra["choices"] = list(self.subjects.items())

    @property
    def in_question(self) -> Rows:
        """The results of the chosen run, or the last of each request, whatever else is chosen."""
        run = self.form.cleaned_data.get("ronde") if self.form.is_valid() else ""
        rows: Rows = self.queryset
        return rows.filter(run__public_id=run) if run else last_of_each(rows)

    def filter_queryset(self, queryset: Rows) -> Rows:
        """Narrow the results of the run in question by all other filters."""
        rows: Rows = super().filter_queryset(self.in_question)
        return rows

    @property
    def is_filtered(self) -> bool:
        """Whether anything was chosen besides the run."""
        chosen = {**self.form.cleaned_data, "ronde": ""} if self.form.is_valid() else {"": True}
        return any(chosen.values())

    def of_run(self, rows: Rows, name: str, value: str) -> Rows:
        """`in_question` chose the run."""
        return rows

    def of_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Results of one of the sorts."""
        return SORTS[value][1](rows)

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        """Each word is in the reference or in the name of a trainee."""
        for word in value.split()[:MAX_WORDS]:
            people = THROUGH.objects.filter(placementrequest=OuterRef("request")).filter(
                Q(trainee__first_name__icontains=word) | Q(trainee__last_name__icontains=word)
            )
            rows = rows.filter(Q(request__reference__icontains=word) | Exists(people))
        return rows

    def with_subject(self, rows: Rows, name: str, value: str) -> Rows:
        """Results about this subject."""
        lines = Activity.objects.filter(request=OuterRef("request"), subject__slug=value)
        return rows.filter(Q(subjects=[]) & Exists(lines) | Q(subjects__contains=value))
