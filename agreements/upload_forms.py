"""The form of a signed copy: the file, the day, and who signed on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.enums import Party
from agreements.standing import PartyStanding
from agreements.upload_files import MAX_MEGABYTES, FileRefused, SignedPdf, need_size, read_pdf
from agreements.uploads import OnPaper

MAX_NAME = 170


class SignedUploadForm(forms.Form):
    """One tick and one name for each party that did not sign yet."""

    file = forms.FileField(
        label=_("De ondertekende PDF"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    signed_on = forms.DateField(
        label=_("Ondertekend op"), help_text=_("De laatste dag die op het papier staat.")
    )

    def __init__(
        self, *args: Any, places: list[PartyStanding], names_readable: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["file"].help_text = gettext("Een PDF van ten hoogste %(n)d MB.") % {
            "n": MAX_MEGABYTES
        }
        for place in places:
            self._ask_about(place, names_readable=names_readable)

    def _ask_about(self, place: PartyStanding, *, names_readable: bool) -> None:
        who = place.who(names_readable=names_readable)
        named = who if place.party != Party.TRAINEE or not names_readable else _trainee(who)
        key = field_of(place)
        self.fields[f"{key}-signed"] = forms.BooleanField(
            label=gettext("Ondertekend door: %(who)s") % {"who": named}, required=False
        )
        self.fields[f"{key}-name"] = forms.CharField(
            label=gettext("Naam onder de handtekening (%(who)s)") % {"who": named},
            max_length=MAX_NAME,
            required=False,
            initial=str(place.trainee) if place.trainee and names_readable else "",
        )

    def clean_file(self) -> SignedPdf:
        """Look into the file, not at its name; what is too large is not read."""
        file = self.cleaned_data["file"]
        try:
            need_size(file.size)
            return read_pdf(file.read(), file.name)
        except FileRefused as error:
            raise forms.ValidationError(error.message) from error

    def clean(self) -> dict[str, Any]:
        """Somebody signed, and each who signed has a name."""
        cleaned = super().clean() or self.cleaned_data
        ticked = list(self._ticked())
        if not ticked:
            self.add_error(None, _("Vink aan wie op het papier ondertekende."))
        for place in ticked:
            if not cleaned.get(f"{field_of(place)}-name"):
                self.add_error(f"{field_of(place)}-name", _("Schrijf de naam over."))
        return cleaned

    def _ticked(self) -> Iterator[PartyStanding]:
        return (row for row in self.places if self.cleaned_data.get(f"{field_of(row)}-signed"))

    @property
    def paper(self) -> OnPaper:
        """What was sent, as the service takes it."""
        return OnPaper(
            pdf=self.cleaned_data["file"],
            names={row.key: self.cleaned_data[f"{field_of(row)}-name"] for row in self._ticked()},
            signed_on=self.cleaned_data["signed_on"],
        )


def field_of(place: PartyStanding) -> str:
    """How the fields of a party begin."""
    return f"trainee-{place.trainee.public_id}" if place.trainee else place.party.value


def _trainee(name: str) -> str:
    return gettext("%(name)s, stagiair") % {"name": name}
