"""One row per open request: accept all of it, refuse all of it, or leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.enums import Decision, RefusalReason

SKIP = "skip"
CHOICES = [
    (SKIP, _("Later")),
    (Decision.ACCEPTED, _("Aanvaarden")),
    (Decision.REFUSED, _("Weigeren")),
]
REASONS = [choice for choice in RefusalReason.choices if choice[0] != RefusalReason.OTHER]


class BatchRowForm(forms.Form):
    """What to do with one request. "Andere reden" needs a text, so its own page."""

    choice = forms.ChoiceField(
        label=_("Uw antwoord"), choices=CHOICES, widget=forms.RadioSelect, initial=SKIP
    )
    reason = forms.ChoiceField(
        label=_("Reden"), required=False, choices=[("", _("Kies een reden")), *REASONS]
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    over_offer_known = forms.BooleanField(
        label=_("Ik weet dat dit boven ons aanbod gaat en aanvaard toch."), required=False
    )

    def __init__(self, *args: Any, proposal: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.row_label = str(proposal.request.reference)

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason."""
        cleaned = super().clean() or self.cleaned_data
        refused = cleaned.get("choice") == Decision.REFUSED
        if refused and "reason" in cleaned and not cleaned["reason"]:
            self.add_error("reason", _("Kies waarom u deze aanvraag weigert."))
        return cleaned


class BatchRowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """A row for each of the given proposals, whatever number was sent."""

    def __init__(self, *args: Any, proposals: Sequence[Any], **kwargs: Any) -> None:
        self.proposals = proposals
        super().__init__(*args, **kwargs)

    def total_form_count(self) -> int:
        """One for each proposal."""
        return len(self.proposals)

    def initial_form_count(self) -> int:
        """All are there from the start."""
        return len(self.proposals)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The proposal of each row."""
        kwargs: dict[str, Any] = super().get_form_kwargs(index)
        return {**kwargs, "proposal": self.proposals[index or 0]}

    def add_prefix(self, index: int | str) -> str:
        """Rows are named by their proposal, so that a list that moved keeps its answers."""
        number = index if isinstance(index, int) else 0
        return f"{self.prefix}-{self.proposals[number].public_id}"


BatchRows: Any = forms.formset_factory(BatchRowForm, formset=BatchRowFormSet, extra=0)
