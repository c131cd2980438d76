"""Organisations in the administrators' site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX

from institutions.admin_fields import ChoiceListsAdmin
from institutions.models import (
    BlockedPeriod,
    Campus,
    Offer,
    PlacementSchool,
    PostalCode,
    Programme,
    SchoolFreeDay,
    SchoolYear,
    Subject,
    TrainingInstitution,
)
from institutions.resources import OfferResource, SchoolResource, SubjectResource
from institutions.upload_admin import RegisterUploadAdmin

__all__ = ["RegisterUploadAdmin"]  # registers itself
EXPORT_FORMATS = [CSV, XLSX]


class ProgrammeInline(admin.TabularInline[Programme, TrainingInstitution]):
    """The programmes of an institution."""

    model = Programme
    extra = 0


@admin.register(TrainingInstitution)
class TrainingInstitutionAdmin(admin.ModelAdmin[TrainingInstitution]):
    """An institution with its programmes."""

    list_display = ["name", "short_name", "kind", "email", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "short_name"]
    inlines = [ProgrammeInline]


class CampusInline(admin.StackedInline[Campus, PlacementSchool]):
    """The campuses of a school."""

    model = Campus
    extra = 0


class SchoolFreeDayInline(admin.TabularInline[SchoolFreeDay, PlacementSchool]):
    """The free days of a school's own."""

    model = SchoolFreeDay
    extra = 0


@admin.register(PlacementSchool)
class PlacementSchoolAdmin(ChoiceListsAdmin, ExportMixin, admin.ModelAdmin[PlacementSchool]):  # type: ignore[misc]
    """A school with its campuses; the whole register is imported elsewhere."""

    list_display = ["number", "name", "net", "is_active"]
    list_display_links = ["name"]
    list_filter = ["net", "is_active"]
    search_fields = ["name", "=number", "campuses__postal_code", "campuses__locality"]
    inlines = [CampusInline, SchoolFreeDayInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    resource_classes = [SchoolResource]
    formats = EXPORT_FORMATS


@admin.register(Subject)
class SubjectAdmin(ExportMixin, admin.ModelAdmin[Subject]):  # type: ignore[misc]
    """A subject. One that is in use is taken out of use, not deleted."""

    list_display = ["name", "slug", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    resource_classes = [SubjectResource]
    formats = EXPORT_FORMATS


@admin.register(PostalCode)
class PostalCodeAdmin(admin.ModelAdmin[PostalCode]):
    """A postal code with a locality."""

    list_display = ["code", "locality", "latitude", "longitude"]
    search_fields = ["code", "locality"]


class OfferInline(ChoiceListsAdmin, admin.StackedInline[Offer, SchoolYear]):
    """The lines of an offer."""

    model = Offer
    extra = 0
    fields = [("subject", "graad", "campus"), ("trimester", "places"), "kinds", "remark"]
    autocomplete_fields = ["subject"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only campuses of the school itself."""
        match = request.resolver_match
        if db_field.name == "campus":
            pk = match.kwargs.get("object_id") if match else None
            kwargs["queryset"] = Campus.objects.filter(school__years=pk or None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BlockedPeriodInline(admin.TabularInline[BlockedPeriod, SchoolYear]):
    """The periods in which a school takes nobody."""

    model = BlockedPeriod
    extra = 0


@admin.register(SchoolYear)
class SchoolYearAdmin(ExportMixin, admin.ModelAdmin[SchoolYear]):  # type: ignore[misc]
    """What a school says of a year. Saved here, its own open page becomes stale."""

    list_display = ["school", "year", "stance", "total_at_same_time", "confirmed_at"]
    list_filter = ["year", "stance"]
    list_select_related = ["school", "year"]
    search_fields = ["school__name", "=school__number"]
    autocomplete_fields = ["school"]
    readonly_fields = ["confirmed_at", "confirmed_by", "carried_over_from"]
    inlines = [OfferInline, BlockedPeriodInline]
    resource_classes = [OfferResource]
    formats = EXPORT_FORMATS

    def save_model(self, request: HttpRequest, obj: SchoolYear, form: Any, change: bool) -> None:
        """A new version, so that a school that has the page open is told."""
        obj.version += 1
        super().save_model(request, obj, form, change)

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """The lines of the offers of the years in the list."""
        years = super().get_export_queryset(request)
        lines = Offer.objects.filter(school_year__in=years.values("pk"))
        return lines.select_related("school_year__school", "school_year__year", "subject")
