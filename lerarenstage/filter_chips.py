"""The chosen filters of a list, as words with a link that removes each one."""

from typing import NamedTuple

from django.forms import BaseForm, BoundField
from django.http import QueryDict


class Chip(NamedTuple):
    """One chosen filter: its label, its value in words, and the address without it."""

    label: str
    value: str
    url: str


def _words(field: BoundField, raw: str) -> str:
    for value, label in getattr(field.field, "choices", ()):
        pairs = label if isinstance(label, (list, tuple)) else [(value, label)]
        for key, text in pairs:
            if str(key) == raw:
                return str(text)
    return raw


def _without(query: QueryDict, name: str, raw: str) -> str:
    rest = query.copy()
    rest.setlist(name, [value for value in query.getlist(name) if value != raw])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def chips(form: BaseForm, query: QueryDict) -> list[Chip]:
    """One chip per chosen value of each visible field of a filter form."""
    return [
        Chip(str(field.label), _words(field, raw), _without(query, field.html_name, raw))
        for field in form.visible_fields()
        for raw in query.getlist(field.html_name)
        if raw.strip()
    ]
