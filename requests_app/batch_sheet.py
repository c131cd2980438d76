"""The open requests of one page, what was chosen for each, and what that would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from institutions.actors import Actor
from requests_app.answering_many import Choice, Demand, Result, shortages_of_many
from requests_app.batch_forms import SKIP, BatchRowForm, BatchRows
from requests_app.enums import Decision
from requests_app.inbox import trainees_of, with_what_is_asked
from requests_app.models import Activity, Proposal
from requests_app.places import ACCEPTED_STATES, places_at
from requests_app.shortage_words import shortage_words
from requests_app.table_pages import PER_PAGE

ROWS = "voorstel"


def chosen_proposals(actor: Actor, data: QueryDict) -> list[Any]:
    """The proposals that a sent form is about, by due date; those of others are left out."""
    ids = [found for raw in data.getlist(ROWS)[:PER_PAGE] if (found := _uuid(raw))]
    rows = with_what_is_asked(Proposal.objects.visible_to(actor)).filter(public_id__in=ids)
    lines = Activity.objects.select_related("subject")
    return list(
        rows.order_by("due_on", "pk").prefetch_related(Prefetch("request__activities", lines))
    )


def _uuid(raw: str) -> UUID | None:
    try:
        return UUID(raw)
    except ValueError:
        return None


@dataclass(frozen=True)
class ChosenRow:
    """One row of the check page."""

    form: BatchRowForm
    proposal: Any
    trainees: str
    says: str
    shortages: list[str]


class BatchSheet:
    """The rows as forms, and their consequences."""

    def __init__(
        self,
        proposals: Sequence[Any],
        data: Mapping[str, Any] | None = None,
        *,
        preset: str = SKIP,
    ) -> None:
        self.proposals = proposals
        initial = [{"choice": preset, "version": row.version} for row in proposals]
        self.rows = BatchRows(data, prefix="rij", initial=initial, proposals=proposals)
        self.data = data

    def is_valid(self) -> bool:
        """Whether each refusal has its reason."""
        return bool(self.rows.is_valid())

    def chosen(self, decision: str) -> list[BatchRowForm]:
        """The rows for which this was chosen."""
        return [form for form in self.rows if form.cleaned_data.get("choice") == decision]

    @property
    def accepted(self) -> list[BatchRowForm]:
        """The rows to accept, by due date."""
        return self.chosen(Decision.ACCEPTED)

    def what_happens(self) -> str:
        """ "U aanvaardt 12 stageaanvragen, weigert er 3 en laat er 25 liggen." """
        count = len(self.accepted)
        accepts = ngettext(
            "U aanvaardt %(count)d stageaanvraag", "U aanvaardt %(count)d stageaanvragen", count
        ) % {"count": count}
        return _("%(accepts)s, weigert er %(refused)d en laat er %(left)d liggen.") % {
            "accepts": accepts,
            "refused": len(self.chosen(Decision.REFUSED)),
            "left": len(self.chosen(SKIP)),
        }

    def choices(self) -> list[Choice]:
        """What was chosen, as the service takes it."""
        return [
            Choice(
                proposal=form.proposal,
                decision=Decision(form.cleaned_data["choice"]),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                over_offer_known=form.cleaned_data["over_offer_known"],
            )
            for form in self.rows
            if form.cleaned_data["choice"] != SKIP
        ]

    def checked(self) -> list[ChosenRow]:
        """The rows that will be answered, each with where it goes over the offer."""
        over = self._over()
        return [
            ChosenRow(
                form,
                form.proposal,
                trainees_of(form.proposal),
                _says(form),
                over.get(form.proposal.pk, []),
            )
            for form in [*self.accepted, *self.chosen(Decision.REFUSED)]
        ]

    def _over(self) -> dict[object, list[str]]:
        if not self.accepted:
            return {}
        first: Proposal = self.accepted[0].proposal
        here = places_at(first.school, first.request.year, states=ACCEPTED_STATES)
        found = shortages_of_many(here, [_demand(form.proposal) for form in self.accepted])
        return {key: [shortage_words(s) for s in short] for key, short in found.items()}


def _demand(proposal: Any) -> Demand:
    lines = proposal.request.activities.all()
    subjects = {line.subject_id: line.subject.name for line in lines if line.subject_id}
    return Demand(proposal.pk, subjects, proposal.request.trimester, proposal.group_size)


def _says(form: BatchRowForm) -> str:
    if form.cleaned_data["choice"] == Decision.ACCEPTED:
        return _("Alles aanvaarden")
    field: Any = form.fields["reason"]
    words = dict(field.choices)[form.cleaned_data["reason"]]
    return _("Alles weigeren: %(reason)s") % {"reason": words}


def kept(results: Sequence[Result]) -> list[dict[str, str]]:
    """The results as the session keeps them for the summary; no names."""
    return [
        {
            "reference": result.proposal.request.reference,
            "public_id": str(result.proposal.public_id),
            "outcome": result.outcome.value,
            "message": result.message,
        }
        for result in results
    ]
