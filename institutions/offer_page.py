"""The three forms of the offer as one: filled from what is stored, read back as one plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from calendar_cfg.dates import short_date
from institutions.enums import Stance
from institutions.exceptions import Rejected
from institutions.models import PlacementSchool, Subject
from institutions.offer_forms import (
    BlockedFormSet,
    Choices,
    OfferFormSet,
    RowsFormSet,
    StanceForm,
    blocked_initial,
    row_initial,
    stance_initial,
)
from institutions.offer_rules import OfferPlan, Section

GRID, BLOCKED = "aanbod", "blokkade"
BLANK_ROWS = 3
BLANK_PERIODS = 1
ADD_ROWS, ADD_PERIODS = "rijen", "periodes"


class Change(NamedTuple):
    """Something that differs between what is stored and what was typed."""

    what: str
    stored: str
    typed: str


@dataclass
class OfferForms:
    """The forms of one page, bound or not."""

    stance: StanceForm
    grid: RowsFormSet
    blocked: RowsFormSet

    @property
    def stored_rows(self) -> int:
        """How many rows of the grid are stored; their subject is no longer chosen."""
        return self.grid.initial_form_count()

    @property
    def has_errors(self) -> bool:
        """Whether anything that was sent is wrong."""
        if not self.stance.is_bound:
            return False
        rows = self.grid.total_error_count() + self.blocked.total_error_count()
        return bool(self.stance.errors) or rows > 0

    @property
    def shows_campus(self) -> bool:
        """Whether the school has campuses to choose from."""
        return any("campus" in form.fields for form in self.grid.forms)

    @property
    def version(self) -> int:
        """The version of the page that was sent."""
        return int(self.stance.cleaned_data["version"])

    def is_valid(self) -> bool:
        """Whether each field is well-formed; judges all three, so that all errors show."""
        return all([self.stance.is_valid(), self.grid.is_valid(), self.blocked.is_valid()])

    def plan(self) -> OfferPlan:
        """What the valid forms say."""
        data = self.stance.cleaned_data
        return OfferPlan(
            stance=Stance(data["stance"]),
            reason=data["stance_reason"].replace("\r\n", "\n"),
            total=data["total_at_same_time"],
            rows=tuple(form.row() for form in self.grid.rows),
            blocked=tuple(form.days() for form in self.blocked.rows),
        )

    def show(self, rejected: Rejected) -> None:
        """Put each problem at its field."""
        forms = {Section.OFFER: self.grid.rows, Section.BLOCKED: self.blocked.rows}
        for problem in rejected.problems:
            rows = forms.get(problem.section)
            form = rows[problem.index] if rows is not None else self.stance
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)


def choices_for(school: PlacementSchool) -> Choices:
    """What the rows of a school choose from; two queries."""
    return Choices(
        subjects={subject.pk: subject for subject in Subject.objects.all()},
        campuses={campus.pk: campus for campus in school.campuses.filter(is_active=True)},
    )


def stored_forms(plan: OfferPlan, version: int, choices: Choices) -> OfferForms:
    """The page as it is stored, with blank rows to go on in."""
    blank = BLANK_ROWS if plan.rows else 2 * BLANK_ROWS
    return OfferForms(
        StanceForm(initial=stance_initial(plan, version)),
        OfferFormSet(
            prefix=GRID,
            initial=[row_initial(row) for row in plan.rows],
            blank=blank,
            form_kwargs={"choices": choices},
        ),
        BlockedFormSet(
            prefix=BLOCKED,
            initial=[blocked_initial(days) for days in plan.blocked],
            blank=BLANK_PERIODS,
        ),
    )


def sent_forms(data: Mapping[str, Any], choices: Choices) -> OfferForms:
    """The page as it was sent."""
    return OfferForms(
        StanceForm(data),
        OfferFormSet(data, prefix=GRID, form_kwargs={"choices": choices}),
        BlockedFormSet(data, prefix=BLOCKED),
    )


def with_more_rows(data: QueryDict, choices: Choices) -> OfferForms:
    """The page as it was sent, not judged yet, with more blank rows where they were asked."""
    sent = sent_forms(data, choices)
    more = data.get("meer")
    forms = OfferForms(
        StanceForm(initial={name: sent.stance[name].data for name in sent.stance.fields}),
        OfferFormSet(
            prefix=GRID,
            initial=sent.grid.typed(),
            stored=sent.grid.initial_form_count(),
            blank=BLANK_ROWS * (2 if more == ADD_ROWS else 1),
            form_kwargs={"choices": choices},
        ),
        BlockedFormSet(
            prefix=BLOCKED,
            initial=sent.blocked.typed(),
            stored=sent.blocked.initial_form_count(),
            blank=BLANK_PERIODS + (2 if more == ADD_PERIODS else 0),
        ),
    )
    focus_on(forms.blocked if more == ADD_PERIODS else forms.grid)
    return forms


def focus_on(formset: RowsFormSet) -> None:
    """Let typing go on in the first row that is still free."""
    if (form := formset.first_blank) is not None:
        form.fields[form.telling[0]].widget.attrs["autofocus"] = True


def at_version(data: QueryDict, version: int) -> QueryDict:
    """What was sent, as if it had been typed on the page as it is now."""
    again = data.copy()
    again["version"] = str(version)
    return again


def differences(stored: OfferPlan, typed: OfferPlan, choices: Choices) -> list[Change]:
    """What differs between what is stored now and what was typed, in words."""
    left, right = _in_words(stored, choices), _in_words(typed, choices)
    none = _("niets")
    return [
        Change(what, left.get(what, none), right.get(what, none))
        for what in {**left, **right}
        if left.get(what) != right.get(what)
    ]


def _in_words(plan: OfferPlan, choices: Choices) -> dict[str, str]:
    words = {
        _("Neemt uw school stagiairs?"): str(plan.stance.label),
        _("Toelichting"): plan.reason or "–",
        _("Hoeveel stagiairs tegelijk"): "–" if plan.total is None else str(plan.total),
    }
    rows = OfferFormSet(
        initial=[row_initial(row) for row in plan.rows], blank=0, form_kwargs={"choices": choices}
    )
    for row, form in zip(plan.rows, rows.forms, strict=True):
        places = ", ".join(f"T{n}: {p}" for n, p in enumerate(row.places, start=1) if p)
        words[_row_name(form)] = f"{places} ({form.terms_in_words})"
    for days in plan.blocked:
        words[days.reason] = _("%(first)s tot en met %(last)s") % {
            "first": short_date(days.first_day),
            "last": short_date(days.last_day),
        }
    return words


def _row_name(form: Any) -> str:
    names = [form.subject_name]
    for field in ("graad", "campus"):
        if field in form.fields:
            choices = {str(value): str(label) for value, label in form.fields[field].choices}
            names.append(choices.get(str(form[field].value() or ""), ""))
    return ", ".join(names)
