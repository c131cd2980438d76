"""Intromoments in the administration, to read. They change only through the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intromoments.models import Attendance, Intromoment


class ReadOnly(admin.ModelAdmin[Any]):
    """Rows of schools and trainees, who keep them themselves."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made on the site."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changed on the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They stay, with their history."""
        return False


@admin.register(Intromoment)
class IntromomentAdmin(ReadOnly):
    """Which school introduces itself when."""

    list_display = ("school", "year", "trimester", "day", "start", "place", "cancelled_at")
    list_filter = ("year", "trimester")
    list_select_related = ("school", "year")
    search_fields = ("school__name", "place")
    ordering = ("-day", "-pk")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly):
    """Who answered what, and who was there."""

    list_display = ("intromoment", "trainee", "coming", "answered_at", "was_there")
    list_filter = ("intromoment__year", "coming", "was_there")
    list_select_related = ("intromoment__school", "trainee")
    search_fields = ("intromoment__school__name", "trainee__last_name")
    ordering = ("-pk",)
