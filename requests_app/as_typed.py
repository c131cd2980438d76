"""Show a form again as it was typed, without judging it: after "voeg een regel toe"."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm


def as_typed(form: BaseForm) -> dict[str, Any]:
    """What stands in each field of a bound form, as text: the `initial` of a fresh one.

    Nothing is validated, so a form that is only half filled in shows no errors yet.
    """
    return {name: form[name].data for name in form.fields}
