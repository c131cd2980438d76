"""The forms with which many activities are planned at once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg.holidays import WEEK, monday_of
from placements.models import Placement
from schedules.models import PlannedActivity
from schedules.repeating import MOST_WEEKS
from schedules.week_page import week_choices


class ManyForm(forms.Form):
    """What both have: a one-time key, and what to do with warnings."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    over_warnings = forms.BooleanField(
        label=gettext_lazy("Ook inplannen waar alleen een waarschuwing is"),
        required=False,
        help_text=gettext_lazy(
            "Bijvoorbeeld op een vrije dag van de school. Wat echt niet kan, wordt nooit gepland."
        ),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"form_key": uuid4(), **(initial or {})})
        self.use_required_attribute = False


class RepeatForm(ManyForm):
    """How many weeks, or until when."""

    times = forms.IntegerField(
        label=gettext_lazy("Hoeveel weken"), required=False, min_value=1, max_value=MOST_WEEKS
    )
    until = forms.DateField(label=gettext_lazy("Of tot en met"), required=False)
    field_order = ("form_key", "times", "until", "over_warnings")

    def __init__(self, data: Any = None, *, planned: PlannedActivity) -> None:
        super().__init__(data)
        self.planned = planned

    def clean(self) -> dict[str, Any]:
        """One of both."""
        data = self.cleaned_data
        if not self.errors and (data["times"] is None) == (data["until"] is None):
            self.add_error("times", _("Vul in hoeveel weken, of tot welke dag. Eén van beide."))
        return data

    def last_day(self) -> date:
        """The last day of a valid form."""
        data = self.cleaned_data
        until: date = data["until"] or self.planned.day + WEEK * data["times"]
        return until


class CopyWeekForm(ManyForm):
    """Which week, and to which."""

    week = forms.ChoiceField(label=gettext_lazy("Kopieer de week"))
    to_week = forms.ChoiceField(label=gettext_lazy("Naar de week"))
    field_order = ("form_key", "week", "to_week", "over_warnings")

    def __init__(self, data: Any = None, *, placement: Placement, week: date | None = None) -> None:
        choices = week_choices(placement)
        known = [key for key, _words in choices]
        chosen = monday_of(week).isoformat() if week else known[0]
        after = (date.fromisoformat(chosen) + WEEK).isoformat()
        to_week = after if after in known else known[-1]
        super().__init__(data, initial={"week": chosen, "to_week": to_week})
        fields: Any = self.fields
        fields["week"].choices = fields["to_week"].choices = choices

    def weeks(self) -> tuple[date, date]:
        """The Mondays of a valid form."""
        data = self.cleaned_data
        return date.fromisoformat(data["week"]), date.fromisoformat(data["to_week"])
