"""The form with which an activity is planned and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from institutions.enums import ActivityKind, FunctionalWhole
from placements.models import Placement
from placements.selectors import accepted_of
from requests_app.free_text import WRITE_NO_PERSONAL_DATA
from schedules.checks import Finding
from schedules.entries import Entry, entry_of, keys_of_guides, who_may_guide
from schedules.exceptions import CannotPlan
from schedules.lesson_hours import lesuren_of_placement
from schedules.lesson_hours_forms import TimeField
from schedules.models import PlannedActivity

NOBODY = [("", gettext_lazy("Nog niet bekend"))]
BY_THE_CLOCK = [("", gettext_lazy("Kies"))]


def _lesuur_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class LineSelect(forms.RadioSelect):
    """Radios of the lines; those of klasoverstijgende activiteiten show the functionele gehelen."""

    cross_class: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the klasoverstijgende ones for the style sheet."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.cross_class:
            option["attrs"]["class"] = "cross-class"
        return option


class PlannedForm(forms.Form):
    """An activity: what, when (by lesuren or by the clock), where, with whom."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    known = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    line = forms.ChoiceField(
        label=gettext_lazy("Stageactiviteit"),
        widget=LineSelect,
        error_messages={"required": gettext_lazy("Kies welke stageactiviteit u plant.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Dag"), error_messages={"required": gettext_lazy("Kies een dag.")}
    )
    first_lesuur = _lesuur_field(gettext_lazy("Van lesuur"))
    last_lesuur = _lesuur_field(gettext_lazy("Tot en met lesuur"))
    start = TimeField(label=gettext_lazy("Begint om"), required=False)
    end = TimeField(label=gettext_lazy("Eindigt om"), required=False)
    class_name = forms.CharField(
        label=gettext_lazy("Klas"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    room = forms.CharField(
        label=gettext_lazy("Lokaal"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    mentor = forms.ChoiceField(label=gettext_lazy("Vakmentor"), required=False)
    functional_wholes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Functionele gehelen"),
        choices=FunctionalWhole.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Aan welke werkt de stagiair met deze activiteit?"),
    )
    note = forms.CharField(
        label=gettext_lazy("Nota"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WRITE_NO_PERSONAL_DATA,
    )
    anyway = forms.BooleanField(label=gettext_lazy("Toch inplannen"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        placement: Placement,
        planned: PlannedActivity | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.lines = {str(row.activity.public_id): row.activity for row in accepted_of(placement)}
        self.mentors = {str(row.public_id): row for row in who_may_guide(placement)}
        if planned is not None and planned.mentor is not None:
            self.mentors.setdefault(str(planned.mentor.public_id), planned.mentor)
        self.lesuren = lesuren_of_placement(placement)
        self.warnings: Sequence[Finding] = ()
        start = values_of(planned) if planned else {"form_key": uuid4(), **self._likely(placement)}
        super().__init__(data, initial={**start, **(initial or {})})
        self.use_required_attribute = False
        self._offer()

    def _likely(self, placement: Placement) -> dict[str, Any]:
        """What needs no choice: the only line, vakmentor or functioneel geheel there is."""
        likely: dict[str, Any] = {}
        if len(self.lines) == 1:
            likely["line"] = next(iter(self.lines))
        guides = keys_of_guides(placement) & set(self.mentors)
        if len(guides) == 1:
            (likely["mentor"],) = guides
        asked = {whole for line in self.lines.values() for whole in line.functional_wholes or ()}
        if len(asked) == 1:
            likely["functional_wholes"] = list(asked)
        return likely

    def _offer(self) -> None:
        fields: Any = self.fields
        fields["line"].choices = [(key, _line_words(line)) for key, line in self.lines.items()]
        fields["line"].widget.cross_class = frozenset(
            key for key, line in self.lines.items() if line.kind == ActivityKind.CROSS_CLASS
        )
        lesuren = [(row.number, f"{row.number} ({row.hours})") for row in self.lesuren]
        fields["first_lesuur"].choices = [*BY_THE_CLOCK, *lesuren]
        fields["last_lesuur"].choices = [*BY_THE_CLOCK, *lesuren]
        people = [(key, str(member.user)) for key, member in self.mentors.items()]
        fields["mentor"].choices = [*NOBODY, *people]
        if not self.has_cross_class:
            del fields["functional_wholes"]

    @property
    def has_cross_class(self) -> bool:
        """Whether the stage has a klasoverstijgende activiteit."""
        return any(line.kind == ActivityKind.CROSS_CLASS for line in self.lines.values())

    @property
    def only_cross_class(self) -> bool:
        """Whether it has nothing else."""
        return all(line.kind == ActivityKind.CROSS_CLASS for line in self.lines.values())

    def clean(self) -> dict[str, Any]:
        """Lesuren or clock times, and not both."""
        data = self.cleaned_data
        if {"first_lesuur", "last_lesuur", "start", "end"} & set(self.errors):
            return data
        by_lesuur = data["first_lesuur"] is not None or data["last_lesuur"] is not None
        by_clock = data["start"] is not None or data["end"] is not None
        if by_lesuur and by_clock:
            self.add_error("start", _("Kies lesuren, of vul uren in. Niet allebei."))
        elif by_lesuur and data["first_lesuur"] is None:
            self.add_error("first_lesuur", _("Kies het eerste lesuur."))
        elif by_clock and not (data["start"] and data["end"]):
            missing = "end" if data["start"] else "start"
            self.add_error(missing, _("Vul het beginuur en het einduur in."))
        elif not by_lesuur and not by_clock:
            self.add_error("first_lesuur", _("Kies lesuren, of vul een begin- en einduur in."))
        return data

    def entry(self) -> Entry:
        """What a valid form asks."""
        data = self.cleaned_data
        return Entry(
            line=self.lines[data["line"]],
            day=data["day"],
            start=data["start"],
            end=data["end"],
            first_lesuur=data["first_lesuur"],
            last_lesuur=data["last_lesuur"] or data["first_lesuur"],
            class_name=data["class_name"],
            room=data["room"],
            mentor=self.mentor_named(data["mentor"]),
            functional_wholes=tuple(data.get("functional_wholes", ())),
            note=data["note"].replace("\r\n", "\n"),
        )

    def mentor_named(self, key: str) -> Membership | None:
        """Who was chosen."""
        return self.mentors.get(key)

    @property
    def accepted(self) -> frozenset[str]:
        """The keys of the warnings that the user read and plans over."""
        data = self.cleaned_data
        return frozenset(data["known"].split(",")) if data["anyway"] else frozenset()

    def refuse(self, error: CannotPlan) -> None:
        """Say what refuses it, each at its field; what only warns comes with it."""
        for finding in error.findings:
            if finding.is_hard:
                self.add_error(finding.field, finding.sentence)
        self.warnings = [finding for finding in error.findings if not finding.is_hard]
        self._put(known="", anyway="")

    def ask_anyway(self, findings: Sequence[Finding]) -> None:
        """Show the warnings, and ask whether to plan all the same."""
        self.warnings = findings
        self._put(known=",".join(finding.key for finding in findings), anyway="")

    def with_version(self, version: int) -> None:
        """Let the form be sent again over what is stored by now."""
        self._put(version=str(version))

    @property
    def asks_anyway(self) -> bool:
        """Whether the warnings can be planned over."""
        return bool(self.warnings) and not self.errors

    def _put(self, **values: str) -> None:
        data: Any = self.data
        self.data = data.copy()
        for name, value in values.items():
            self.data[name] = value  # type: ignore[index]


def values_of(planned: PlannedActivity) -> dict[str, Any]:
    """What is stored, as the fields of the form have it."""
    entry = entry_of(planned)
    return {
        "version": planned.sequence,
        "line": str(entry.line.public_id),
        "day": entry.day,
        "first_lesuur": entry.first_lesuur,
        "last_lesuur": entry.last_lesuur,
        "start": entry.start,
        "end": entry.end,
        "class_name": entry.class_name,
        "room": entry.room,
        "mentor": str(entry.mentor.public_id) if entry.mentor else "",
        "functional_wholes": list(entry.functional_wholes),
        "note": entry.note,
    }


def _line_words(line: Any) -> str:
    if line.hours is None:
        return str(line)
    return _("%(line)s (%(hours)d lesuren afgesproken)") % {"line": line, "hours": line.hours}
