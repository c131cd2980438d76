"""The errors of forms and formsets as lines that link to their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext as _


class SummaryLine(NamedTuple):
    """One error, and the id of the input that mends it (empty for the form as a whole)."""

    target: str
    text: str


def target_of(field: BoundField) -> str:
    """The id of the first input of a field, also of a group of radios or checkboxes."""
    return field.id_for_label or f"{field.auto_id}_0"


def _label_before(field: BoundField, error: str) -> str:
    """A label that is a sentence or a question of its own gets no colon."""
    label = str(field.label)
    return f"{label} {error}" if label.endswith((".", "?")) else f"{label}: {error}"


def _form_lines(form: BaseForm, prefix: str = "") -> Iterator[SummaryLine]:
    for error in form.non_field_errors():
        yield SummaryLine("", f"{prefix}{error}")
    for field in form:
        for error in field.errors:
            target = "" if field.is_hidden else target_of(field)
            yield SummaryLine(target, f"{prefix}{_label_before(field, str(error))}")


def _formset_lines(formset: BaseFormSet[Any]) -> Iterator[SummaryLine]:
    for error in formset.non_form_errors():
        yield SummaryLine("", str(error))
    for number, form in enumerate(formset.forms, start=1):
        row = getattr(form, "row_label", None) or _("Rij %(number)s") % {"number": number}
        yield from _form_lines(form, f"{row}, ")


def summary_lines(form: BaseForm | BaseFormSet[Any]) -> list[SummaryLine]:
    """All errors of a bound form or formset, in the order of the page."""
    if not form.is_bound:
        return []
    return list(_formset_lines(form) if isinstance(form, BaseFormSet) else _form_lines(form))
