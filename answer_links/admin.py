"""Answer links and registrations of schools in the administrators' site: to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answer_links.models import AnswerLink, LinkUse, SchoolRegistration
from calendar_cfg.admin import ReadOnlyAdmin


class LinkUseInline(admin.TabularInline):  # type: ignore[type-arg]
    """What was done with a link."""

    model = LinkUse
    fields = ("at", "use", "user", "data")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Rows come of what happens."""
        return False


@admin.register(AnswerLink)
class AnswerLinkAdmin(ReadOnlyAdmin):
    """Which address can answer which request; the link itself is shown to nobody."""

    list_display = ["reference", "school", "email", "created_at", "revoked_at"]
    list_filter = ["proposal__request__year"]
    list_select_related = ["proposal__request", "proposal__school"]
    search_fields = ["email", "proposal__request__reference", "proposal__school__name"]
    fields = ["proposal", "email", "handed_on_from", "created_at", "revoked_at", "revoked_by"]
    inlines = [LinkUseInline]

    @admin.display(description=_("kenmerk"))
    def reference(self, link: AnswerLink) -> str:
        """Of the request."""
        return str(link.proposal.request.reference)

    @admin.display(description=_("stageplaats"))
    def school(self, link: AnswerLink) -> str:
        """That was asked."""
        return str(link.proposal.school)


@admin.register(SchoolRegistration)
class SchoolRegistrationAdmin(ReadOnlyAdmin):
    """Schools that registered, with a link to the page that decides."""

    list_display = ["school", "email", "institution", "state", "asked_at", "decided_at", "page"]
    list_filter = ["state"]
    list_select_related = ["school", "institution"]
    search_fields = ["email", "school__name", "school__number"]

    @admin.display(description=_("pagina"))
    def page(self, registration: SchoolRegistration) -> str:
        """Where it is decided on."""
        address = reverse("registration", args=[registration.public_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Bekijk de aanmelding"))
