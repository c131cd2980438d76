"""The rows of a year on its one page: trimesters, phases, milestones and holidays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg.dates import long_moment
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.ledger_rows import edge_moments, trigger_words
from calendar_cfg.models import AcademicYear, EffectEntry, Holiday, Milestone, Phase, Trimester
from calendar_cfg.year_forms import (
    HolidayRows,
    MilestoneForm,
    MilestoneRows,
    PhaseForm,
    PhaseRows,
    RowForm,
    TrimesterForm,
    TrimesterRows,
)

TRIMESTERS = 3


class RowsInline(admin.TabularInline[Any, AcademicYear]):
    """A table of rows with a sentence above it; empty rows at its end add to it."""

    template = "admin/calendar_cfg/year_rows.html"
    formfield_overrides = {models.DateField: {"widget": forms.DateInput}}
    intro: str | Promise = ""
    most_rows: int | None = None
    empty_rows = 1

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Empty rows: a fixed number, or as many as the year still lacks (see `get_max_num`)."""
        return self.empty_rows if self.most_rows is None else self.most_rows

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int | None:
        """No more rows than there are kinds."""
        return self.most_rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the year, which each row is named after."""
        return super().get_queryset(request).select_related("year")


class TrimesterInline(RowsInline):
    """The three trimesters."""

    model = Trimester
    form = TrimesterForm
    formset = TrimesterRows
    most_rows = TRIMESTERS
    intro = _("Een stageperiode ligt binnen een trimester. Trimesters overlappen niet.")


class PhaseInline(RowsInline):
    """The four phases, and when each was really opened and closed. They are never deleted."""

    model = Phase
    form = PhaseForm
    formset = PhaseRows
    most_rows = len(PhaseKind)
    can_delete = False
    readonly_fields = ("really_opened", "really_closed")
    intro = _(
        "De eerste en de laatste dag tellen mee. Een fase is open volgens deze dagen, ook wanneer "
        "er geen sweep loopt. U mag een dag verplaatsen, ook van een fase die al begonnen is: wat "
        "bij het openen of sluiten hoort, gebeurt dan opnieuw op de nieuwe dag."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the ledger, in one query more."""
        entries = EffectEntry.objects.select_related("run__user")
        rows = super().get_queryset(request)
        return rows.prefetch_related(Prefetch("effects", entries, to_attr="ledger"))

    @admin.display(description=_("echt geopend"))
    def really_opened(self, phase: Phase) -> str:
        """When the ledger recorded the opening, and by which run."""
        return _moment_words(phase, Edge.OPEN)

    @admin.display(description=_("echt gesloten"))
    def really_closed(self, phase: Phase) -> str:
        """When the ledger recorded the closing, and by which run."""
        return _moment_words(phase, Edge.CLOSE)


class MilestoneInline(RowsInline):
    """The dates on the way."""

    model = Milestone
    form = MilestoneForm
    formset = MilestoneRows
    intro = _("Data “bij voorkeur” herinneren en waarschuwen; ze houden niets tegen.")


class HolidayInline(RowsInline):
    """Holidays and free days, by the rule or by hand."""

    model = Holiday
    form = RowForm
    formset = HolidayRows
    fields = ("kind", "name", "first_day", "last_day")
    empty_rows = 2
    intro = _(
        "Volgens de Vlaamse regel, tenzij u ze hier wijzigt. Op deze dagen is er geen lesdag: "
        "antwoorddatums schuiven mee op."
    )


def _moment_words(phase: Phase, edge: Edge) -> str:
    entry = edge_moments(phase).get(edge) if phase.pk else None
    if entry is None:
        return "–"
    return f"{long_moment(entry.done_at)} ({trigger_words(entry)})"
