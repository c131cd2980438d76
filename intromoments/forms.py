"""The forms of intromoments: plan, call off, answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_cfg.dates import long_date
from intromoments.enums import Coming
from intromoments.models import Intromoment
from intromoments.planning import NEW, Plan
from requests_app.answer_forms import CAREFUL


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PlanForm(forms.Form):
    """When and where, with the version of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=NEW)
    day = forms.DateField(label=_("Dag"))
    start = forms.TimeField(label=_("Begint om"), widget=_time_input())
    end = forms.TimeField(label=_("Eindigt om"), widget=_time_input())
    place = forms.CharField(
        label=_("Waar"),
        max_length=120,
        help_text=_("Bijvoorbeeld: onthaal, Kerkstraat 1, of lokaal B12."),
    )
    text = forms.CharField(
        label=_("Tekst voor de stagiairs"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat staat er op het programma, wat brengen zij mee? Zet hier geen namen in."),
    )

    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Plan(data["day"], data["start"], data["end"], data["place"], data["text"])


def plan_form(row: Intromoment | None, calendar_day: date | None, data: Any = None) -> PlanForm:
    """The form of a trimester: as it is planned, or on the day of the calendar."""
    if row is None:
        initial: dict[str, Any] = {"version": NEW, "day": calendar_day}
    else:
        names = ("version", "day", "start", "end", "place", "text")
        initial = {name: getattr(row, name) for name in names}
    form = PlanForm(data, initial=initial)
    if calendar_day is not None:
        hint = _("Op of dicht bij de dag in de kalender: %(day)s.")
        form.fields["day"].help_text = hint % {"day": long_date(calendar_day)}
    return form


class CallOffForm(forms.Form):
    """Why an intromoment does not take place."""

    reason = forms.CharField(
        label=_("Waarom last u het af?"),
        max_length=300,
        help_text=_("De uitgenodigde stagiairs lezen dit."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Zeg waarom u het aflast.")},
    )


class AnswerForm(forms.Form):
    """Whether a trainee comes."""

    coming = forms.ChoiceField(
        label=_("Komt u?"),
        choices=Coming.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of u komt.")},
    )
    note = forms.CharField(
        label=_("Boodschap voor de school"),
        required=False,
        max_length=300,
        help_text=CAREFUL,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
