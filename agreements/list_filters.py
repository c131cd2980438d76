"""The filters of the list of stageovereenkomsten, in the address."""

from __future__ import annotations

from collections.abc import Callable

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion
from agreements.signing_rights import party_of
from agreements.waiting import lapsed, signed_by_all, waiting_for, waiting_for_anybody
from institutions.actors import Actor
from requests_app.demand_models import TRIMESTERS

Rows = QuerySet[AgreementVersion]
MINE = "op-mij"


STATES: dict[str, tuple[str | Promise, Callable[[Rows], Rows]]] = {
    "wacht": (_("Wacht op handtekeningen"), waiting_for_anybody),
    "ondertekend": (_("Door allen ondertekend"), signed_by_all),
    "vervallen": (_("De stage gaat niet door"), lapsed),
}


class AgreementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which agreements, of those that the actor may see in one year."""

    toestand = django_filters.ChoiceFilter(
        label=_("Toestand"), empty_label=_("Alle toestanden"), method="in_state"
    )
    trimester = django_filters.ChoiceFilter(
        label=_("Trimester"),
        empty_label=_("Alle trimesters"),
        choices=TRIMESTERS,
        field_name="agreement__placement__proposal__request__trimester",
    )
    met = django_filters.ChoiceFilter(method="with_organisation")

    class Meta:
        model = AgreementVersion
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: Rows, *, actor: Actor) -> None:
        super().__init__(data, queryset)
        self.actor = actor
        self.other = "school" if actor.institution is not None else "institution"
        mine = [(MINE, _("Wacht op mijn handtekening"))] if party_of(actor) else []
        choices = [(key, label) for key, (label, _rows) in STATES.items()]
        self.filters["toestand"].extra["choices"] = [*mine, *choices]
        for_school = self.other == "institution"
        self.filters["met"].label = _("Lerarenopleiding") if for_school else _("School")
        self.filters["met"].extra["empty_label"] = (
            _("Alle lerarenopleidingen") if for_school else _("Alle scholen")
        )
        self.filters["met"].extra["choices"] = self._organisations(queryset)

    @property
    def state(self) -> str:
        """The chosen state; empty for all."""
        chosen = self.data.get("toestand", "")
        return chosen if chosen == MINE or chosen in STATES else ""

    @property
    def is_used(self) -> bool:
        """Whether any filter leaves something out."""
        return any(self.form.cleaned_data.values()) or bool(self.form.errors)

    def in_state(self, rows: Rows, name: str, value: str) -> Rows:
        """Those in one of the states, or that wait for the actor."""
        if value == MINE:
            return rows.filter(pk__in=waiting_for(self.actor).values("pk"))
        return STATES[value][1](rows)

    def with_organisation(self, rows: Rows, name: str, value: str) -> Rows:
        """Those with one school, or one lerarenopleiding."""
        of_stage, of_framework = (f"{path}__public_id" for path in self._paths())
        return rows.filter(Q(**{of_stage: value}) | Q(**{of_framework: value}))

    def _paths(self) -> tuple[str, str]:
        stage = "agreement__placement__proposal__"
        of_stage = f"{stage}school" if self.other == "school" else f"{stage}request__institution"
        return of_stage, f"agreement__framework__{self.other}"

    def _organisations(self, rows: Rows) -> list[tuple[str, str]]:
        """The organisations that occur, by name, in one query."""
        names = [f"{path}__{field}" for path in self._paths() for field in ("public_id", "name")]
        found: dict[str, str] = {}
        for values in rows.order_by().values_list(*names).distinct():
            of_stage, of_framework = values[:2], values[2:]
            public_id, name = of_stage if of_stage[0] else of_framework
            found[str(public_id)] = name
        return sorted(found.items(), key=lambda item: item[1])
