"""Runs, results and locks in the administrators' site: to read. What is done with them is done
on their own pages, to which each row leads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.admin import ReadOnlyAdmin
from matching.models import MatchingResult, MatchingRun, PairLock
from matching.querysets import FILES


@admin.register(MatchingRun)
class MatchingRunAdmin(ReadOnlyAdmin):
    """A run, with a link to its page."""

    list_display = ["created_at", "page", "year", "scope", "trigger", "state", "placed", "wanted"]
    list_filter = ["year", "state", "scope", "trigger"]
    list_select_related = ["year"]
    date_hierarchy = "created_at"
    exclude = FILES
    readonly_fields = ["page"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the stored files, which can be large."""
        rows: Any = super().get_queryset(request)
        return rows.defer(*FILES)

    @admin.display(description=_("pagina"))
    def page(self, run: MatchingRun) -> str:
        """Where the run is looked at, and what can be done with it."""
        address = reverse("matching_run", args=[run.public_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Bekijk de ronde"))


@admin.register(MatchingResult)
class MatchingResultAdmin(ReadOnlyAdmin):
    """What a run gave for a request."""

    list_display = ["request", "school", "rank", "status", "results"]
    list_filter = ["status"]
    list_select_related = ["request", "school", "run"]
    search_fields = ["request__reference", "school__name"]
    show_full_result_count = False
    readonly_fields = ["results"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the stored files of the run."""
        return super().get_queryset(request).defer(*(f"run__{name}" for name in FILES))

    @admin.display(description=_("ronde"))
    def results(self, result: MatchingResult) -> str:
        """Where the results of its run are looked through."""
        address = reverse("matching_run_results", args=[result.run.public_id])
        return format_html(
            '<a href="{}?zoek={}">{}</a>', address, result.request.reference, gettext("Bekijk")
        )


@admin.register(PairLock)
class PairLockAdmin(ReadOnlyAdmin):
    """What was fixed or forbidden by hand; it is let go on its own page, which keeps the trail."""

    list_display = ["request", "kind", "school", "reason", "by_whom", "on_day", "page"]
    list_filter = ["kind"]
    list_select_related = ["request__year", "school", "made_by"]
    search_fields = ["request__reference", "school__name", "reason"]
    readonly_fields = ["page"]

    @admin.display(description=_("door wie"), ordering="made_by")
    def by_whom(self, lock: PairLock) -> Any:
        """Who decided it."""
        return lock.made_by

    @admin.display(description=_("gemaakt op"), ordering="made_at")
    def on_day(self, lock: PairLock) -> Any:
        """When it was decided."""
        return lock.made_at

    @admin.display(description=_("loslaten"))
    def page(self, lock: PairLock) -> str:
        """Where it can be let go."""
        address = f"{reverse('matching_locks')}?jaar={lock.request.year.name}"
        return format_html('<a href="{}">{}</a>', address, gettext("Beheer"))
