"""The steps of a stageaanvraag as forms: for whom, when, and reasons. Each saves incomplete.

The lines are in `line_forms`, the schools in `school_choice_forms`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership
from institutions.actors import Actor
from institutions.models import Programme
from requests_app.completeness import outside_trimester, trimester_days
from requests_app.differences import Difference
from requests_app.free_text import WRITE_NO_PERSONAL_DATA
from requests_app.models import PlacementRequest, Trainee
from requests_app.template_forms import SupervisorField, trimester_choices
from requests_app.template_selectors import supervisors_to_choose
from requests_app.trainee_choice import TraineeSearch, trainees_to_choose
from requests_app.trainee_selectors import programmes_to_choose

EACH, GROUP = "elk", "groep"
NOT_CHOSEN = gettext_lazy("Nog niet gekozen")
PERIOD_FIELDS = (
    "programme",
    "supervisor",
    "trimester",
    "period_start",
    "period_end",
    "text_for_school",
)


class StepForm(forms.Form):
    """What every step carries: the version it was opened on, and where it leads to."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    naar = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    stale = ""
    changes: Sequence[Difference] = ()

    def show_stale(self, message: str, version: int, changes: Sequence[Difference]) -> None:
        """Keep what was typed, say what differs, and let it be saved over what is there now."""
        self.stale, self.changes = message, changes
        typed: Any = self.data
        data = typed.copy()
        data["version"] = str(version)
        self.data = data


