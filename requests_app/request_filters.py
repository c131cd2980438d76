"""The filters of the list of stageaanvragen. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from institutions.models import PlacementSchool, Programme, Subject
from requests_app import request_selectors as selectors
from requests_app.demand_models import TRIMESTERS
from requests_app.enums import ProposalState, RequestState
from requests_app.models import Activity, PlacementRequest, Preference, Proposal

S = RequestState
Rows = QuerySet[PlacementRequest]
MAX_WORDS = 8


def _in(*states: RequestState) -> Callable[[Rows], Rows]:
    return lambda rows: rows.filter(state__in=states)


STATES: dict[str, tuple[str | Promise, Callable[[Rows], Rows]]] = {
    S.DRAFT: (_("Ontwerp"), _in(S.DRAFT)),
    "te-controleren": (
        _("Te controleren"),
        lambda rows: rows.filter(state=S.DRAFT, offered_for_check_at__isnull=False),
    ),
    "af-te-werken": (
        _("Ontwerp, nog niet ter controle"),
        lambda rows: rows.filter(state=S.DRAFT, offered_for_check_at=None),
    ),
    S.SUBMITTED: (_("Ingediend"), _in(S.SUBMITTED)),
    S.PROPOSED: (_("Ligt bij een school"), _in(S.PROPOSED)),
    "te-laat": (_("School antwoordt te laat"), selectors.overdue),
    "beantwoord": (_("Nieuw antwoord"), selectors.with_unseen_answer),
    "zoekt": (_("Zoekt een school"), selectors.looking_for_a_school),
    "wacht": (_("Wacht op een plaats bij een school"), selectors.on_a_waiting_list),
    S.ACCEPTED: (_("Aanvaard, geheel of gedeeltelijk"), _in(S.ACCEPTED, S.PARTIALLY_ACCEPTED)),
    S.PARTIALLY_ACCEPTED: (_("Gedeeltelijk aanvaard"), _in(S.PARTIALLY_ACCEPTED)),
    S.REFUSED: (_("Geweigerd"), _in(S.REFUSED)),
    "gestopt": (
        _("Ingetrokken, vervallen of geannuleerd"),
        _in(S.WITHDRAWN, S.EXPIRED, S.CANCELLED),
    ),
}


class RequestFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which requests of the institution, in one year."""

    zoek = django_filters.CharFilter(
        label=_("Kenmerk of naam van de stagiair"), max_length=100, method="search"
    )
    toestand = django_filters.ChoiceFilter(
        label=_("Toestand"),
        empty_label=_("Alle toestanden"),
        choices=[(key, label) for key, (label, _rows) in STATES.items()],
        method="in_state",
    )
    trimester = django_filters.ChoiceFilter(
        label=_("Trimester"), empty_label=_("Alle trimesters"), choices=TRIMESTERS
    )
    opleiding = django_filters.ChoiceFilter(
        label=_("Opleiding"), empty_label=_("Alle opleidingen"), field_name="programme__name"
    )
    vak = django_filters.ChoiceFilter(
        label=_("Vak"), empty_label=_("Alle vakken"), method="with_subject"
    )
    school = django_filters.ChoiceFilter(
        label=_("School"), empty_label=_("Alle scholen"), method="at_school"
    )
    begeleider = django_filters.ChoiceFilter(
        label=_("Stagebegeleider"),
        empty_label=_("Alle stagebegeleiders"),
        field_name="supervisor__public_id",
    )

    class Meta:
        model = PlacementRequest
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: Rows) -> None:
        super().__init__(data, queryset)
        ids = queryset.order_by().values("pk")
        self._choose("opleiding", _programmes(ids))
        self._choose("vak", _subjects(ids))
        self._choose("school", _schools(ids))
        self._choose("begeleider", _supervisors(ids))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    @property
    def state(self) -> str:
        """The chosen state; empty for all."""
        chosen = self.data.get("toestand", "")
        return chosen if chosen in STATES else ""

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        """Each word is in the reference or in the name of a trainee."""
        for word in value.split()[:MAX_WORDS]:
            people = selectors.THROUGH.objects.filter(placementrequest=OuterRef("pk")).filter(
                Q(trainee__first_name__icontains=word)
                | Q(trainee__last_name__icontains=word)
                | Q(trainee__student_number__iexact=word)
            )
            rows = rows.filter(Q(reference__icontains=word) | Exists(people))
        return rows

    def in_state(self, rows: Rows, name: str, value: str) -> Rows:
        """Requests in one of the groups of states."""
        return STATES[value][1](rows)

    def with_subject(self, rows: Rows, name: str, value: str) -> Rows:
        """Requests with a line in this subject."""
        lines = Activity.objects.filter(request=OuterRef("pk"), subject__slug=value)
        return rows.filter(Exists(lines))

    def at_school(self, rows: Rows, name: str, value: str) -> Rows:
        """Requests whose last proposal is to a school, or that name it first and lie nowhere."""
        last = Proposal.objects.filter(request=OuterRef("pk")).order_by("-pk")
        over = [ProposalState.WITHDRAWN, ProposalState.EXPIRED]
        named = Preference.objects.filter(request=OuterRef("pk"), rank=1, school__public_id=value)
        waiting = Q(state__in=[S.DRAFT, S.SUBMITTED])
        rows = rows.annotate(
            last_school=Subquery(last.values("school__public_id")[:1]),
            last_state=Subquery(last.values("state")[:1]),
        )
        here = Q(last_school=value) & ~Q(last_state__in=over)
        return rows.filter(here | waiting & Exists(named))


Ids = Any


def _programmes(ids: Ids) -> list[tuple[str, str]]:
    rows = Programme.objects.filter(placementrequest__in=ids).distinct()
    return [(name, name) for name in rows.values_list("name", flat=True)]


def _subjects(ids: Ids) -> list[tuple[str, str]]:
    asked = Activity.objects.filter(request__in=ids, subject__isnull=False)
    rows = Subject.objects.filter(pk__in=asked.order_by().values("subject"))
    return list(rows.values_list("slug", "name"))


def _schools(ids: Ids) -> list[tuple[str, str]]:
    named = Preference.objects.filter(request__in=ids).order_by().values("school")
    asked = Proposal.objects.filter(request__in=ids).order_by().values("school")
    rows = PlacementSchool.objects.filter(Q(pk__in=named) | Q(pk__in=asked))
    return [(str(pk), name) for pk, name in rows.values_list("public_id", "name")]


def _supervisors(ids: Ids) -> list[tuple[str, str]]:
    chosen = PlacementRequest.objects.filter(pk__in=ids, supervisor__isnull=False)
    rows = Membership.objects.filter(pk__in=chosen.order_by().values("supervisor"))
    return [(str(row.public_id), str(row.user)) for row in rows.select_related("user")]
