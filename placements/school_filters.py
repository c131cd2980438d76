"""The filters of a school's stages: subject, trimester, institution, phase, without vakmentor."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from placements.enums import PlacementPhase
from placements.models import Placement
from placements.phases_in_sql import goes_on, in_phase, without_mentor
from requests_app.demand_models import TRIMESTERS
from requests_app.enums import Decision
from requests_app.models import ProposalLine

Rows = QuerySet[Placement]
CROSS_CLASS = "klasoverstijgend"
"""Stands in addresses for the activities without a subject."""
CROSS_CLASS_WORDS = _("Klasoverstijgende activiteiten")
WITHOUT = "zonder"
WHOLE_YEAR = "alle"


class SchoolFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which stages of the school, in one year; what is chosen stands in the address.

    Arguments:
        trimester: the one shown unless another is asked; "alle" asks for the whole year.
        without: filters that make no sense on a page.
    """

    vak = django_filters.ChoiceFilter(
        label=_("Vak"), empty_label=_("Alle vakken"), method="with_subject"
    )
    trimester = django_filters.ChoiceFilter(
        label=_("Trimester"),
        empty_label=None,
        choices=[(WHOLE_YEAR, _("Hele jaar")), *TRIMESTERS],
        method="in_trimester",
    )
    opleiding = django_filters.ChoiceFilter(
        label=_("Lerarenopleiding"),
        empty_label=_("Alle lerarenopleidingen"),
        field_name="proposal__request__institution__public_id",
    )
    vakmentor = django_filters.ChoiceFilter(
        label=_("Vakmentor"),
        empty_label=_("Met of zonder vakmentor"),
        choices=[(WITHOUT, _("Voor een vak nog geen vakmentor"))],
        method="lacking_mentor",
    )
    fase = django_filters.ChoiceFilter(
        label=_("Toestand"),
        empty_label=_("Alle toestanden"),
        choices=PlacementPhase.choices,
        method="in_phase",
    )

    class Meta:
        model = Placement
        fields: list[str] = []

    def __init__(
        self,
        data: QueryDict,
        queryset: Rows,
        *,
        trimester: str = WHOLE_YEAR,
        without: Collection[str] = (),
    ) -> None:
        chosen = data.copy()
        known = {WHOLE_YEAR, *(str(number) for number, _label in TRIMESTERS)}
        if data.get("trimester") not in known:
            chosen["trimester"] = trimester
        super().__init__(chosen, queryset)
        for name in without:
            del self.filters[name]
        subjects, institutions = _choices(queryset)
        self.filters["vak"].extra["choices"] = subjects
        self.filters["opleiding"].extra["choices"] = institutions

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the name of the filter; without what is not known."""
        form = self.form
        form.is_valid()
        return {name: value for name, value in form.cleaned_data.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the trimester was asked."""
        return bool(set(self.chosen) - {"trimester"} or self.form.errors)

    @property
    def trimester_chosen(self) -> int | None:
        """The trimester shown; None for the whole year."""
        value = self.chosen.get("trimester", WHOLE_YEAR)
        return None if value == WHOLE_YEAR else int(value)

    def with_subject(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages with an accepted line in this subject, or in none."""
        lines = ProposalLine.objects.filter(
            proposal=OuterRef("proposal"), decision=Decision.ACCEPTED
        )
        if value == CROSS_CLASS:
            return rows.filter(Exists(lines.filter(activity__subject=None)))
        return rows.filter(Exists(lines.filter(activity__subject__slug=value)))

    def in_trimester(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages of one trimester."""
        if value == WHOLE_YEAR:
            return rows
        return rows.filter(proposal__request__trimester=int(value))

    def lacking_mentor(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages that go on, with a subject that no vakmentor guides."""
        return rows.filter(goes_on(clock.today()) & without_mentor())

    def in_phase(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages in a phase, today."""
        return rows.filter(in_phase(PlacementPhase(value), clock.today()))


def _choices(rows: Rows) -> tuple[list[Any], list[Any]]:
    """The subjects and institutions that occur in a school's stages, in one query."""
    accepted = rows.order_by().filter(proposal__lines__decision=Decision.ACCEPTED)
    found = accepted.values_list(
        "proposal__lines__activity__subject__slug",
        "proposal__lines__activity__subject__name",
        "proposal__request__institution__public_id",
        "proposal__request__institution__name",
    ).distinct()
    subjects: dict[str, Any] = {}
    institutions: dict[str, str] = {}
    for slug, subject, public_id, name in found:
        subjects[slug or CROSS_CLASS] = subject or CROSS_CLASS_WORDS
        institutions[str(public_id)] = name
    return _by_label(subjects), _by_label(institutions)


def _by_label(choices: dict[str, Any]) -> list[Any]:
    return sorted(choices.items(), key=lambda choice: str(choice[1]))
