"""The form with which all mail is held."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from accounts.mail_decisions import LONGEST_WHY


class HoldForm(forms.Form):
    """Why no mail may leave."""

    why = forms.CharField(
        label=gettext_lazy("Waarom houdt u alle mail tegen?"),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy("Andere beheerders lezen dit."),
        error_messages={"required": gettext_lazy("Zeg waarom alle mail tegengehouden wordt.")},
    )
