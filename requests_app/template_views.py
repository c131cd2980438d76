"""Pages of the stageaanvraagsjablonen of one's own institution: list, one, copy and delete.

Making and changing one is in `template_edit_views`, attaching trainees in `attach_views`.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.phases import phase_window
from institutions.access import year_of
from institutions.enums import Net, Role
from institutions.roles import for_roles
from requests_app import request_templates
from requests_app.access import template_of
from requests_app.free_text import warning_about
from requests_app.models import RequestTemplate
from requests_app.request_templates import may_edit_templates, why_not_deleted
from requests_app.table_pages import sort_and_page
from requests_app.template_forms import CopyForm, TemplateFilterForm
from requests_app.template_selectors import (
    TemplateFilter,
    missing_in,
    templates_for,
    why_closed,
    window_of,
    years_to_copy_to,
)
from requests_app.template_tables import TemplateTable
from requests_app.wish_words import search_in_words

FOLDER = "requests_app/templates"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
COORDINATORS = for_roles(Role.COORDINATOR)


@require_safe
@STAFF
def templates(request: ActorRequest) -> HttpResponse:
    """The institution's templates for the year."""
    year = year_of(request)
    form = TemplateFilterForm(request.GET, actor=request.actor)
    table = TemplateTable(templates_for(request.actor, year, form.wanted()))
    closed = why_closed(phase_window(year, PhaseKind.TEMPLATES), year)
    context = {
        "table": sort_and_page(table, request),
        "filter_form": form,
        "is_filtered": form.wanted() != TemplateFilter(),
        "year": year,
        "closed": closed,
        "may_edit": may_edit_templates(request.actor) and not closed,
    }
    return render(request, f"{FOLDER}/templates.html", context)


@require_safe
@STAFF
def template(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One template: what it asks, what it misses, and what came of it."""
    found = template_of(request.actor, public_id)
    return render(request, f"{FOLDER}/template.html", context_of(request, found))


def context_of(request: ActorRequest, found: RequestTemplate) -> dict[str, object]:
    """What the page of one template shows."""
    closed = why_closed(window_of(found), found.year)
    may_edit = may_edit_templates(request.actor)
    return {
        "template": found,
        "closed": closed,
        "may_copy": may_edit,
        "may_edit": may_edit and not closed,
        "missing": missing_in(found),
        "list_url": f"{reverse('templates')}?jaar={found.year.name}",
        "net_words": ", ".join(str(Net(net).label) for net in found.nets),
        "form_words": ", ".join(found.education_forms),
        "search_words": search_in_words(found, subjects=2),
        "text_warning": warning_about(found.text_for_school),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@COORDINATORS
def copy_template(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Copy to a year whose templates can be made now, also from last year."""
    found = template_of(request.actor, public_id)
    data = request.POST if request.method == "POST" else None
    form = CopyForm(data, template=found, years=years_to_copy_to(), wanted=request.year)
    if form.is_valid():
        try:
            copy = request_templates.copy_template(
                template=found,
                year=form.chosen_year(),
                name=form.cleaned_data["name"],
                actor=request.actor,
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            year = copy.template.year
            messages.success(request, _("De kopie voor %(year)s is gemaakt.") % {"year": year})
            for note in copy.notes:
                messages.info(request, note)
            return redirect("template", copy.template.public_id)
    context = {"template": found, "form": form, "years": form.years}
    return render(request, f"{FOLDER}/copy_template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@COORDINATORS
def delete_template(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm, then delete a template that no request came from."""
    found = template_of(request.actor, public_id)
    count: int = found.request_count  # type: ignore[attr-defined]
    refused = why_not_deleted(count) if count else why_closed(window_of(found), found.year)
    if request.method == "POST":
        try:
            request_templates.delete_template(template_pk=found.pk, actor=request.actor)
        except DomainError as error:
            refused = error.message
        else:
            words = _("Sjabloon “%(name)s” is verwijderd.")
            messages.success(request, words % {"name": found.name})
            return redirect("templates")
    context = {"template": found, "refused": refused}
    return render(request, f"{FOLDER}/delete_template.html", context)
