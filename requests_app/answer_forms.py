"""The forms of a school's answer: one for each activity, and one for the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from institutions.models import Campus
from requests_app.enums import Decision, RefusalReason
from requests_app.models import ProposalLine

DECISIONS = [(Decision.ACCEPTED, _("Aanvaarden")), (Decision.REFUSED, _("Weigeren"))]
CAREFUL = _("Geen gezondheidsgegevens of andere gevoelige informatie.")


class NeededSometimes(forms.ChoiceField):
    """A choice that the form as a whole asks for, so that its label never says optional."""

    def validate(self, value: str) -> None:
        """Empty is fine for the field; the form knows when it is not."""
        if value not in self.empty_values:
            super().validate(value)


class LineAnswerForm(forms.Form):
    """The answer on one activity; a refusal needs its reason, "other" a text with it."""

    decision = forms.ChoiceField(
        label=_("Uw antwoord"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies aanvaarden of weigeren.")},
    )
    subject_mentor = forms.ChoiceField(
        label=_("Vakmentor"),
        required=False,
        help_text=_("De lerarenopleiding ziet de naam pas als u aanvaardt."),
    )
    reason = NeededSometimes(
        label=_("Waarom weigert u?"),
        choices=[("", _("Kies een reden")), *RefusalReason.choices],
    )
    reason_text = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=500,
        help_text=_("Nodig bij een andere reden."),
    )

    def __init__(
        self, *args: Any, line: ProposalLine, mentors: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        self.row_label = str(line.activity)
        people = [(str(mentor.public_id), str(mentor.user)) for mentor in mentors]
        field = self.fields["subject_mentor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nog niet gekend")), *people]

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason, and "other" says which."""
        cleaned = super().clean() or self.cleaned_data
        reason = cleaned.get("reason")
        if cleaned.get("decision") != Decision.REFUSED or reason is None:
            return cleaned
        if not reason:
            self.add_error("reason", _("Kies waarom u deze activiteit weigert."))
        if reason == RefusalReason.OTHER and not cleaned.get("reason_text"):
            self.add_error("reason_text", _("Leg uit waarom u deze activiteit weigert."))
        return cleaned


class LineAnswerFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """A form for each line of the proposal: as many as it has, whatever was sent."""

    def __init__(
        self,
        *args: Any,
        lines: Sequence[ProposalLine],
        mentors: Sequence[Membership],
        **kwargs: Any,
    ) -> None:
        self.lines, self.mentors = lines, mentors
        super().__init__(*args, **kwargs)

    def total_form_count(self) -> int:
        """One for each line."""
        return len(self.lines)

    def initial_form_count(self) -> int:
        """All are there from the start: none may be left empty."""
        return len(self.lines)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The line of each form."""
        kwargs: dict[str, Any] = super().get_form_kwargs(index)
        return {**kwargs, "line": self.lines[index or 0], "mentors": self.mentors}


LineAnswers: Any = forms.formset_factory(LineAnswerForm, formset=LineAnswerFormSet, extra=0)


class WholeAnswerForm(forms.Form):
    """What goes for the whole answer, and on which version of the proposal it was given."""

    campus = forms.ChoiceField(
        label=_("Vestigingsplaats"), required=False, help_text=_("Waar de stage doorgaat.")
    )
    note = forms.CharField(
        label=_("Boodschap voor de lerarenopleiding"),
        required=False,
        max_length=2000,
        help_text=CAREFUL,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    over_offer_known = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campuses: Sequence[Campus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campuses = {str(campus.public_id): campus for campus in campuses}
        if len(campuses) < 2:
            del self.fields["campus"]
            return
        field = self.fields["campus"]
        assert isinstance(field, forms.ChoiceField)
        places = [(key, str(campus)) for key, campus in self.campuses.items()]
        field.choices = [("", _("Nog niet gekend")), *places]
