"""The form of a stagiair, and the filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.actors import Actor
from institutions.models import POSTAL_CODE, Programme, Subject
from requests_app.models import Trainee
from requests_app.trainee_selectors import (
    TraineeFilter,
    programmes_to_choose,
    subjects_to_choose,
)
from requests_app.trainee_standing import Login
from requests_app.trainees import TRAINEE_FIELDS, unknown_postal_code

SUBJECT_FIELDS = 3
LOGINS = {
    "niet-uitgenodigd": Login.NOT_INVITED,
    "uitgenodigd": Login.INVITED,
    "verlopen": Login.LINK_EXPIRED,
    "ja": Login.LOGS_IN,
}
ACTIVE = {"actief": True, "niet-actief": False, "alle": None}


class TraineeForm(forms.Form):
    """A stagiair. Most have two teaching subjects, so subjects are chosen one by one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    first_name = forms.CharField(
        label=gettext_lazy("Voornaam"),
        max_length=80,
        error_messages={"required": gettext_lazy("Vul de voornaam in.")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Familienaam"),
        max_length=80,
        error_messages={"required": gettext_lazy("Vul de familienaam in.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        max_length=254,
        error_messages={"required": gettext_lazy("Vul het e-mailadres in.")},
    )
    student_number = forms.CharField(
        label=gettext_lazy("Studentennummer"),
        max_length=30,
        help_text=gettext_lazy(
            "Het nummer van uw lerarenopleiding, nooit een rijksregisternummer."
        ),
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"required": gettext_lazy("Vul het studentennummer in.")},
    )
    programme: forms.ModelChoiceField[Programme] = forms.ModelChoiceField(
        label=gettext_lazy("Opleiding"),
        queryset=Programme.objects.none(),
        empty_label=gettext_lazy("Kies een opleiding"),
        error_messages={
            "required": gettext_lazy("Kies de opleiding van de stagiair."),
            "invalid_choice": gettext_lazy("Kies een opleiding van uw lerarenopleiding."),
        },
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postcode"),
        max_length=4,
        validators=[POSTAL_CODE],
        help_text=gettext_lazy("Van waar de stagiair vertrekt. Meer van het adres vragen we niet."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Vul de postcode in.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        trainee: Trainee | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.trainee = trainee
        chosen = list(trainee.subjects.all()) if trainee else []
        start = initial or (_initial(trainee, chosen) if trainee else None)
        super().__init__(data, initial=start)
        kept = trainee.programme if trainee else None
        self.fields["programme"].queryset = programmes_to_choose(actor, kept)  # type: ignore[attr-defined]
        self.subjects = subjects_to_choose(chosen)
        self.subject_names = _subject_names(max(SUBJECT_FIELDS, len(chosen)))
        names = [(slug, subject.name) for slug, subject in self.subjects.items()]
        for number, name in enumerate(self.subject_names, start=1):
            self.fields[name] = forms.ChoiceField(
                label=_("Onderwijsvak %(number)d") % {"number": number},
                required=False,
                choices=[("", "–"), *names],
                error_messages={"invalid_choice": _("Kies een vak uit de lijst.")},
            )

    def clean_postal_code(self) -> str:
        """A code that exists, when we know which do."""
        code: str = self.cleaned_data["postal_code"]
        if why := unknown_postal_code(code):
            raise forms.ValidationError(why)
        return code

    def clean(self) -> dict[str, Any]:
        """Each subject once."""
        seen: set[str] = set()
        for name in self.subject_names:
            slug = self.cleaned_data.get(name)
            if slug and slug in seen:
                self.add_error(name, _("Dit vak koos u al. Kies een ander vak of geen."))
            seen.add(slug or "")
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The valid data as the services take them."""
        return {name: self.cleaned_data[name] for name in TRAINEE_FIELDS}

    def chosen_subjects(self) -> list[Subject]:
        """The subjects chosen, in the order of the fields."""
        slugs = (self.cleaned_data[name] for name in self.subject_names)
        return [self.subjects[slug] for slug in slugs if slug]

    def stored(self, trainee: Trainee) -> dict[str, Any]:
        """A trainee as `cleaned_data` would give it, to compare with what was typed."""
        subjects = sorted(trainee.subjects.all(), key=lambda s: s.name)
        slugs = [subject.slug for subject in subjects]
        typed = [self.cleaned_data.get(name) for name in self.subject_names]
        same = set(slugs) == {slug for slug in typed if slug}
        padded = [*slugs, *[""] * len(self.subject_names)]
        chosen = typed if same else padded
        return {
            **{name: getattr(trainee, name) for name in TRAINEE_FIELDS},
            **dict(zip(self.subject_names, chosen, strict=False)),
        }


def _subject_names(count: int) -> list[str]:
    return [f"subject_{number}" for number in range(1, count + 1)]


def _initial(trainee: Trainee, subjects: list[Subject]) -> dict[str, Any]:
    return {
        "version": trainee.version,
        **{name: getattr(trainee, name) for name in TRAINEE_FIELDS},
        **{
            name: subject.slug
            for name, subject in zip(_subject_names(len(subjects)), subjects, strict=True)
        },
    }


class TraineeFilterForm(forms.Form):
    """What somebody looks for in the list of stagiairs; it stands in the address."""

    zoek = forms.CharField(
        label=gettext_lazy("Naam of studentennummer"), required=False, max_length=100
    )
    opleiding = forms.ChoiceField(label=gettext_lazy("Opleiding"), required=False)
    vak = forms.ChoiceField(label=gettext_lazy("Vak"), required=False)
    toestand = forms.ChoiceField(
        label=gettext_lazy("Toestand"),
        required=False,
        choices=[
            ("", gettext_lazy("Alleen actieve")),
            ("niet-actief", gettext_lazy("Alleen niet-actieve")),
            ("alle", gettext_lazy("Alle")),
        ],
    )
    aanmelden = forms.ChoiceField(
        label=gettext_lazy("Aanmelden"),
        required=False,
        choices=[
            ("", gettext_lazy("Alle")),
            ("niet-uitgenodigd", gettext_lazy("Niet uitgenodigd")),
            ("uitgenodigd", gettext_lazy("Uitgenodigd")),
            ("verlopen", gettext_lazy("Link verlopen")),
            ("ja", gettext_lazy("Meldt zich aan")),
        ],
    )
    zonder = forms.BooleanField(label=gettext_lazy("Zonder aanvraag in dit jaar"), required=False)

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        programmes = programmes_to_choose(actor).values_list("name", flat=True)
        self.choose("opleiding", _("Alle opleidingen"), [(name, name) for name in programmes])
        subjects = subjects_to_choose()
        self.choose("vak", _("Alle vakken"), [(s.slug, s.name) for s in subjects.values()])

    def choose(self, name: str, empty: str, choices: list[tuple[str, str]]) -> None:
        """Give a field its choices, with a word for no choice."""
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> TraineeFilter:
        """What to look for; a filter that makes no sense is left out and shows its error."""
        self.is_valid()
        chosen = self.cleaned_data
        return TraineeFilter(
            text=chosen.get("zoek", ""),
            programme=chosen.get("opleiding", ""),
            subject=chosen.get("vak", ""),
            is_active=ACTIVE[chosen.get("toestand") or "actief"],
            without_request=bool(chosen.get("zonder")),
            login=LOGINS.get(chosen.get("aanmelden", "")),
        )


class EndLoginForm(forms.Form):
    """Why a trainee's access ends."""

    reason = forms.CharField(
        label=gettext_lazy("Reden"),
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld: het account is van iemand anders."),
        error_messages={"required": gettext_lazy("Zeg waarom de toegang stopt.")},
    )
