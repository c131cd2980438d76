"""Intromoments in the administration, to read. They change only through the site."""

from __future__ import annotations

from django.contrib import admin

from calendar_cfg.admin import ReadOnlyAdmin
from intromoments.models import Attendance, Intromoment


@admin.register(Intromoment)
class IntromomentAdmin(ReadOnlyAdmin):
    """Which school introduces itself when."""

    list_display = ("school", "year", "trimester", "day", "start", "place", "cancelled_at")
    list_filter = ("year", "trimester")
    list_select_related = ("school", "year")
    search_fields = ("school__name", "place")
    ordering = ("-day", "-pk")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    """Who answered what, and who was there."""

    list_display = ("intromoment", "trainee", "coming", "answered_at", "was_there")
    list_filter = ("intromoment__year", "coming", "was_there")
    list_select_related = ("intromoment__school", "trainee")
    search_fields = ("intromoment__school__name", "trainee__last_name")
    ordering = ("-pk",)
