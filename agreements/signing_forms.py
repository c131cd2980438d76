"""The box under the document."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SigningForm(forms.Form):
    """Agreeing with the document that the page showed, which its hash tells."""

    agrees = forms.BooleanField(
        label=_("Ik las de stageovereenkomst en ga akkoord."),
        error_messages={"required": _("Vink aan dat u de overeenkomst las en akkoord gaat.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SigningManyForm(forms.Form):
    """Agreeing with all of the documents of the page at once."""

    agrees = forms.BooleanField(
        label=_("Ik las deze overeenkomsten en ga met elk ervan akkoord."),
        error_messages={"required": _("Vink aan dat u de overeenkomsten las en akkoord gaat.")},
    )
