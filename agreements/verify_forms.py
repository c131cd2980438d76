"""What somebody who holds a document fills in to have it checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.upload_files import MAX_BYTES, MAX_MEGABYTES
from agreements.verifying import Known, hash_of, verify, verify_hash


class VerifyForm(forms.Form):
    """The file, or its kenmerk and SHA-256."""

    file = forms.FileField(
        label=_("De PDF"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("Het bestand wordt alleen vergeleken, nooit bewaard."),
    )
    reference = forms.CharField(
        label=_("Kenmerk"),
        required=False,
        max_length=40,
        help_text=_("Het staat op elke bladzijde van het document."),
    )
    sha256 = forms.CharField(
        label=_("SHA-256"),
        required=False,
        max_length=120,
        help_text=_("Het controlegetal van het document: 64 cijfers en letters van a tot f."),
    )

    def clean_file(self) -> Any:
        """No document of ours is larger."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(
                gettext("Dit bestand is groter dan %(n)d MB.") % {"n": MAX_MEGABYTES}
            )
        return file

    def clean(self) -> dict[str, Any]:
        """A file, or both of the others."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("file") or self.errors:
            return cleaned
        for name in ("reference", "sha256"):
            if not cleaned.get(name):
                self.add_error(name, _("Vul dit in, of kies de PDF."))
        return cleaned

    def known(self) -> Known | None:
        """What is known of what was sent."""
        if file := self.cleaned_data["file"]:
            return verify_hash(hash_of(file.chunks()))
        return verify(self.cleaned_data["reference"], self.cleaned_data["sha256"])
