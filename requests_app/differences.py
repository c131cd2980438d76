"""What differs between a form that came too late and what is stored by now (trust.md, 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """A field that is stored otherwise than it was typed, both in words."""

    label: str
    stored: str
    typed: str


def differences(form: BaseForm, stored: Mapping[str, Any]) -> list[Difference]:
    """The fields of a valid form that differ from what is stored.

    Arguments:
        stored: values as the form's `cleaned_data` gives them, by name of the field.
    """
    return [
        Difference(str(form[name].label), in_words(form, name, value), _typed(form, name))
        for name, value in stored.items()
        if form.cleaned_data.get(name) != value
    ]


def _typed(form: BaseForm, name: str) -> str:
    return in_words(form, name, form.cleaned_data.get(name))


def in_words(form: BaseForm, name: str, value: Any) -> str:
    """A value as people read it: the label of a choice, not its code."""
    choices = dict(getattr(form.fields[name], "choices", ()) or ())
    values = value if isinstance(value, list | tuple) else [value]
    words = [str(choices.get(one, one)) for one in values if one not in (None, "")]
    return ", ".join(words) or _("niets")
