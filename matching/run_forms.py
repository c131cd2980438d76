"""Forms of the administrators' pages of the matching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from institutions.models import TrainingInstitution
from matching.engine.instance import Limits
from matching.enums import LockKind, RunScope
from matching.models import MatchingRun, PairLock
from matching.run_words import scope_words, title_of

DEFAULTS = Limits()
MOST_SECONDS, MOST_EFFORT, MOST_SEED = 900, 20_000, 2_147_483_647
SCOPES = [
    (scope.value, scope.label) for scope in (RunScope.ALL, RunScope.TRIMESTER, RunScope.INSTITUTION)
]


class StartForm(forms.Form):
    """What a run is about, and how far it may search."""

    scope = forms.ChoiceField(
        label=_("Welke aanvragen?"), choices=SCOPES, widget=forms.RadioSelect, initial=RunScope.ALL
    )
    trimester = forms.TypedChoiceField(
        label=_("Trimester"),
        choices=[("", _("Geen keuze")), (1, "T1"), (2, "T2"), (3, "T3")],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Alleen wanneer u één trimester kiest."),
    )
    institution = forms.ModelChoiceField(
        label=_("Lerarenopleiding"),
        queryset=TrainingInstitution.objects.none(),
        to_field_name="public_id",
        empty_label=_("Geen keuze"),
        required=False,
        help_text=_("Alleen wanneer u kiest voor wat nog zoekt van één lerarenopleiding."),
    )
    publishes_itself = forms.BooleanField(
        label=_("Maak de uitkomst vanzelf bekend, zonder dat iemand ze nakijkt"), required=False
    )
    seconds = forms.IntegerField(
        label=_("Hoogstens zoveel seconden per deel"),
        min_value=1,
        max_value=MOST_SECONDS,
        initial=int(DEFAULTS.seconds),
        help_text=_("Wat dan gevonden is, is het antwoord, met zijn bewezen grens."),
    )
    effort = forms.IntegerField(
        label=_("Hoogstens zoveel zoekvensters"),
        min_value=0,
        max_value=MOST_EFFORT,
        initial=DEFAULTS.effort,
        help_text=_("Stopt het zoeken voor de tijd om is: zo geeft dezelfde invoer overal "
                    "hetzelfde antwoord."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Toevalsgetal"),
        min_value=0,
        max_value=MOST_SEED,
        initial=DEFAULTS.seed,
        help_text=_("De volgorde waarin zoekvensters aan de beurt komen."),
    )
    ADVANCED = ("seconds", "effort", "seed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        institution: Any = self.fields["institution"]
        institution.queryset = TrainingInstitution.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        """A trimester and an institution are for the scopes that name one."""
        data = super().clean() or self.cleaned_data
        scope = data.get("scope")
        if scope == RunScope.TRIMESTER and "trimester" in data and not data["trimester"]:
            self.add_error("trimester", _("Kies het trimester."))
        if scope == RunScope.INSTITUTION and "institution" in data and not data["institution"]:
            self.add_error("institution", _("Kies de lerarenopleiding."))
        if scope != RunScope.TRIMESTER:
            data["trimester"] = None
        if scope != RunScope.INSTITUTION:
            data["institution"] = None
        return data

    @property
    def advanced(self) -> list[Any]:
        """The fields that are folded away."""
        return [self[name] for name in self.ADVANCED]

    @property
    def opens_advanced(self) -> bool:
        """Whether something in the folded part must be seen."""
        return any(name in self.errors for name in self.ADVANCED) if self.is_bound else False


def start_values(run: MatchingRun) -> dict[str, Any]:
    """What the form starts from when a run is done again: the same scope and limits."""
    scope = RunScope.ALL if run.scope == RunScope.LOOKING else run.scope
    return {
        "scope": scope,
        "trimester": run.trimester,
        "institution": run.institution.public_id if run.institution else None,
        "seconds": run.seconds_limit,
        "effort": run.effort_limit,
        "seed": run.seed,
    }


class LockForm(forms.ModelForm[PairLock]):
    """Why pairs are fixed or forbidden."""

    class Meta:
        model = PairLock
        fields = ["reason"]
        labels = {"reason": _("Waarom?")}
        help_texts = {"reason": _("Andere beheerders lezen dit. Schrijf geen namen van stagiairs.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


LOCK_ACTIONS = {"vastzetten": LockKind.FIXED, "verbieden": LockKind.FORBIDDEN}


class CompareForm(forms.Form):
    """Two runs of a year to lay side by side."""

    een = forms.ChoiceField(label=_("Eerste ronde"))
    twee = forms.ChoiceField(label=_("Tweede ronde"))

    def __init__(self, data: Any, runs: list[MatchingRun]) -> None:
        super().__init__(data)
        choices: list[tuple[str, Any]] = [("", _("Kies een ronde"))]
        choices += [(str(run.public_id), f"{title_of(run)} · {scope_words(run)}") for run in runs]
        for name in ("een", "twee"):
            field: Any = self.fields[name]
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """They are two different runs."""
        data = super().clean() or self.cleaned_data
        if data.get("een") and data.get("een") == data.get("twee"):
            self.add_error("twee", _("Kies twee verschillende rondes."))
        return data
