"""Stages and who guides them in the administrators' site: to read. They change on their pages."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.admin import ReadOnlyAdmin
from placements.models import Guide, Placement


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """A stage, with a link to its page."""

    list_display = ["reference", "institution", "school", "period_start", "period_end", "page"]
    list_filter = ["proposal__state", "proposal__request__year"]
    list_select_related = ["proposal__request__institution", "proposal__school"]
    search_fields = ["proposal__request__reference", "proposal__school__name"]
    readonly_fields = ["page"]

    @admin.display(description=_("pagina"))
    def page(self, placement: Placement) -> str:
        """Where the stage is looked at."""
        address = reverse("placement", args=[placement.public_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Bekijk de stage"))


@admin.register(Guide)
class GuideAdmin(ReadOnlyAdmin):
    """Who guides or guided a stage."""

    list_display = ["placement", "role", "subject", "member", "since", "until", "reason"]
    list_filter = ["role"]
    list_select_related = ["placement__proposal__request", "subject", "member__user"]
    search_fields = [
        "placement__proposal__request__reference",
        "member__user__last_name",
        "member__user__email",
    ]
