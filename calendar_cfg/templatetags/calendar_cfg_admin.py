"""`{% load calendar_cfg_admin %}`: the words of the ledger, and the banner of a sweep at rest."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import dateformat

from calendar_cfg import heartbeat, ledger_rows
from calendar_cfg.models import EffectEntry

register = template.Library()

register.filter("outcome_words", ledger_rows.outcome_words)


@register.filter
def weekday(value: object) -> str:
    """The weekday of a date, also as a date input sends it: "di"; empty for anything else."""
    try:
        return dateformat.format(date.fromisoformat(str(value)), "D")
    except ValueError:
        return ""


@register.filter
def chosen_words(field: BoundField) -> str:
    """The words of the choice that a field holds; a dash where it holds none."""
    choices: Any = getattr(field.field, "choices", ())
    labels = {str(value): str(label) for value, label in choices if value not in {None, ""}}
    return labels.get(str(field.value()), "–")


@register.simple_tag
def trigger_words(entry: EffectEntry) -> str:
    """What started the run of an effect."""
    return ledger_rows.trigger_words(entry)


@register.inclusion_tag("calendar_cfg/_sweep_banner.html", takes_context=True)
def sweep_banner(context: template.Context) -> dict[str, Any]:
    """For administrators, when nothing opens or closes by itself: the sweep stands still."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_staff:
        return {"is_stale": False}
    age = heartbeat.age()
    return {
        "is_stale": age is None or age > heartbeat.OLDEST,
        "minutes": int(age.total_seconds() // 60) if age is not None else None,
        "address": request.get_full_path() if request.method == "GET" else "",
        "csrf_token": context.get("csrf_token"),
    }
