"""The forms of a raamovereenkomst: with whom and how long, and how long from now on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import FrameworkAgreement

FIRST = gettext_lazy("Geldt vanaf")
LAST = gettext_lazy("Geldt tot en met")


class DaysForm(forms.Form):
    """How long it holds."""

    valid_from = forms.DateField(
        label=FIRST, error_messages={"required": gettext_lazy("Geef de eerste dag.")}
    )
    valid_until = forms.DateField(
        label=LAST,
        help_text=gettext_lazy("Een stage valt eronder als ze helemaal tussen deze dagen valt."),
        error_messages={"required": gettext_lazy("Geef de laatste dag.")},
    )

    def clean(self) -> dict[str, Any]:
        """The first day before the last."""
        first, last = (self.cleaned_data.get(name) for name in ("valid_from", "valid_until"))
        if first and last and last < first:
            self.add_error("valid_until", _("De eerste dag moet voor de laatste dag vallen."))
        return self.cleaned_data


class ChangeDaysForm(DaysForm):
    """Other days, with why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Waarom wijzigt dit?"),
        max_length=300,
        help_text=gettext_lazy("De school leest dit bij de nieuwe versie."),
        error_messages={"required": gettext_lazy("Geef een reden.")},
    )

    def __init__(self, data: QueryDict | None = None, *, framework: FrameworkAgreement) -> None:
        names = ("valid_from", "valid_until", "version")
        super().__init__(data, initial={name: getattr(framework, name) for name in names})

    def differs_from(self, framework: FrameworkAgreement) -> list[dict[str, Any]]:
        """What was typed beside what holds now."""
        rows = []
        for name, label in (("valid_from", FIRST), ("valid_until", LAST)):
            stored, typed = getattr(framework, name), self.cleaned_data.get(name)
            if stored != typed:
                rows.append({"label": label, "stored": stored, "typed": typed})
        return rows