class PeriodForm(StepForm):
    """Programme, supervisor, trimester and days, and a text for the school."""

    programme: forms.ModelChoiceField[Programme] = forms.ModelChoiceField(
        label=gettext_lazy("Opleiding"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=NOT_CHOSEN,
        error_messages={
            "invalid_choice": gettext_lazy("Kies een opleiding van uw lerarenopleiding.")
        },
    )
    supervisor = SupervisorField(
        label=gettext_lazy("Stagebegeleider"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=NOT_CHOSEN,
        error_messages={
            "invalid_choice": gettext_lazy("Kies een stagebegeleider van uw opleiding.")
        },
    )
    trimester = forms.TypedChoiceField(
        label=gettext_lazy("Trimester"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    period_start = forms.DateField(
        label=gettext_lazy("Eerste dag van de stageperiode"), required=False
    )
    period_end = forms.DateField(
        label=gettext_lazy("Laatste dag van de stageperiode"), required=False
    )
    text_for_school = forms.CharField(
        label=gettext_lazy("Tekst voor de school"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=WRITE_NO_PERSONAL_DATA,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, actor: Actor, draft: Any, naar: str = ""
    ) -> None:
        stored = {name: getattr(draft, name) for name in PERIOD_FIELDS}
        super().__init__(data, initial={"version": draft.version, "naar": naar, **stored})
        self.draft, self.use_required_attribute = draft, False
        self.fields["programme"].queryset = programmes_to_choose(actor, draft.programme)  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = supervisors_to_choose(actor, draft.supervisor)  # type: ignore[attr-defined]
        self.trimesters = trimester_choices(draft.year)
        self.fields["trimester"].choices = self.trimesters  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in order, and inside the trimester: each at its own field."""
        chosen = self.cleaned_data
        first, last = chosen.get("period_start"), chosen.get("period_end")
        if first and last and first > last:
            message = _("De stageperiode eindigt voor ze begint. Kijk beide dagen na.")
            self.add_error("period_end", message)
        elif first and last and chosen.get("trimester"):
            self._check_trimester((first, last), chosen["trimester"])
        return chosen

    def _check_trimester(self, period: Any, number: int) -> None:
        days = trimester_days(self.draft.year_id, number)
        if why := outside_trimester(period, number, days):
            early = days is not None and period[0] < days[0]
            field = "trimester" if days is None else "period_start" if early else "period_end"
            self.add_error(field, why)

    def values(self) -> dict[str, Any]:
        """The valid data as `save_draft` takes them."""
        return {name: self.cleaned_data[name] for name in PERIOD_FIELDS}

    def stored_values(self, draft: PlacementRequest) -> dict[str, Any]:
        """What is stored now, to compare with what was typed."""
        return {name: getattr(draft, name) for name in PERIOD_FIELDS}


class TraineesForm(StepForm):
    """For whom: ticked in a list that is searched without losing the ticks."""

    zoek = forms.CharField(
        label=gettext_lazy("Zoek op naam, studentennummer, opleiding of vak"),
        required=False,
        max_length=100,
    )
    stagiair = forms.MultipleChoiceField(
        label=gettext_lazy("Stagiairs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Kies stagiairs van uw lerarenopleiding.")},
    )
    is_group = forms.BooleanField(
        label=gettext_lazy("Dit is een groepsstage"),
        required=False,
        help_text=gettext_lazy(
            "Twee of meer stagiairs, op hetzelfde moment voor hetzelfde doelpubliek. "
            "Ze blijven altijd samen."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        search: TraineeSearch,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.use_required_attribute = False
        chosen = data.getlist("stagiair") if data is not None else (initial or {}).get("stagiair")
        text = data.get("zoek", "") if data is not None else (initial or {}).get("zoek", "")
        found = trainees_to_choose(search, text=text, chosen=chosen or [])
        self.trainees: dict[str, Trainee] = {str(row.public_id): row for row in found.rows}
        self.more = found.more
        self.fields["stagiair"].choices = [  # type: ignore[attr-defined]
            (key, _label(trainee)) for key, trainee in self.trainees.items()
        ]

    def chosen(self) -> list[Trainee]:
        """The trainees that were ticked in a valid form."""
        return [self.trainees[key] for key in self.cleaned_data["stagiair"]]

    def clean(self) -> dict[str, Any]:
        """A groepsstage is for two or more; one request that is no groepsstage for one."""
        count = len(self.cleaned_data.get("stagiair", []))
        if self.cleaned_data.get("is_group") and count == 1:
            self.add_error("stagiair", _("Een groepsstage heeft minstens twee stagiairs."))
        if count > 1 and not self.is_group_chosen():
            self.add_error("is_group", self.more_than_one())
        return self.cleaned_data

    def is_group_chosen(self) -> bool:
        """Whether several trainees may share one request."""
        return bool(self.cleaned_data.get("is_group"))

    def more_than_one(self) -> str:
        """What to do about several trainees in one request."""
        return _("U koos meer dan één stagiair. Vink dit aan, of kies er één.")

    def typed(self) -> dict[str, Any]:
        """What was typed, to show it again without judging it."""
        data: Any = self.data
        return {
            **{name: data.get(name, "") for name in self.fields},
            "stagiair": data.getlist("stagiair"),
            "is_group": bool(data.get("is_group")),
        }


class NewRequestForm(TraineesForm):
    """For whom a new request is: one each, or one for the group."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    school = forms.UUIDField(widget=forms.HiddenInput, required=False)
    samen = forms.ChoiceField(
        label=gettext_lazy("Als u meer dan één stagiair kiest"),
        choices=[
            (EACH, gettext_lazy("Elke stagiair krijgt een eigen stageaanvraag")),
            (GROUP, gettext_lazy("Eén stageaanvraag voor allen samen: een groepsstage")),
        ],
        widget=forms.RadioSelect,
    )
    is_group = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stagiair"].required = True
        self.fields["stagiair"].error_messages["required"] = _(
            "Kies voor welke stagiair de aanvraag is."
        )

    def is_group_chosen(self) -> bool:
        """Several trainees are fine either way."""
        return True

    def clean(self) -> dict[str, Any]:
        """A groepsstage is for two or more."""
        count = len(self.cleaned_data.get("stagiair", []))
        if count == 1 and self.cleaned_data.get("samen") == GROUP:
            self.add_error("stagiair", _("Een groepsstage heeft minstens twee stagiairs."))
        return self.cleaned_data

    @property
    def as_group(self) -> bool:
        """Whether a valid form asks for a groepsstage."""
        return bool(self.cleaned_data["samen"] == GROUP)


class ReasonForm(forms.Form):
    """Why a request is withdrawn."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "De school leest dit als de aanvraag al bij haar lag. "
            "Geen gezondheidsgegevens of andere gevoelige informatie."
        ),
        error_messages={"required": gettext_lazy("Geef een reden.")},
    )


def _label(trainee: Any) -> str:
    parts = [f"{trainee.last_name}, {trainee.first_name}", str(trainee.programme)]
    if trainee.subject_names:
        parts.append(", ".join(trainee.subject_names))
    if trainee.request_count:
        parts.append(
            ngettext("heeft al %(n)d aanvraag", "heeft al %(n)d aanvragen", trainee.request_count)
            % {"n": trainee.request_count}
        )
    if not trainee.is_active:
        parts.append(_("niet actief"))
    return " · ".join(parts)
