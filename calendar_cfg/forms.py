"""Forms of the calendar outside the admin."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class PracticeClockForm(forms.Form):
    """The date to believe in."""

    day = forms.DateField(
        label=_("Datum"),
        help_text=_("Bijvoorbeeld 15/06/2017. Er gebeurt wat er op de dagen tot dan hoort."),
    )

    def clean_day(self) -> date:
        """A date that the calendar can be about."""
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Kies een datum tussen 2000 en 2100."))
        return day
