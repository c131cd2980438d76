"""The forms of a school's page for a year: stance, grid of places, blocked periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from institutions.enums import ActivityKind, Graad, Stance
from institutions.models import MAX_PLACES, Campus, Subject
from institutions.offer_rules import BlockedDays, OfferPlan, OfferRow

MAX_ROWS = 120
ALL_KINDS = [kind.value for kind in ActivityKind]
SHORT_KINDS = [
    (ActivityKind.OBSERVATION.value, _("Observatie")),
    (ActivityKind.PARTICIPATION.value, _("Participatie")),
    (ActivityKind.ACTIVE.value, _("Actief")),
    (ActivityKind.CROSS_CLASS.value, _("Klasoverstijgend")),
]


@dataclass(frozen=True)
class Choices:
    """What the rows choose from, read once for all of them."""

    subjects: dict[int, Subject]
    campuses: dict[int, Campus]

    @cached_property
    def subject_names(self) -> list[tuple[int, str]]:
        """Every subject: one that is out of use may still stand in an old row."""
        return [(pk, subject.name) for pk, subject in self.subjects.items()]

    @cached_property
    def new_subjects(self) -> list[tuple[int | str, Any]]:
        """What a new row may choose."""
        active = [(s.pk, s.name) for s in self.subjects.values() if s.is_active]
        return [("", _("Kies een vak")), *active]

    @cached_property
    def campus_names(self) -> list[tuple[int | str, Any]]:
        """The campuses as short words, and the whole school first."""
        named = [(pk, campus_words(campus)) for pk, campus in self.campuses.items()]
        return [("", _("Hele school")), *named]


def campus_words(campus: Campus) -> str:
    """A campus as a teacher of the school knows it: its name, or street and place."""
    return campus.name or f"{campus.street} {campus.house_number}, {campus.locality}".strip(" ,")


class StanceForm(forms.Form):
    """Whether the school takes trainees, how many at once, and the version of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    stance = forms.ChoiceField(
        label=_("Neemt uw school stagiairs?"),
        widget=forms.RadioSelect,
        choices=[(stance.value, stance.label) for stance in Stance if stance != Stance.UNKNOWN],
        error_messages={"required": _("Kies of uw school dit jaar stagiairs neemt.")},
    )
    stance_reason = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Verplicht bij Misschien en Nee. Lerarenopleidingen lezen dit."),
    )
    total_at_same_time = forms.IntegerField(
        label=_("Hoeveel stagiairs tegelijk, over alle vakken samen?"),
        required=False,
        min_value=0,
        max_value=MAX_PLACES,
        help_text=_("Laat leeg als u geen grens stelt."),
    )


class RowForm(forms.Form):
    """A row of a formset without JavaScript: a blank row says nothing and is skipped."""

    telling: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        """Whether the row says anything: something was typed in a telling field."""
        return any(str(self[name].data or "").strip() for name in self.telling)

    @property
    def is_removed(self) -> bool:
        """Whether the row was ticked for removal."""
        return bool(getattr(self, "cleaned_data", {}).get(DELETION_FIELD_NAME))


