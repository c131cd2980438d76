"""The forms of a school's own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from institutions.enums import EducationForm, Finality, Graad
from institutions.models import POSTAL_CODE, PlacementSchool
from institutions.school_data import Address, Profile, SchoolData, stored_data


class ProfileForm(forms.Form):
    """Contact data and profile, with the version of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    phone = forms.CharField(
        label=_("Telefoon"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        max_length=200,
    )
    info = forms.CharField(
        label=_("Praktische informatie voor stagiairs"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Bijvoorbeeld: waar melden zij zich de eerste dag, parkeren, kledij."),
    )
    education_forms = forms.MultipleChoiceField(
        label=_("Onderwijsvormen"),
        choices=EducationForm.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    finalities = forms.MultipleChoiceField(
        label=_("Finaliteiten"),
        choices=Finality.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    graden = forms.TypedMultipleChoiceField(
        label=_("Graden"),
        choices=Graad.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def profile(self) -> Profile:
        """The profile as typed."""
        data = self.cleaned_data
        return Profile(
            email=data["email"],
            phone=data["phone"],
            website=data["website"],
            info=data["info"].replace("\r\n", "\n"),
            education_forms=tuple(data["education_forms"]),
            finalities=tuple(data["finalities"]),
            graden=tuple(data["graden"]),
        )


class AddressForm(forms.Form):
    """The address of one campus; the service checks that it is one of the school's."""

    campus_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    name = forms.CharField(label=_("Naam"), required=False, max_length=150)
    street = forms.CharField(label=_("Straat"), required=False, max_length=120)
    house_number = forms.CharField(
        label=_("Huisnummer"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    postal_code = forms.CharField(
        label=_("Postcode"),
        max_length=4,
        validators=[POSTAL_CODE],
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    locality = forms.CharField(label=_("Plaats"), max_length=100)

    @property
    def row_label(self) -> str:
        """How the page and the error summary name this campus."""
        place = self["locality"].value() or ""
        return str(self["name"].value() or gettext("Vestigingsplaats %(place)s") % {"place": place})

    def address(self) -> Address:
        """The address as typed."""
        return Address(**self.cleaned_data)


AddressFormSet = forms.formset_factory(AddressForm, extra=0, max_num=40, absolute_max=40)


class Change(NamedTuple):
    """Something that differs between what is stored and what was typed."""

    what: str
    stored: str
    typed: str


@dataclass
class SchoolForms:
    """The forms of the page with a school's own data."""

    profile: ProfileForm
    addresses: Any

    @property
    def has_errors(self) -> bool:
        """Whether anything that was sent is wrong."""
        sent = self.profile.is_bound
        return sent and bool(self.profile.errors or self.addresses.total_error_count())

    def is_valid(self) -> bool:
        """Judges all forms, so that all errors show."""
        return all([self.profile.is_valid(), self.addresses.is_valid()])

    def data(self) -> SchoolData:
        """What the valid forms say."""
        addresses = frozenset(form.address() for form in self.addresses)
        return SchoolData(self.profile.profile(), addresses)


def school_forms(school: PlacementSchool, data: Mapping[str, Any] | None = None) -> SchoolForms:
    """The forms filled from what is stored, or as they were sent."""
    stored = stored_data(school)
    profile = ProfileForm(data, initial={**asdict(stored.profile), "version": school.version})
    in_order = sorted(stored.addresses, key=lambda address: address.campus_id)
    addresses = AddressFormSet(
        data, prefix="adres", initial=[asdict(address) for address in in_order]
    )
    return SchoolForms(profile, addresses)


def differences(stored: SchoolData, typed: SchoolData) -> list[Change]:
    """What differs between what is stored now and what was typed, in words."""
    old_profile = asdict(stored.profile)
    changes = [
        Change(str(ProfileForm.base_fields[name].label), _words(old_profile[name]), _words(value))
        for name, value in asdict(typed.profile).items()
        if old_profile[name] != value
    ]
    before = {address.campus_id: address for address in stored.addresses}
    for address in typed.addresses:
        old = before.get(address.campus_id)
        if old != address:
            changes.append(
                Change(
                    gettext("Adres"), _address_words(old) if old else "–", _address_words(address)
                )
            )
    return changes


def _words(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else value or "–"


def _address_words(address: Address) -> str:
    street = f"{address.street} {address.house_number}".strip()
    place = f"{address.postal_code} {address.locality}"
    return ", ".join(filter(None, [address.name, street, place]))


class FreeDayForm(forms.Form):
    """A free day of the school's own."""

    date = forms.DateField(label=_("Datum"))
    name = forms.CharField(
        label=_("Waarvoor"), max_length=80, help_text=_("Bijvoorbeeld: facultatieve verlofdag.")
    )
