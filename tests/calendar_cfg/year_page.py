"""The one page of a year, as an administrator posts it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from calendar_cfg.models import AcademicYear


def address_of(year: AcademicYear) -> str:
    """The address of a year's page."""
    return reverse("admin:calendar_cfg_academicyear_change", args=[year.pk])


def filled_in(browser: Client, address: str) -> dict[str, Any]:
    """Everything that the page would send when it is posted as it is shown."""
    page = browser.get(address)
    data = _values(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= _values(formset.management_form)
        for form in formset.forms:
            data |= _values(form)
    return data


def _values(form: Any) -> dict[str, Any]:
    found = {}
    for bound in form:
        value = bound.value()
        if value is not None and not bound.field.disabled:
            found[bound.html_name] = getattr(value, "isoformat", lambda value=value: value)()
    return found


def row_of(data: dict[str, Any], prefix: str, pk: int) -> str:
    """The prefix of the row with a primary key: "phases-2"."""
    for name, value in data.items():
        if name.startswith(f"{prefix}-") and name.endswith("-id") and value == pk:
            return name.removesuffix("-id")
    raise LookupError(f"{prefix} {pk}")
