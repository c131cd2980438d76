"""The filters of the inbox, in the address: subject, trimester, state, institution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from requests_app.demand_models import TRIMESTERS
from requests_app.enums import ANSWERED_STATES, ProposalState
from requests_app.models import Activity, Proposal

OPEN, LATE, ALL = "open", "te-laat", "alle"
IN_TIME, UNSEEN = "op-tijd", "niet-geopend"

S = ProposalState
STATES: dict[str, tuple[str | Promise, Callable[[], Q]]] = {
    OPEN: (_("Te beantwoorden"), lambda: Q(state=S.OPEN)),
    LATE: (_("Te laat"), lambda: Q(state=S.OPEN, due_on__lt=clock.today())),
    IN_TIME: (_("Nog op tijd"), lambda: Q(state=S.OPEN, due_on__gte=clock.today())),
    UNSEEN: (
        _("Beantwoord, nog niet geopend door de opleiding"),
        lambda: Q(state__in=ANSWERED_STATES, seen_at=None),
    ),
    "aanvaard": (_("Aanvaard"), lambda: Q(state__in=[S.ACCEPTED, S.PARTIALLY_ACCEPTED])),
    "geweigerd": (_("Geweigerd"), lambda: Q(state=S.REFUSED)),
    "gestopt": (
        _("Ingetrokken, vervallen of geannuleerd"),
        lambda: Q(state__in=[S.WITHDRAWN, S.EXPIRED, S.CANCELLED]),
    ),
    ALL: (_("Alle"), Q),
}


class InboxFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters a school's proposals of one year; what is chosen stands in the address."""

    toestand = django_filters.ChoiceFilter(
        label=_("Toestand"),
        choices=[(key, label) for key, (label, _q) in STATES.items()],
        empty_label=None,
        method="in_state",
    )
    vak = django_filters.ChoiceFilter(
        label=_("Vak"), empty_label=_("Alle vakken"), method="with_subject"
    )
    trimester = django_filters.ChoiceFilter(
        label=_("Trimester"),
        empty_label=_("Alle trimesters"),
        choices=TRIMESTERS,
        field_name="request__trimester",
    )
    opleiding = django_filters.ChoiceFilter(
        label=_("Lerarenopleiding"),
        empty_label=_("Alle lerarenopleidingen"),
        field_name="request__institution__public_id",
    )

    jaar = django_filters.CharFilter(max_length=9, widget=forms.HiddenInput, method="of_year")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, queryset: QuerySet[Proposal], *, default_state: str = OPEN
    ) -> None:
        chosen = data.copy()
        if data.get("toestand") not in STATES:
            chosen["toestand"] = default_state
        self.state = str(chosen["toestand"])
        super().__init__(chosen, queryset)
        if not data.get("jaar"):
            del self.filters["jaar"]
        subjects, institutions = _choices(queryset)
        self.filters["vak"].extra["choices"] = subjects
        self.filters["opleiding"].extra["choices"] = institutions

    def of_year(self, rows: QuerySet[Proposal], name: str, value: str) -> QuerySet[Proposal]:
        """The year of the address chose the rows already; the form only carries it along."""
        return rows

    def in_state(self, rows: QuerySet[Proposal], name: str, value: str) -> QuerySet[Proposal]:
        """Proposals in one of the groups of states."""
        return rows.filter(STATES[value][1]())

    def with_subject(self, rows: QuerySet[Proposal], name: str, value: str) -> QuerySet[Proposal]:
        """Proposals with a line in this subject."""
        lines = Activity.objects.filter(subject__slug=value)
        return rows.filter(request__in=lines.values("request"))


def _choices(proposals: QuerySet[Proposal]) -> tuple[list[Any], list[Any]]:
    """The subjects and institutions that occur in a school's proposals, in one query."""
    rows = proposals.order_by().values_list(
        "request__activities__subject__slug",
        "request__activities__subject__name",
        "request__institution__public_id",
        "request__institution__name",
    )
    found = list(rows.distinct())
    subjects = {slug: name for slug, name, _id, _name in found if slug}
    institutions = {str(pk): name for _slug, _subject, pk, name in found}
    return _by_label(subjects), _by_label(institutions)


def _by_label(choices: dict[str, str]) -> list[Any]:
    return sorted(choices.items(), key=lambda choice: choice[1])
