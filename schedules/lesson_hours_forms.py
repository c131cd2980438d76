"""The form with the lesuren of a school: twelve rows, of which the empty ones do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schedules.lesson_hours import stamp_of, why_wrong
from schedules.lesuren import Lesuren, Lesuur
from schedules.models import MOST_LESUREN


class TimeField(forms.TimeField):
    """A moment of the day: a native time input, in the format that it wants."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)


class LessonHourForm(forms.Form):
    """One lesuur; both hours, or neither."""

    start = TimeField(label=gettext_lazy("Begint om"), required=False)
    end = TimeField(label=gettext_lazy("Eindigt om"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = int(str(self.prefix).rsplit("-", 1)[1]) + 1

    @property
    def row_label(self) -> str:
        """How the page and the error summary name this row."""
        return _("Lesuur %(number)d") % {"number": self.number}

    def clean(self) -> dict[str, Any]:
        """Half a lesuur is none."""
        if not self.errors and bool(self.cleaned_data.get("start")) != bool(
            self.cleaned_data.get("end")
        ):
            missing = "end" if self.cleaned_data.get("start") else "start"
            self.add_error(missing, _("Vul beide uren in, of laat beide leeg."))
        return self.cleaned_data


class LessonHourFormSet(forms.BaseFormSet[LessonHourForm]):
    """All lesuren of a school, which follow one another."""

    def clean(self) -> None:
        """They do not overlap."""
        if any(self.errors):
            return
        for number, message in why_wrong(self.lesuren()):
            self.forms[number - 1].add_error("start", message)

    def lesuren(self) -> Lesuren:
        """The lesuren of a valid formset."""
        return tuple(
            Lesuur(form.number, form.cleaned_data["start"], form.cleaned_data["end"])
            for form in self.forms
            if form.cleaned_data.get("start") and form.cleaned_data.get("end")
        )


class StampForm(forms.Form):
    """What the lesuren were when the form was opened."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


Rows: type[Any] = forms.formset_factory(
    LessonHourForm,
    formset=LessonHourFormSet,
    extra=0,
    min_num=MOST_LESUREN,
    max_num=MOST_LESUREN,
    absolute_max=MOST_LESUREN,
)


def rows_of(lesuren: Iterable[Lesuur], data: Any = None) -> Any:
    """The rows of the form, with what is stored unless something was sent."""
    known = {row.number: {"start": row.start, "end": row.end} for row in lesuren}
    numbers = range(1, MOST_LESUREN + 1)
    return Rows(data, prefix="lesuur", initial=[known.get(number, {}) for number in numbers])


def stamp_form(own: Lesuren, data: Any = None) -> StampForm:
    """The hidden stamp of what is stored."""
    return StampForm(data, initial={"stamp": stamp_of(own)})
