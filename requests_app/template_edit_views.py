"""Making and changing a stageaanvraagsjabloon: one form with as many lines as wanted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg import phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.access import year_of
from institutions.addresses import in_year
from institutions.enums import Role
from institutions.exceptions import StaleVersion
from institutions.roles import for_roles
from requests_app.access import template_of
from requests_app.as_typed import as_typed
from requests_app.differences import Difference, differences
from requests_app.free_text import warning_about
from requests_app.line_forms import (
    BaseLineFormSet,
    line_formset,
    lines_of,
    other_lines,
    wants_other_lines,
)
from requests_app.models import RequestTemplate
from requests_app.request_templates import change_template, make_template
from requests_app.template_forms import TemplateForm
from requests_app.template_selectors import lines_in_words, why_closed, window_of

COORDINATORS = for_roles(Role.COORDINATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@COORDINATORS
def new_template(request: ActorRequest) -> HttpResponse:
    """Make a template for the year."""
    year = year_of(request)
    if request.method == "POST":
        return _answer(request, year, None)
    if not phases.is_open(year, PhaseKind.TEMPLATES):
        return redirect(in_year("templates", year))
    return _page(request, TemplateForm(actor=request.actor, year=year), line_formset())


@require_http_methods(["GET", "HEAD", "POST"])
@COORDINATORS
def edit_template(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change a template; who comes second sees what changed and loses nothing."""
    found = template_of(request.actor, public_id)
    if request.method == "POST":
        return _answer(request, found.year, found)
    if why_closed(window_of(found), found.year):
        return redirect("template", found.public_id)
    form = TemplateForm(actor=request.actor, year=found.year, template=found)
    return _page(request, form, line_formset(lines=list(found.activities.all())))


def _answer(
    request: ActorRequest, year: AcademicYear, found: RequestTemplate | None
) -> HttpResponse:
    """A posted form: a line more or less, a save, or the errors with all that was typed."""
    lines = list(found.activities.all()) if found else []
    form = TemplateForm(request.POST, actor=request.actor, year=year, template=found)
    if wants_other_lines(request.POST):
        again = TemplateForm(actor=request.actor, year=year, template=found, initial=as_typed(form))
        return _page(request, again, other_lines(request.POST, lines=lines))
    formset = line_formset(request.POST, lines=lines)
    if not (form.is_valid() & formset.is_valid()):
        return _page(request, form, formset)
    try:
        saved = _save(request, form, formset)
    except StaleVersion as stale:
        return _stale_page(request, form, formset, stale)
    except DomainError as error:
        form.add_error(error.field, error.message)
        return _page(request, form, formset)
    messages.success(request, _("Sjabloon “%(name)s” is bewaard.") % {"name": saved.name})
    texts = [saved.text_for_school, *(line["remark"] for line in lines_of(formset))]
    if warning := next(filter(None, map(warning_about, texts)), ""):
        messages.warning(request, warning)
    return redirect("template", saved.public_id)


def _save(request: ActorRequest, form: TemplateForm, formset: BaseLineFormSet) -> RequestTemplate:
    lines, values = lines_of(formset), form.values()
    if form.template is None:
        return make_template(year=form.year, actor=request.actor, lines=lines, **values)
    return change_template(
        template_pk=form.template.pk,
        actor=request.actor,
        expected_version=form.cleaned_data["version"] or 0,
        lines=lines,
        **values,
    )


def _stale_page(
    request: ActorRequest, form: TemplateForm, formset: BaseLineFormSet, stale: StaleVersion
) -> HttpResponse:
    stored = list(stale.current.activities.select_related("subject"))
    now, typed = lines_in_words(stored), lines_in_words(lines_of(formset))
    changes = differences(form, form.stored(stale.current))
    if now != typed:
        changes.append(Difference(_("Stageactiviteiten"), now, typed))
    data = request.POST.copy()
    data["version"] = str(stale.current.version)
    form.data = data
    return _page(request, form, formset, stale=stale.message, changes=changes)


def _page(
    request: ActorRequest, form: TemplateForm, formset: BaseLineFormSet, **more: object
) -> HttpResponse:
    query = QueryDict(mutable=True)
    query["jaar"] = form.year.name
    context = {
        "form": form,
        "formset": formset,
        "template": form.template,
        "year": form.year,
        "action": f"{request.path}?{query.urlencode()}",
        "stale": "",
        "changes": [],
        **more,
    }
    return render(request, "requests_app/templates/template_form.html", context)
