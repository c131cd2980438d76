"""Lists of fixed choices as checkboxes in the administrators' site, instead of "aso,tso"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest


class ChoiceListsAdmin:
    """For a ModelAdmin or an inline whose model has lists of choices."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A checkbox per choice."""
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            is_number = isinstance(db_field.base_field, models.IntegerField)
            return forms.TypedMultipleChoiceField(
                label=db_field.verbose_name,
                choices=db_field.base_field.choices,
                coerce=int if is_number else str,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
