"""Choosing trainees for a template: whom, and one request each or one for the group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from institutions.actors import Actor
from requests_app.models import RequestTemplate, Trainee
from requests_app.trainee_forms import TraineeFilterForm

EACH, GROUP = "elk", "groep"

if TYPE_CHECKING:
    ChoiceOfTrainees = forms.ModelMultipleChoiceField[Trainee]
else:  # generic for the type checker only
    ChoiceOfTrainees = forms.ModelMultipleChoiceField


class TraineesField(ChoiceOfTrainees):
    """Trainees by their public id; whoever is not the institution's own is not in the list."""

    def clean(self, value: Any) -> Any:
        """Say the same of an id that is none, and of somebody else's trainee."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if error.code == "required":
                raise
            raise forms.ValidationError(
                gettext_lazy("Kies stagiairs uit de lijst van uw lerarenopleiding.")
            ) from error


class AttachForm(forms.Form):
    """The ticked trainees, and how requests are made for them."""

    trainees = TraineesField(
        label=gettext_lazy("Stagiairs"),
        queryset=Trainee.objects.none(),
        to_field_name="public_id",
        error_messages={"required": gettext_lazy("Vink minstens één stagiair aan.")},
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Wat maakt u?"),
        choices=[
            (EACH, gettext_lazy("Voor elke aangevinkte stagiair een eigen stageaanvraag")),
            (GROUP, gettext_lazy("Eén groepsstage voor alle aangevinkte stagiairs samen")),
        ],
        initial=EACH,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None, *, actor: Actor) -> None:
        super().__init__(data)
        own = Trainee.objects.visible_to(actor).filter(is_active=True)
        self.fields["trainees"].queryset = own  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """The public ids that were sent, to tick them again."""
        return set(self.data.getlist("trainees")) if isinstance(self.data, QueryDict) else set()

    @property
    def as_group(self) -> bool:
        """Whether a valid form asks for one groepsstage."""
        return bool(self.cleaned_data["how"] == GROUP)


class PickFilterForm(TraineeFilterForm):
    """The filters of the list to pick from: active trainees, first those of the programme."""

    def __init__(self, data: QueryDict, *, actor: Actor, template: RequestTemplate) -> None:
        chosen = data.copy()
        programme = template.programme
        if "opleiding" not in data and programme is not None and programme.is_active:
            chosen["opleiding"] = programme.name
        super().__init__(chosen, actor=actor)
        del self.fields["toestand"]


class MadeForm(forms.Form):
    """Which drafts a confirmation is about, by the first and last reference; none: all."""

    van = forms.CharField(max_length=20, required=False)
    tot = forms.CharField(max_length=20, required=False)
