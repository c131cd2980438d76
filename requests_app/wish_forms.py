"""The wishes as fields: shared by the template, the school step of a draft, and a filed request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from institutions.enums import EducationForm, Net
from requests_app.differences import Difference, differences
from requests_app.enums import Onward
from requests_app.models import PlacementRequest
from requests_app.widen import CHANGEABLE

WISHES = CHANGEABLE


class WishFields(forms.Form):
    """What is asked of a school, and how to go on looking for one."""

    max_distance_km = forms.IntegerField(
        label=gettext_lazy("Hoogstens zoveel kilometer van de stagiair"),
        required=False,
        min_value=1,
        max_value=250,
        help_text=gettext_lazy("Vanaf de postcode van de stagiair, in vogelvlucht."),
    )
    nets = forms.MultipleChoiceField(
        label=gettext_lazy("Onderwijsnetten"),
        required=False,
        choices=Net.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Niets aangevinkt: elk onderwijsnet is goed."),
    )
    education_forms = forms.MultipleChoiceField(
        label=gettext_lazy("Onderwijsvormen"),
        required=False,
        choices=EducationForm.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Niets aangevinkt: elke onderwijsvorm is goed."),
    )
    other_schools = forms.BooleanField(
        label=gettext_lazy("Ook andere scholen dan de voorkeurscholen"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Zoekt verder wanneer geen van de voorkeurscholen plaats heeft. "
            "Telt alleen bij voorkeuren."
        ),
    )
    may_split = forms.BooleanField(
        label=gettext_lazy("De vakken mogen naar verschillende scholen"),
        required=False,
        help_text=gettext_lazy(
            "Alleen wanneer geen enkele school plaats heeft voor alles samen. "
            "Een groepsstage blijft altijd samen."
        ),
    )
    onward = forms.ChoiceField(
        label=gettext_lazy("Als de aanvraag na de vrijgave een school zoekt"),
        choices=Onward.choices,
        initial=Onward.ASK,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Bijvoorbeeld na een weigering, of als u later indient."),
        error_messages={"required": gettext_lazy("Kies wat er dan gebeurt.")},
    )

    def wishes(self) -> dict[str, Any]:
        """The valid data as services take them."""
        return {name: self.cleaned_data[name] for name in WISHES}

    @staticmethod
    def stored_wishes(row: Any) -> dict[str, Any]:
        """What a request or template wishes, as `cleaned_data` would give it."""
        return {name: getattr(row, name) for name in WISHES}


class WishesForm(WishFields):
    """The wishes of a request that is filed and looks for a school."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    stale = ""
    changes: list[Difference] = []

    def __init__(self, data: QueryDict | None = None, *, request: PlacementRequest) -> None:
        start = {"version": request.version, **self.stored_wishes(request)}
        super().__init__(data, initial=start)
        self.use_required_attribute = False

    def show_stale(self, message: str, now: PlacementRequest) -> None:
        """Keep what was typed, say what differs, and let it be saved over what is there now."""
        self.stale, self.changes = message, differences(self, self.stored_wishes(now))
        typed: Any = self.data
        data = typed.copy()
        data["version"] = str(now.version)
        self.data = data
