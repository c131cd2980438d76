"""Feeds in the administration: who has one, never its address."""

from __future__ import annotations

from django.contrib import admin

from calendar_cfg.admin import ReadOnlyAdmin
from feeds.models import Feed


@admin.register(Feed)
class FeedAdmin(ReadOnlyAdmin):
    """To read: the id that the address is made of stays out."""

    list_display = ("user", "placement", "made_at", "revoked_at")
    list_filter = ("revoked_at",)
    list_select_related = ("user", "placement__proposal__request")
    search_fields = ("user__last_name", "user__email")
    ordering = ("-pk",)
    fields = ("user", "placement", "made_at", "revoked_at")