class OfferRowForm(RowForm):
    """A subject for a graad, with places in T1, T2 and T3."""

    telling = ("subject", "t1", "t2", "t3", "remark")

    subject = forms.TypedChoiceField(
        label=_("Vak"), coerce=int, error_messages={"required": _("Kies een vak.")}
    )
    graad = forms.TypedChoiceField(
        label=_("Graad"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Elke graad")), *Graad.choices],
    )
    campus = forms.TypedChoiceField(
        label=_("Vestigingsplaats"), coerce=int, empty_value=None, required=False
    )
    t1 = forms.IntegerField(label=_("T1"), required=False, min_value=0, max_value=MAX_PLACES)
    t2 = forms.IntegerField(label=_("T2"), required=False, min_value=0, max_value=MAX_PLACES)
    t3 = forms.IntegerField(label=_("T3"), required=False, min_value=0, max_value=MAX_PLACES)
    kinds = forms.MultipleChoiceField(
        label=_("Soorten stage"),
        choices=SHORT_KINDS,
        initial=ALL_KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vink minstens één soort stage aan.")},
    )
    remark = forms.CharField(label=_("Opmerking"), max_length=300, required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        subject = cast("forms.ChoiceField", self.fields["subject"])
        subject.choices = choices.subject_names
        subject.widget.choices = choices.new_subjects
        if len(choices.campuses) > 1 or self["campus"].value():
            campus = cast("forms.ChoiceField", self.fields["campus"])
            campus.choices = choices.campus_names
        else:
            del self.fields["campus"]

    @property
    def subject_name(self) -> str:
        """The subject of this row in words; empty while none is chosen."""
        value = str(self["subject"].value() or "")
        subject = self.choices.subjects.get(int(value)) if value.isdecimal() else None
        return subject.name if subject else ""

    @property
    def row_label(self) -> str:
        """How the error summary names this row."""
        return self.subject_name or str(_("Nieuwe rij"))

    @property
    def terms_in_words(self) -> str:
        """Kinds and remark on one line, for the closed half of the row."""
        chosen = [str(value) for value in self["kinds"].value() or []]
        names = [str(label) for value, label in SHORT_KINDS if value in chosen]
        kinds = str(_("Alle soorten stage")) if len(names) == len(ALL_KINDS) else ", ".join(names)
        return " – ".join(filter(None, [kinds, str(self["remark"].value() or "")]))

    @property
    def terms_are_wrong(self) -> bool:
        """Whether the closed half of the row holds an error."""
        return self.is_bound and bool({"kinds", "remark"} & set(self.errors))

    def row(self) -> OfferRow:
        """The row as the rules know it."""
        data = self.cleaned_data
        kinds = () if len(data["kinds"]) == len(ALL_KINDS) else tuple(data["kinds"])
        return OfferRow(
            subject_id=data["subject"],
            places=(data["t1"] or 0, data["t2"] or 0, data["t3"] or 0),
            graad=data["graad"],
            campus_id=data.get("campus"),
            kinds=tuple(kind for kind in ALL_KINDS if kind in kinds),
            remark=data["remark"],
        )


class BlockedForm(RowForm):
    """A period in which the school takes nobody."""

    telling = ("first_day", "last_day", "reason")

    first_day = forms.DateField(label=_("Eerste dag"))
    last_day = forms.DateField(label=_("Laatste dag"))
    reason = forms.CharField(label=_("Reden"), max_length=120)

    @property
    def row_label(self) -> str:
        """How the error summary names this row."""
        return str(self["reason"].value() or _("Geblokkeerde periode"))

    def days(self) -> BlockedDays:
        """The period as the rules know it."""
        data = self.cleaned_data
        return BlockedDays(data["first_day"], data["last_day"], data["reason"])


class RowsFormSet(forms.BaseFormSet[Any]):
    """Rows that can be added to without JavaScript, and lose nothing when they are.

    Arguments:
        stored: how many of the initial rows are stored; the rest was typed.
        blank: how many blank rows come after them.
    """

    def __init__(
        self,
        *args: Any,
        initial: Iterable[Mapping[str, Any]] = (),
        stored: int | None = None,
        blank: int = 1,
        **kwargs: Any,
    ) -> None:
        rows = list(initial)
        self.stored = len(rows) if stored is None else min(stored, len(rows))
        self.extra = len(rows) - self.stored + blank
        kwargs["initial"] = rows
        super().__init__(*args, **kwargs)

    def initial_form_count(self) -> int:
        """How many rows are stored."""
        return super().initial_form_count() if self.is_bound else self.stored

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Any row may be left blank."""
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    @property
    def rows(self) -> list[Any]:
        """The valid rows that say something and stay."""
        return [form for form in self.forms if form.has_changed() and not form.is_removed]

    @property
    def first_blank(self) -> Any | None:
        """The first row that is still free, where typing goes on."""
        blanks = (form for form in self.forms if not any(form[n].value() for n in form.telling))
        return next(blanks, None)

    def typed(self) -> list[dict[str, Any]]:
        """What was typed in each row, raw, to show it again without judging it yet."""
        stored = self.initial_form_count()
        return [
            {name: form[name].data for name in form.fields}
            for index, form in enumerate(self.forms)
            if index < stored or form.has_changed()
        ]


def _rows_of(form: type[RowForm], max_num: int) -> type[RowsFormSet]:
    made = forms.formset_factory(
        form,
        formset=RowsFormSet,
        can_delete=True,
        max_num=max_num,
        absolute_max=max_num + 10,
        validate_max=True,
    )
    return cast("type[RowsFormSet]", made)


OfferFormSet = _rows_of(OfferRowForm, MAX_ROWS)
BlockedFormSet = _rows_of(BlockedForm, 30)


def stance_initial(plan: OfferPlan, version: int) -> dict[str, Any]:
    """The first form as it is stored."""
    return {
        "version": version,
        "stance": "" if plan.stance == Stance.UNKNOWN else plan.stance.value,
        "stance_reason": plan.reason,
        "total_at_same_time": plan.total,
    }


def row_initial(row: OfferRow) -> dict[str, Any]:
    """A row of the grid as it is stored; a trimester without places is left empty."""
    t1, t2, t3 = (places or None for places in row.places)
    return {
        "subject": row.subject_id,
        "graad": row.graad or "",
        "campus": row.campus_id or "",
        "t1": t1,
        "t2": t2,
        "t3": t3,
        "kinds": list(row.kinds) or ALL_KINDS,
        "remark": row.remark,
    }


def blocked_initial(days: BlockedDays) -> dict[str, Any]:
    """A blocked period as it is stored."""
    return {"first_day": days.first_day, "last_day": days.last_day, "reason": days.reason}
