"""The forms of voorrang: the coordinator's coded reason, and why an administrator sets it aside."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from requests_app.enums import Hardship


class HardshipForm(forms.Form):
    """Why a request comes first; nothing means that it does not."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom komt deze aanvraag eerst?"),
        required=False,
        choices=[("", gettext_lazy("Geen voorrang")), *Hardship.choices],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Alleen stagecoördinatoren van uw opleiding en beheerders lezen dit; scholen en "
            "stagiairs nooit. Gezondheid is geen reden uit deze lijst en hoort hier niet."
        ),
        error_messages={"invalid_choice": gettext_lazy("Kies een reden uit de lijst.")},
    )


class DeclineForm(forms.Form):
    """Why a reason is set aside. `shown` is the coded reason that the administrator read."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    reason = forms.CharField(
        label=gettext_lazy("Waarom legt u deze voorrang terzijde?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "De stagecoördinator leest dit. "
            "Geen gezondheidsgegevens of andere gevoelige informatie."
        ),
        error_messages={"required": gettext_lazy("Geef een reden.")},
    )
