"""The form of a clause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.clauses import ClauseText
from agreements.enums import ClauseUse
from agreements.models import Clause
from agreements.placeholders import need_known
from calendar_cfg.exceptions import DomainError

LABELS = {
    "title": gettext_lazy("Titel"),
    "text": gettext_lazy("Tekst"),
    "use": gettext_lazy("Waar staat ze?"),
}


class ClauseForm(forms.Form):
    """A clause: its title, its text with placeholders, and in which documents it stands."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(
        label=LABELS["title"],
        max_length=120,
        error_messages={"required": gettext_lazy("Geef de bepaling een titel.")},
    )
    text = forms.CharField(
        label=LABELS["text"],
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Een lege regel begint een nieuwe alinea. Een plaatshouder tussen dubbele accolades "
            "wordt in elke overeenkomst ingevuld."
        ),
        error_messages={"required": gettext_lazy("Schrijf de tekst van de bepaling.")},
    )
    use = forms.ChoiceField(
        label=LABELS["use"],
        choices=ClauseUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies in welke documenten ze staat.")},
    )

    def __init__(self, data: Any = None, *, clause: Clause | None = None) -> None:
        stored = {name: getattr(clause, name) for name in (*LABELS, "version")} if clause else None
        super().__init__(data, initial=stored or {"use": ClauseUse.BOTH})
        self.clause = clause

    def clean(self) -> dict[str, Any]:
        """Only placeholders that exist where the clause stands."""
        text, use = self.cleaned_data.get("text"), self.cleaned_data.get("use")
        if text and use:
            try:
                need_known(text, use)
            except DomainError as error:
                self.add_error("text", error.message)
        return self.cleaned_data

    def wanted(self) -> ClauseText:
        """The valid data as the services take them."""
        values = self.cleaned_data
        return ClauseText(values["title"], values["text"].replace("\r\n", "\n"), values["use"])

    def differs_from(self, clause: Clause) -> list[dict[str, str]]:
        """What was typed beside what is stored now, after somebody else changed it."""
        rows = []
        for name, label in LABELS.items():
            stored, typed = str(getattr(clause, name)), str(self.cleaned_data.get(name, ""))
            if stored != typed.replace("\r\n", "\n"):
                if name == "use":
                    stored, typed = (str(ClauseUse(value).label) for value in (stored, typed))
                rows.append({"label": str(label), "stored": stored, "typed": typed or _("niets")})
        return rows
