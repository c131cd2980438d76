"""Feeds in the administration: who has one, never its address."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from feeds.models import Feed


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin[Any]):
    """To read: the id that the address is made of stays out."""

    list_display = ("user", "placement", "made_at", "revoked_at")
    list_filter = ("revoked_at",)
    list_select_related = ("user", "placement__proposal__request")
    search_fields = ("user__last_name", "user__email")
    ordering = ("-pk",)
    fields = ("user", "placement", "made_at", "revoked_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by its owner."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Revoked by its owner."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Revoked ones stay, so that their addresses never work again."""
        return False
