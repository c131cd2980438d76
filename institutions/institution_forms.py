"""The forms of an institution's own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from institutions.enums import ProgrammeKind


class ContactForm(forms.Form):
    """How an institution is reached."""

    email = forms.EmailField(label=_("E-mailadres"), required=False)
    phone = forms.CharField(
        label=_("Telefoon"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )


class ProgrammeForm(forms.Form):
    """A programme that is added."""

    name = forms.CharField(label=_("Naam van de opleiding"), max_length=150)
    kind = forms.ChoiceField(label=_("Soort"), choices=ProgrammeKind.choices)


class ProgrammeChangeForm(ProgrammeForm):
    """A programme that is renamed or taken out of use."""

    is_active = forms.BooleanField(
        label=_("In gebruik"),
        required=False,
        help_text=_("Niet in gebruik: niet meer te kiezen. Bestaande aanvragen houden ze."),
    )
