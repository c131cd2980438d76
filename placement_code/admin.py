"""The administration of the Stagecode: writing versions, and reading who accepted which."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import acting_administrator
from calendar_cfg.admin import ReadOnlyAdmin
from calendar_cfg.dates import long_moment
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from placement_code.text import blocks_of
from placement_code.versions import add_version, check_first_day, is_fixed


class CodeForm(forms.ModelForm[PlacementCode]):
    """A version that has still to begin."""

    class Meta:
        model = PlacementCode
        fields = ("valid_from", "text", "what_changed", "is_example")
        help_texts = {
            "valid_from": gettext_lazy(
                "Een dag na vandaag, en na de vorige versie. Vanaf die dag vraagt lerarenstage "
                "iedereen opnieuw om te aanvaarden, en verandert deze versie niet meer."
            ),
            "what_changed": gettext_lazy("Eén of twee zinnen boven de lijst van wijzigingen."),
        }

    def clean_valid_from(self) -> date:
        """Later than today, and in the order of the numbers."""
        day: date = self.cleaned_data["valid_from"]
        try:
            check_first_day(day, number=self.instance.number)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return day

    def clean_text(self) -> str:
        """With something to read in it."""
        text: str = self.cleaned_data["text"]
        if not blocks_of(text):
            raise forms.ValidationError(_("Schrijf de tekst van de Stagecode."))
        return text

    def clean(self) -> dict[str, Any] | None:
        """Who accepted an earlier version is told what changed."""
        data = super().clean()
        earlier = PlacementCode.objects.exclude(pk=self.instance.pk)
        if not self.cleaned_data.get("what_changed", "").strip() and earlier.exists():
            self.add_error("what_changed", _("Zeg in het kort wat er verandert."))
        return data


@admin.register(PlacementCode)
class PlacementCodeAdmin(admin.ModelAdmin[PlacementCode]):
    """Versions: written ahead, fixed from the day on which they hold."""

    form = CodeForm
    fields = ("valid_from", "text", "what_changed", "is_example")
    list_display = ("__str__", "valid_from", "is_example", "persons", "organisations")
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlacementCode]:
        """With how many accepted each."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                persons=Count("acceptances", distinct=True),
                organisations=Count("organisation_acceptances", distinct=True),
            )
        )

    @admin.display(description=gettext_lazy("personen aanvaardden"), ordering="persons")
    def persons(self, code: Any) -> int:
        """How many people accepted it."""
        return int(code.persons)

    @admin.display(description=gettext_lazy("organisaties aanvaardden"), ordering="organisations")
    def organisations(self, code: Any) -> int:
        """How many acceptances of an organisation for a year."""
        return int(code.organisations)

    def has_change_permission(self, request: HttpRequest, obj: PlacementCode | None = None) -> bool:
        """Only a version that has still to begin."""
        return super().has_change_permission(request, obj) and not (obj and is_fixed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: PlacementCode | None = None) -> bool:
        """One at a time, and only a version that has still to begin."""
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and not is_fixed(obj)

    def save_model(self, request: HttpRequest, obj: PlacementCode, form: Any, change: bool) -> None:
        """A new version gets the next number."""
        with pghistory.context(user=request.user.pk, role="admin"):
            if change:
                super().save_model(request, obj, form, change)
            else:
                add_version(obj, actor=acting_administrator(request))


@admin.register(CodeAcceptance)
class CodeAcceptanceAdmin(ReadOnlyAdmin):
    """Which person accepted which version, and when."""

    list_display = ("user", "code", "accepted")
    list_filter = ("code",)
    list_select_related = ("user", "code")
    search_fields = ("user__email", "user__first_name", "user__last_name")
    fields = ("user", "code", "accepted_at")

    @admin.display(description=gettext_lazy("aanvaard op"), ordering="accepted_at")
    def accepted(self, row: CodeAcceptance) -> str:
        """The moment in words."""
        return long_moment(row.accepted_at)


@admin.register(OrganisationCodeAcceptance)
class OrganisationCodeAcceptanceAdmin(ReadOnlyAdmin):
    """Which organisation accepted which version, for which year, and through whom."""

    list_display = ("organisation", "year", "code", "user", "role_name", "accepted")
    list_filter = ("code", "year")
    list_select_related = ("institution", "school", "year", "code", "user")
    search_fields = ("institution__name", "school__name", "user__email", "user__last_name")
    fields = ("institution", "school", "year", "code", "user", "role_name", "accepted_at")
    readonly_fields = ("role_name",)

    @admin.display(description=gettext_lazy("organisatie"))
    def organisation(self, row: OrganisationCodeAcceptance) -> str:
        """The institution or school."""
        return str(row.institution or row.school)

    @admin.display(description=gettext_lazy("als"))
    def role_name(self, row: OrganisationCodeAcceptance) -> str:
        """The role in words."""
        return str(Role(row.role).label)

    @admin.display(description=gettext_lazy("aanvaard op"), ordering="accepted_at")
    def accepted(self, row: OrganisationCodeAcceptance) -> str:
        """The moment in words."""
        return long_moment(row.accepted_at)
