"""Stageaanvragen in the administration: to read, and to decide about voorrang."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin import acting_administrator
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from requests_app.hardship import confirm_hardship, decline_hardship
from requests_app.models import PlacementRequest

Decide = Callable[[PlacementRequest, Actor], object]


class HardshipFilter(admin.SimpleListFilter):
    """Whether voorrang is asked, and confirmed."""

    title = gettext_lazy("voorrang")
    parameter_name = "voorrang"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [
            ("te-bevestigen", _("Te bevestigen")),
            ("bevestigd", _("Bevestigd")),
            ("geen", _("Geen")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[PlacementRequest]
    ) -> QuerySet[PlacementRequest]:
        """The rows of a choice."""
        asked = queryset.exclude(hardship="")
        found = {
            "te-bevestigen": asked.filter(hardship_confirmed_at=None),
            "bevestigd": asked.filter(hardship_confirmed_at__isnull=False),
            "geen": queryset.filter(hardship=""),
        }
        return found.get(self.value() or "", queryset)


@admin.register(PlacementRequest)
class PlacementRequestAdmin(admin.ModelAdmin[PlacementRequest]):
    """Requests, to read. They change only through the site, by who they belong to."""

    list_display = ("reference", "institution", "year", "state", "hardship", "confirmed_on")
    list_filter = (HardshipFilter, "year", "state")
    list_select_related = ("institution", "year")
    search_fields = ("reference",)
    ordering = ("-pk",)
    actions = ("confirm", "set_aside")
    fields = (
        *("reference", "institution", "year", "programme", "state", "route"),
        *("trimester", "period_start", "period_end"),
        *("max_distance_km", "nets", "education_forms"),
        *("other_schools", "may_split", "onward", "waits_for", "waits_since"),
        *("hardship", "hardship_confirmed_at", "hardship_confirmed_by", "filed_at"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A request is made by its institution."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: PlacementRequest | None = None
    ) -> bool:
        """States change through their one door."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: PlacementRequest | None = None
    ) -> bool:
        """Requests stay, with their history."""
        return False

    @admin.display(description=gettext_lazy("voorrang bevestigd op"))
    def confirmed_on(self, obj: PlacementRequest) -> Any:
        """When the voorrang was confirmed."""
        return obj.hardship_confirmed_at

    @admin.action(description=gettext_lazy("Voorrang bevestigen"))
    def confirm(self, request: HttpRequest, queryset: QuerySet[PlacementRequest]) -> None:
        """Confirm the reason of each."""
        self._each(
            request,
            queryset,
            lambda row, actor: confirm_hardship(
                request_pk=row.pk, reason=row.hardship, actor=actor
            ),
        )

    @admin.action(description=gettext_lazy("Voorrang terzijde leggen"))
    def set_aside(self, request: HttpRequest, queryset: QuerySet[PlacementRequest]) -> None:
        """Set the reason of each aside; the page Voorrang lets one say why."""
        why = _("Terzijde gelegd in het beheer.")
        self._each(
            request,
            queryset.exclude(hardship=""),
            lambda row, actor: decline_hardship(
                request_pk=row.pk, reason=row.hardship, why=why, actor=actor
            ),
        )

    def _each(
        self, request: HttpRequest, queryset: QuerySet[PlacementRequest], decide: Decide
    ) -> None:
        """Each by itself; the first reason why one could not is told with how many."""
        actor, done, why = acting_administrator(request), 0, ""
        for row in queryset.order_by("pk"):
            try:
                decide(row, actor)
                done += 1
            except DomainError as error:
                why = why or f"{row.reference}: {error.message}"
        told = ngettext("%(n)d aanvraag gedaan.", "%(n)d aanvragen gedaan.", done) % {"n": done}
        level = messages.WARNING if why else messages.SUCCESS
        self.message_user(request, f"{told} {why}".strip(), level)
