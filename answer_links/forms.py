"""The forms behind a link: handing on, and registering a school; and a refusal of the latter."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from requests_app.models import Proposal

ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
PHONE = {"autocomplete": "tel", "inputmode": "tel"}


class HandOnForm(forms.Form):
    """To which colleague, and what to say with it: no links, and no trainee by name."""

    email = forms.EmailField(
        label=_("E-mailadres van uw collega"),
        help_text=_("Iemand van uw school. Dit adres krijgt een eigen link."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Korte boodschap"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Zonder namen van stagiairs: de boodschap staat in de mail."),
    )

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal

    def clean_note(self) -> str:
        """A mail carries one link, ours, and no trainee's name (trust.md, 22)."""
        note: str = self.cleaned_data["note"]
        if ADDRESS.search(note):
            raise forms.ValidationError(gettext("Zet geen webadressen in de boodschap."))
        said = set(re.findall(r"\w+", note.lower()))
        for trainee in self.proposal.request.trainees.all() if note else ():
            names = set(re.findall(r"\w+", trainee.last_name.lower()))
            if names and names <= said:
                raise forms.ValidationError(
                    gettext("Laat de naam van de stagiair weg: uw collega ziet die achter de link.")
                )
        return note


class RegisterForm(forms.Form):
    """Who will answer for the school. The address is that of the link."""

    first_name = forms.CharField(
        label=_("Voornaam"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Familienaam"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    function = forms.CharField(
        label=_("Uw functie op school"),
        max_length=80,
        help_text=_("Bijvoorbeeld: directeur, leerkracht, mentorcoördinator."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    phone = forms.CharField(
        label=_("Telefoon van de school"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=PHONE),
    )


class DeclineRegistrationForm(forms.Form):
    """Why a registration is not confirmed; the school reads it."""

    reason = forms.CharField(
        label=_("Waarom bevestigt u deze aanmelding niet?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De school krijgt deze reden in een mail."),
        error_messages={"required": _("Geef een reden.")},
    )
