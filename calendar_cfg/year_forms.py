"""Forms of the year's page: rules over all rows of one submit, before the database decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from calendar_cfg.enums import HolidayKind
from calendar_cfg.forms import EARLIEST, LATEST
from calendar_cfg.holidays import HolidayRange
from calendar_cfg.models import AcademicYear, Holiday, InYear, Trimester
from calendar_cfg.plan import PlannedTrimester
from calendar_cfg.plan_rules import (
    holiday_stretch,
    overlaps,
    trimester_stretch,
    trimesters_out_of_order,
)


class YearForm(forms.ModelForm[AcademicYear]):
    """The year itself. `conflict` is what the database refused after the form had agreed."""

    conflict = ""

    class Meta:
        model = AcademicYear
        fields = ("start_year", "first_school_day", "last_school_day")

    def clean(self) -> dict[str, Any]:
        """The school days lie in the years that the name says."""
        data: dict[str, Any] = super().clean() or {}
        start_year = data.get("start_year", self.instance.start_year)
        if start_year is not None and not EARLIEST.year <= start_year < LATEST.year:
            self.add_error(None, _("Kies een beginjaar tussen 2000 en 2099."))
        elif start_year is not None:
            self._require_year("first_school_day", start_year)
            self._require_year("last_school_day", start_year + 1)
        if self.conflict:
            self.add_error(None, self.conflict)
        return data

    def _require_year(self, field: str, year: int) -> None:
        day = self.cleaned_data.get(field)
        if day and day.year != year:
            self.add_error(field, _("Deze dag moet in %(year)s vallen.") % {"year": year})


class RowForm(forms.ModelForm[InYear]):
    """One row of a year. Overlap is checked by the formset, over what is typed in all rows."""

    fixed_when_stored: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.overlap_is_checked_elsewhere = True
        if self.instance.pk:
            for name in self.fixed_when_stored:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Only days that a calendar can be about."""
        data: dict[str, Any] = super().clean() or {}
        for name, value in list(data.items()):
            is_day = isinstance(self.fields.get(name), forms.DateField) and value
            if is_day and not EARLIEST <= value <= LATEST:
                self.add_error(name, _("Kies een datum tussen 2000 en 2100."))
        return data


class TrimesterForm(RowForm):
    """A trimester keeps its number."""

    fixed_when_stored = ("number",)


class PhaseForm(RowForm):
    """A phase keeps its kind: the ledger refers to it."""

    fixed_when_stored = ("kind",)


class MilestoneForm(RowForm):
    """A milestone keeps its kind and trimester."""

    fixed_when_stored = ("kind", "trimester")


class RowsOfYear(BaseInlineFormSet[Any, AcademicYear, Any]):
    """All rows of one kind, as they will be after the submit."""

    key: tuple[str, ...] = ()

    def kept(self) -> Iterator[RowForm]:
        """The forms of rows that stay or come, as far as they are filled in without error."""
        for form in self.forms:
            if form in self.deleted_forms or not form.is_valid():
                continue
            if form.has_changed() or form.instance.pk:
                yield form

    def clean(self) -> None:
        """No row twice, and what the kind of row asks."""
        super().clean()
        rows = [form.instance for form in self.kept()]
        keys = [tuple(getattr(row, name) for name in self.key) for row in rows]
        twice = {str(row) for row, key in zip(rows, keys, strict=True) if keys.count(key) > 1}
        problems = [_("%(row)s staat er twee keer.") % {"row": row} for row in sorted(twice)]
        if problems := problems or list(self.problems(rows)):
            raise ValidationError(problems)

    def problems(self, rows: list[Any]) -> Iterator[str]:
        """What these rows together cannot be, in words."""
        return iter(())

    def get_unique_error_message(self, unique_check: Any) -> str:
        """The words of `clean`; two sentences for one fault would confuse."""
        return _("Een rij staat er twee keer.")


class TrimesterRows(RowsOfYear):
    """Trimesters follow each other."""

    key = ("number",)

    def problems(self, rows: list[Trimester]) -> Iterator[str]:
        """Overlap, and trimesters out of order."""
        planned = [PlannedTrimester(row.number, row.first_day, row.last_day) for row in rows]
        yield from overlaps([trimester_stretch(row) for row in planned])
        yield from trimesters_out_of_order(planned)


class PhaseRows(RowsOfYear):
    """Phases may overlap; each kind is there once."""

    key = ("kind",)


class MilestoneRows(RowsOfYear):
    """Each kind is there once for each trimester."""

    key = ("kind", "trimester")


class HolidayRows(RowsOfYear):
    """Holidays overlap neither each other nor those of another year."""

    key = ("first_day", "last_day", "name")

    def problems(self, rows: list[Holiday]) -> Iterator[str]:
        """Overlap with each other and with other years."""
        mine = [holiday_stretch(_range(row)) for row in rows]
        yield from overlaps(mine)
        if not mine:
            return
        others = Holiday.objects.exclude(year_id=self.instance.pk).filter(
            last_day__gte=min(row.first_day for row in mine),
            first_day__lte=max(row.last_day for row in mine),
        )
        for other in others.select_related("year"):
            stretch = holiday_stretch(_range(other))
            for row in mine:
                if row.overlaps(stretch):
                    words = {"row": row, "other": stretch, "year": other.year}
                    yield _("%(row)s overlapt met %(other)s van %(year)s.") % words


def _range(row: Holiday) -> HolidayRange:
    return HolidayRange(row.first_day, row.last_day, HolidayKind(row.kind), row.name)
