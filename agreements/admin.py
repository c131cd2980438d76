"""Overeenkomsten in the administration: to read only. They change through their own doors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, AgreementVersion, Signature
from calendar_cfg.admin import ReadOnlyAdmin


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    """Which agreements there are."""

    list_display = ("reference", "placement", "framework", "made_at")
    list_select_related = (
        "placement__proposal__request",
        "framework__institution",
        "framework__school",
    )
    search_fields = ("reference", "placement__proposal__request__reference")
    fields = ("reference", "placement", "framework", "made_at")


@admin.register(AgreementVersion)
class AgreementVersionAdmin(ReadOnlyAdmin):
    """What each version is, and whether it holds."""

    list_display = ("agreement", "number", "kind", "made_at", "superseded_at")
    list_filter = ("kind",)
    list_select_related = ("agreement",)
    search_fields = ("agreement__reference", "sha256")
    fields = (
        *("agreement", "number", "kind", "sha256", "code", "under"),
        *("why", "made_by", "made_at", "superseded_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the text, which a list does not show."""
        return super().get_queryset(request).defer("content")


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """Who signed what, and how."""

    list_display = ("version", "party", "name", "role", "method", "signed_at")
    list_filter = ("party", "method")
    list_select_related = ("version__agreement",)
    search_fields = ("version__agreement__reference", "sha256")
    date_hierarchy = "signed_at"
    fields = (
        *("version", "party", "trainee", "name", "role", "user"),
        *("signed_at", "recorded_at", "method", "copy", "sha256"),
    )

    @admin.display(description=_("ondertekend exemplaar"))
    def copy(self, obj: Signature) -> str:
        """The file on which it stands; its content is fetched on the site."""
        return obj.upload.filename if obj.upload else ""
