"""The activity lines of a template and of a request: one formset for both.

    formset = line_formset(request.POST or None, lines=template.activities.all())
    if wants_other_lines(request.POST):            # a line more or less, without JavaScript
        formset = other_lines(request.POST, lines=...)
    elif formset.is_valid():
        save(lines=lines_of(formset))              # values of `drafting.LINE_FIELDS`

Show it with `{% include "requests_app/_lines.html" with formset=formset only %}`. What a line
still misses before a request can be filed is for `completeness`: a draft may be incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import ActivityKind, EducationForm, Finality, FunctionalWhole, Graad
from institutions.models import Subject
from requests_app.as_typed import as_typed
from requests_app.demand_models import ActivityFields

PREFIX = "lines"
ADD, REMOVE, UP = "add_line", "remove_line", "line_up"
MAX_LINES = 30
Subjects: TypeAlias = dict[str, Subject]
NOTHING = [("", "–")]


def _wholes_by_number() -> list[tuple[int, str]]:
    return [(whole.value, f"{whole.value}. {whole.label}") for whole in FunctionalWhole]


class LineForm(forms.Form):
    """One stageactiviteit; left empty it is no line at all."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=[("", gettext_lazy("Kies een soort")), *ActivityKind.choices],
        error_messages={"required": gettext_lazy("Kies de soort van deze stageactiviteit.")},
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Vak"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Kies een vak uit de lijst.")},
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Lesuren"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    graad = forms.TypedChoiceField(
        label=gettext_lazy("Graad"),
        required=False,
        choices=[*NOTHING, *Graad.choices],
        coerce=int,
        empty_value=None,
    )
    education_form = forms.ChoiceField(
        label=gettext_lazy("Onderwijsvorm"),
        required=False,
        choices=[*NOTHING, *EducationForm.choices],
    )
    finality = forms.ChoiceField(
        label=gettext_lazy("Finaliteit"), required=False, choices=[*NOTHING, *Finality.choices]
    )
    functional_wholes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Functionele gehelen"),
        required=False,
        choices=_wholes_by_number,
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(label=gettext_lazy("Opmerking"), required=False, max_length=500)

    def __init__(self, *args: Any, subjects: Subjects, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        self.use_required_attribute = False
        names = ((slug, subject.name) for slug, subject in subjects.items())
        self["subject"].field.choices = [("", _("Kies een vak")), *names]  # type: ignore[attr-defined]

    @property
    def row_label(self) -> str:
        """How the error summary names this line."""
        number = (self.prefix or "").rpartition("-")[2]
        return _("Activiteit %(number)d") % {"number": int(number) + 1 if number.isdigit() else 1}

    @property
    def has_functional_wholes(self) -> bool:
        """Whether the part for a cross-class activity must stand open."""
        return bool(
            self["functional_wholes"].value()
            or self["kind"].value() == ActivityKind.CROSS_CLASS
            or (self.is_bound and self["functional_wholes"].errors)
        )

    def clean_subject(self) -> Subject | None:
        """The subject itself."""
        return self.subjects.get(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        """A cross-class activity has functionele gehelen, any other a subject: never both."""
        line = self.cleaned_data
        cross_class = line.get("kind") == ActivityKind.CROSS_CLASS
        if cross_class and line.get("subject"):
            self.add_error(
                "subject", _("Een klasoverstijgende activiteit heeft geen vak. Kies hier niets.")
            )
        if line.get("kind") and not cross_class and line.get("functional_wholes"):
            self.add_error(
                "functional_wholes",
                _("Functionele gehelen horen bij een klasoverstijgende activiteit."),
            )
        return line


if TYPE_CHECKING:
    FormSetOfLines = forms.BaseFormSet[LineForm]
else:  # generic for the type checker only
    FormSetOfLines = forms.BaseFormSet


class BaseLineFormSet(FormSetOfLines):
    """Lines as typed: an emptied line is simply gone."""

    default_error_messages = {
        "missing_management_form": gettext_lazy(
            "De stageactiviteiten zijn niet goed aangekomen. Vul ze opnieuw in."
        ),
        "too_many_forms": gettext_lazy("Geef hoogstens %(num)d stageactiviteiten op."),
        "too_few_forms": gettext_lazy("Geef minstens %(num)d stageactiviteiten op."),
    }

    def initial_form_count(self) -> int:
        """None when bound, so that a line that was emptied is left out instead of refused."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def has_room(self) -> bool:
        """Whether a line can be added."""
        return self.total_form_count() < MAX_LINES


def _formset_class(extra: int) -> type[BaseLineFormSet]:
    return forms.formset_factory(  # type: ignore[return-value]
        LineForm,
        formset=BaseLineFormSet,
        extra=extra,
        max_num=MAX_LINES,
        absolute_max=MAX_LINES + 10,
        validate_max=True,
    )


def subjects_for(lines: Iterable[ActivityFields]) -> Subjects:
    """The subjects in use by slug, with those that these lines have already; one query."""
    subjects = {subject.slug: subject for subject in Subject.objects.filter(is_active=True)}
    kept = {line.subject.slug: line.subject for line in lines if line.subject}
    return {**subjects, **kept}


def line_formset(
    data: Mapping[str, Any] | None = None, *, lines: Sequence[ActivityFields] = ()
) -> BaseLineFormSet:
    """The lines as stored, or as posted.

    What is posted is not compared with what is stored: a line that was left as it was must not
    look like an empty one, and be left out.

    Arguments:
        lines: the stored rows, with their subjects (`select_related("subject")`).
    """
    initial = [_initial(line) for line in lines] if data is None else []
    return _formset_class(extra=0 if initial else 1)(
        data, prefix=PREFIX, initial=initial, form_kwargs={"subjects": subjects_for(lines)}
    )


def _initial(line: ActivityFields) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "subject": line.subject.slug if line.subject else "",
        "functional_wholes": line.functional_wholes,
        "graad": line.graad,
        "education_form": line.education_form,
        "finality": line.finality,
        "hours": line.hours,
        "remark": line.remark,
    }


def lines_of(formset: BaseLineFormSet) -> list[dict[str, Any]]:
    """The values of a valid formset, for `drafting` and for templates; empty lines left out."""
    filled = [form.cleaned_data for form in formset if form.has_changed()]
    return [{**line, "position": position} for position, line in enumerate(filled)]


def wants_other_lines(data: Mapping[str, Any]) -> bool:
    """Whether the button pressed was "voeg toe", "verwijder" or "omhoog" of a line."""
    return ADD in data or REMOVE in data or UP in data


def other_lines(
    data: Mapping[str, Any], *, lines: Sequence[ActivityFields] = ()
) -> BaseLineFormSet:
    """What was typed, with a line more, one less or one higher. Nothing is validated or saved."""
    typed = [as_typed(form) for form in line_formset(data, lines=lines)]
    if (gone := _number(data, REMOVE, len(typed))) is not None:
        del typed[gone]
    if (up := _number(data, UP, len(typed))) is not None and up > 0:
        typed[up - 1], typed[up] = typed[up], typed[up - 1]
    more = 1 if (ADD in data and len(typed) < MAX_LINES) or not typed else 0
    return _formset_class(extra=more)(
        prefix=PREFIX, initial=typed, form_kwargs={"subjects": subjects_for(lines)}
    )


def _number(data: Mapping[str, Any], name: str, count: int) -> int | None:
    """The number of the line whose button was pressed; None for no button, or no such line."""
    pressed = data.get(name, "")
    known = pressed.isascii() and pressed.isdigit() and len(pressed) < 4
    return int(pressed) if known and int(pressed) < count else None
