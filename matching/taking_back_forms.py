"""Why a request is taken back, and to which school of the shortlist it goes instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

Choices = Sequence[tuple[str, str]]
NONE_YET = "geen"


class SchoolField(forms.ChoiceField):
    """A school of the list; what was sent is judged by who puts the request to it.

    So the list, which moves with every answer of a school, is only read when it is shown.
    """

    def valid_value(self, value: Any) -> bool:
        """Any value may be a school."""
        return True


class TakeBackForm(forms.Form):
    """A reason if one wants, and a school or none yet."""

    proposal = forms.UUIDField(widget=forms.HiddenInput)
    school = SchoolField(
        label=gettext_lazy("Waar gaat de aanvraag nu naartoe?"),
        required=False,
        initial=NONE_YET,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "De school leest dit. Geen gezondheidsgegevens of andere gevoelige informatie."
        ),
    )

    def __init__(self, *args: Any, schools: Callable[[], Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.choices = schools
