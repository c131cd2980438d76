"""The form with which a visit is marked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VisitForm(forms.Form):
    """A nota, or nothing."""

    note = forms.CharField(
        label=_("Nota"),
        max_length=300,
        required=False,
        help_text=_("De stagiair en de mentoren lezen dit, bijvoorbeeld: “ik bel een dag vooraf”."),
    )
