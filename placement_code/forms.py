"""The form that accepts the Stagecode. It also stands before what somebody was about to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.actors import Actor
from placement_code.selectors import Waiting

PREFIX = "stagecode"
"""Begins the name of each field, so that none can be one of the form that waits."""


class AcceptForm(forms.Form):
    """A tick for the person, one for the organisation; each only where it is asked."""

    person = forms.BooleanField(
        label=gettext_lazy("Ik heb de Stagecode gelezen en aanvaard ze"),
        error_messages={"required": gettext_lazy("Vink aan dat u de Stagecode aanvaardt.")},
    )
    organisation = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Vink aan dat u de Stagecode aanvaardt voor uw organisatie.")
        },
    )

    def __init__(self, waiting: Waiting, actor: Actor, data: Any = None) -> None:
        super().__init__(data, prefix=PREFIX)
        if not waiting.person:
            del self.fields["person"]
        if waiting.year:
            words = {"organisation": actor.organisation, "year": waiting.year}
            self.fields["organisation"].label = (
                _("Ik aanvaard ze ook voor %(organisation)s, voor %(year)s") % words
            )
        else:
            del self.fields["organisation"]
