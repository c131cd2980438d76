"""The administration of the calendar: a year on one page, and what the sweeps did."""

from __future__ import annotations

from typing import Any, cast

import pghistory
from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg import clock
from calendar_cfg.admin_inlines import (
    HolidayInline,
    MilestoneInline,
    PhaseInline,
    TrimesterInline,
)
from calendar_cfg.changes import changes_of
from calendar_cfg.dates import date_range, long_moment
from calendar_cfg.enums import Edge, EffectState, PhaseKind
from calendar_cfg.ledger_rows import ledger_rows, outcome_words
from calendar_cfg.models import AcademicYear, EffectEntry, Phase, SweepRun
from calendar_cfg.moved_edges import meaning_of_move
from calendar_cfg.selectors import plan_of, school_calendar, stored_holidays
from calendar_cfg.warnings import plan_warnings
from calendar_cfg.year_forms import YearForm
from calendar_cfg.year_pictures import picture_of
from calendar_cfg.years_admin import check_overlap_now, defer_overlap_checks


@admin.register(AcademicYear)
class AcademicYearAdmin(admin.ModelAdmin[AcademicYear]):
    """A year with all its dates, its picture, its warnings and its ledger."""

    form = YearForm
    fields = ("start_year", ("first_school_day", "last_school_day"))
    inlines = (PhaseInline, TrimesterInline, MilestoneInline, HolidayInline)
    formfield_overrides = {models.DateField: {"widget": forms.DateInput}}
    list_display = ("name", "requests_window", "open_now", "failed_effects")
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[AcademicYear]:
        """With what the list shows, in two queries."""
        failed = Count("phases__effects", filter=Q(phases__effects__state=EffectState.FAILED))
        rows = super().get_queryset(request)
        return rows.annotate(failed=failed).prefetch_related("phases")

    @admin.display(description=gettext_lazy("academiejaar"), ordering="start_year")
    def name(self, year: AcademicYear) -> str:
        """As people write it."""
        return year.name

    @admin.display(description=gettext_lazy("aanvragen indienen"))
    def requests_window(self, year: AcademicYear) -> str:
        """The days of the phase in which requests are filed."""
        for phase in year.phases.all():
            if phase.kind == PhaseKind.REQUESTS:
                return date_range(phase.opens_on, phase.last_day)
        return "–"

    @admin.display(description=gettext_lazy("nu open"))
    def open_now(self, year: AcademicYear) -> str:
        """The phases that are open today."""
        today = clock.today()
        opened = [
            str(phase.get_kind_display())
            for phase in year.phases.all()
            if phase.opens_on <= today <= phase.last_day
        ]
        return ", ".join(opened) or "–"

    @admin.display(description=gettext_lazy("mislukte effecten"))
    def failed_effects(self, year: Any) -> int:
        """How many rows of the ledger wait for another try."""
        return int(year.failed)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A year keeps its name."""
        return ("start_year",) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[YearForm]:
        """The form, told what the database refused a moment ago."""
        form = super().get_form(request, obj, change, **kwargs)
        conflict = getattr(request, "calendar_conflict", "")
        return cast("type[YearForm]", type("YearForm", (form,), {"conflict": conflict}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Save, or show the form again: what the database refuses is said there too.

        The forms explain overlap themselves. When two administrators save at once, the second
        passes its forms and is refused by the database; it gets its form back with its input.
        """
        try:
            with pghistory.context(user=request.user.pk, role="admin"):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            conflict = _(
                "Iemand anders bewaarde intussen een wijziging die hiermee overlapt. "
                "Kijk de kalender na en bewaar opnieuw."
            )
            request.calendar_conflict = conflict  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: AcademicYear, form: Any, change: bool) -> None:
        """Rows may pass through each other until all are saved."""
        defer_overlap_checks()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save all rows, then hold them against the constraints."""
        super().save_related(request, form, formsets, change)
        check_overlap_now()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save, and say what a moved date of a phase that has begun means."""
        super().save_formset(request, form, formset, change)
        if formset.model is not Phase:
            return
        for row in formset.initial_forms:
            if row.has_changed():
                _tell_what_moved(request, row)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: AcademicYear | None = None,
    ) -> TemplateResponse | HttpResponse:
        """With the picture, the warnings and the ledger of the year as it is stored."""
        context["title"] = _("Nieuw academiejaar")
        if obj is not None and obj.pk:
            context["title"] = _("Kalender %(year)s") % {"year": obj.name}
            context["subtitle"] = None
            context["calendar"] = year_context(obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Who changed what, from the audit trail of the database."""
        year = self.get_object(request, object_id)
        context = {"changes": changes_of(year) if year else [], **(extra_context or {})}
        return super().history_view(request, object_id, context)


def year_context(pk: int) -> dict[str, Any]:
    """What the page shows besides the form: read afresh, not as typed."""
    rows = AcademicYear.objects.prefetch_related("phases", "trimesters", "milestones", "holidays")
    year = rows.get(pk=pk)
    today = clock.today()
    next_year = AcademicYear.objects.filter(start_year=year.start_year + 1).first()
    return {
        "year": year,
        "today": today,
        "line": picture_of(year),
        "warnings": plan_warnings(plan_of(year), stored_holidays(year), school_calendar()),
        "ledger": ledger_rows(year, today),
        "next_year": next_year,
    }


def _tell_what_moved(request: HttpRequest, row: Any) -> None:
    phase: Phase = row.instance
    was = Phase(opens_on=row.initial["opens_on"], last_day=row.initial["last_day"])
    for edge in Edge:
        old, new = was.edge_date(edge), phase.edge_date(edge)
        if words := meaning_of_move(phase, edge, old, new, clock.today()):
            messages.warning(request, words)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that are shown and searched here; they change through their own doors alone."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is made here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    """The sweeps that found something to do."""

    list_display = ("started", "believed_date", "trigger", "user", "effect_count")
    list_filter = ("trigger",)
    date_hierarchy = "started_at"
    list_select_related = ("user",)
    fields = ("trigger", "user", "believed_date", "started_at", "finished_at", "what_it_did")
    readonly_fields = ("what_it_did",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how much each did."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(count=Count("effects"))
        return rows

    @admin.display(description=gettext_lazy("begonnen"), ordering="started_at")
    def started(self, run: SweepRun) -> str:
        """The real moment."""
        return long_moment(run.started_at)

    @admin.display(description=gettext_lazy("effecten"), ordering="count")
    def effect_count(self, run: Any) -> int:
        """How many effects it did or tried."""
        return int(run.count)

    @admin.display(description=gettext_lazy("wat deze run deed"))
    def what_it_did(self, run: SweepRun) -> str:
        """Its effects, in order."""
        entries = run.effects.select_related("phase__year").order_by("scheduled_on", "pk")
        return "\n".join(f"{entry}: {entry.get_state_display()}" for entry in entries) or "–"


@admin.register(EffectEntry)
class EffectEntryAdmin(ReadOnlyAdmin):
    """The whole ledger, over all years."""

    list_display = ("effect", "phase", "edge", "scheduled_on", "state", "late", "attempts", "done")
    list_filter = ("state", "late", "phase__year", "phase__kind", "edge")
    search_fields = ("effect", "error")
    list_select_related = ("phase__year",)
    ordering = ("-scheduled_on", "-pk")
    fields = (
        "phase",
        "edge",
        "effect",
        "scheduled_on",
        "state",
        "late",
        "attempts",
        "done_at",
        "run",
        "next_try_at",
        "reported",
        "error",
    )
    readonly_fields = ("reported",)

    @admin.display(description=gettext_lazy("uitgevoerd op"), ordering="done_at")
    def done(self, entry: EffectEntry) -> str:
        """The moment in words."""
        return long_moment(entry.done_at) or "–"

    @admin.display(description=gettext_lazy("resultaat"))
    def reported(self, entry: EffectEntry) -> str:
        """What the effect reported."""
        return outcome_words(entry) or "–"
