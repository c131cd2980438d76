"""The filters of the coordinator's list of stages. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from calendar_cfg import clock
from institutions.models import PlacementSchool, Subject
from placements.enums import PlacementPhase
from placements.models import Guide, Placement
from placements.phases_in_sql import (
    goes_on,
    in_phase,
    lost_by_school,
    without_mentor,
    without_supervisor,
)
from requests_app.demand_models import TRIMESTERS
from requests_app.enums import Decision
from requests_app.models import PlacementRequest, ProposalLine

Rows = QuerySet[Placement]
MAX_WORDS = 8
NOBODY = "niemand"
WITHOUT_MENTOR = "zonder-vakmentor"
LOST = "opnieuw-zoeken"

PHASES: dict[str, tuple[str | Promise, Callable[[date], Q]]] = {
    **{phase.value: (phase.label, partial(in_phase, phase)) for phase in PlacementPhase},
    LOST: (_("Geannuleerd door de school, zoekt nog niet opnieuw"), lost_by_school),
}


class PlacementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which stages of the institution, in one year."""

    zoek = django_filters.CharFilter(
        label=_("Kenmerk of naam van de stagiair"), max_length=100, method="search"
    )
    fase = django_filters.ChoiceFilter(
        label=_("Toestand"),
        empty_label=_("Alle toestanden"),
        choices=[(key, label) for key, (label, _condition) in PHASES.items()],
        method="in_phase",
    )
    trimester = django_filters.ChoiceFilter(
        label=_("Trimester"),
        empty_label=_("Alle trimesters"),
        choices=TRIMESTERS,
        field_name="proposal__request__trimester",
    )
    vak = django_filters.ChoiceFilter(
        label=_("Vak"), empty_label=_("Alle vakken"), method="with_subject"
    )
    school = django_filters.ChoiceFilter(
        label=_("School"), empty_label=_("Alle scholen"), field_name="proposal__school__public_id"
    )
    begeleider = django_filters.ChoiceFilter(
        label=_("Stagebegeleider"),
        empty_label=_("Alle stagebegeleiders"),
        method="guided_by",
    )
    vakmentor = django_filters.ChoiceFilter(
        label=_("Vakmentor"),
        empty_label=_("Met of zonder vakmentor"),
        choices=[(WITHOUT_MENTOR, _("Voor een vak nog geen vakmentor"))],
        method="lacking_mentor",
    )

    class Meta:
        model = Placement
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: Rows) -> None:
        super().__init__(data, queryset)
        ids = queryset.order_by().values("pk")
        self.filters["vak"].extra["choices"] = _subjects(ids)
        self.filters["school"].extra["choices"] = _schools(ids)
        nobody = (NOBODY, _("Nog geen stagebegeleider"))
        self.filters["begeleider"].extra["choices"] = [nobody, *_supervisors(ids)]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the name of the filter; without what is not known."""
        found: dict[str, str] = {}
        if self.form.is_valid():
            found = {name: value for name, value in self.form.cleaned_data.items() if value}
        return found

    @property
    def is_filtered(self) -> bool:
        """Whether anything was asked."""
        return bool(self.chosen or self.form.errors)

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        """Each word is in the reference or in the name of a trainee."""
        for word in value.split()[:MAX_WORDS]:
            links = PlacementRequest.trainees.through.objects
            people = links.filter(placementrequest=OuterRef("proposal__request")).filter(
                Q(trainee__first_name__icontains=word)
                | Q(trainee__last_name__icontains=word)
                | Q(trainee__student_number__iexact=word)
            )
            in_reference = Q(proposal__request__reference__icontains=word)
            rows = rows.filter(in_reference | Exists(people))
        return rows

    def in_phase(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages in a phase today."""
        return rows.filter(PHASES[value][1](clock.today()))

    def with_subject(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages with an accepted line in this subject."""
        lines = ProposalLine.objects.filter(
            proposal=OuterRef("proposal"),
            decision=Decision.ACCEPTED,
            activity__subject__slug=value,
        )
        return rows.filter(Exists(lines))

    def guided_by(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages that somebody guides; or those that still need a stagebegeleider."""
        if value == NOBODY:
            return rows.filter(goes_on(clock.today()) & without_supervisor())
        guides = Guide.objects.current().supervising().filter(member__public_id=value)
        return rows.filter(Exists(guides.filter(placement=OuterRef("pk"))))

    def lacking_mentor(self, rows: Rows, name: str, value: str) -> Rows:
        """Stages that still need a vakmentor."""
        return rows.filter(goes_on(clock.today()) & without_mentor())


Ids = Any


def _subjects(ids: Ids) -> list[tuple[str, str]]:
    lines = ProposalLine.objects.filter(
        proposal__placement__in=ids, decision=Decision.ACCEPTED, activity__subject__isnull=False
    )
    rows = Subject.objects.filter(pk__in=lines.order_by().values("activity__subject"))
    return list(rows.values_list("slug", "name"))


def _schools(ids: Ids) -> list[tuple[str, str]]:
    here = Placement.objects.filter(pk__in=ids).order_by().values("proposal__school")
    rows = PlacementSchool.objects.filter(pk__in=here)
    return [(str(pk), name) for pk, name in rows.values_list("public_id", "name")]


def _supervisors(ids: Ids) -> list[tuple[str, str]]:
    guides = Guide.objects.current().supervising().filter(placement__in=ids)
    rows = Membership.objects.filter(pk__in=guides.order_by().values("member"))
    return [(str(row.public_id), str(row.user)) for row in rows.select_related("user")]
