"""Pages of raamovereenkomsten: the list of both organisations, making one, its days."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from agreements import access, frameworks
from agreements.framework_forms import ChangeDaysForm, DaysForm
from agreements.framework_tables import FrameworkTable
from agreements.models import FrameworkAgreement
from agreements.version_page import VersionPage
from agreements.version_views import show
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.exceptions import StaleForm
from requests_app.school_search import find_any_schools
from requests_app.table_pages import sort_and_page
from requests_app.trainee_choice import uuids

FOLDER = "agreements"
COORDINATORS = for_roles(Role.COORDINATOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
READERS = for_roles(
    Role.COORDINATOR, Role.SUPERVISOR, Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR, Role.ADMIN
)


@require_safe
@READERS
def framework_list(request: ActorRequest) -> HttpResponse:
    """The raamovereenkomsten of the organisation, and where each stands."""
    table = FrameworkTable(access.frameworks_of(request.actor), actor=request.actor)
    context = {
        "table": sort_and_page(table, request),
        "may_make": request.actor.is_coordinator,
        "reads_clauses": request.actor.is_institution_staff,
    }
    return render(request, f"{FOLDER}/frameworks.html", context)


@GET_OR_POST
@COORDINATORS
def framework_new(request: ActorRequest) -> HttpResponse:
    """Choose a school, say from when until when; the document is made at once."""
    typed = request.POST if request.method == "POST" else request.GET
    chosen, text = uuids([typed.get("school", "")]), request.GET.get("zoek", "")[:100].strip()
    schools = find_any_schools(request.actor, text=text, chosen=chosen)
    if not schools.chosen:
        context = {"schools": schools, "text": text}
        return render(request, f"{FOLDER}/framework_school.html", context)
    school = schools.chosen[0].school
    form = DaysForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        days = form.cleaned_data
        try:
            made = frameworks.make_framework(
                school=school,
                valid_from=days["valid_from"],
                valid_until=days["valid_until"],
                actor=request.actor,
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(
                request, _("De raamovereenkomst is gemaakt. U en de school ondertekenen ze nu.")
            )
            return redirect("framework", made.public_id)
    return render(request, f"{FOLDER}/framework_new.html", {"form": form, "school": school})


@require_safe
@READERS
def framework(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One raamovereenkomst: its document, where it stands, and its earlier versions."""
    versions = access.versions_of_framework(request.actor, public_id)
    return show(request, VersionPage(versions, versions[0], request.actor))


@GET_OR_POST
@COORDINATORS
def framework_change(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change its days: a new version, for both to sign."""
    found = access.framework_of(request.actor, public_id)
    form = ChangeDaysForm(request.POST if request.method == "POST" else None, framework=found)
    if form.is_valid():
        try:
            frameworks.change_framework(
                framework_pk=found.pk,
                valid_from=form.cleaned_data["valid_from"],
                valid_until=form.cleaned_data["valid_until"],
                reason=form.cleaned_data["reason"],
                expected_version=form.cleaned_data["version"],
                actor=request.actor,
            )
        except StaleForm as error:
            now = access.framework_of(request.actor, public_id)
            return _change_page(request, form, now, stale=error.message)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("De geldigheid is bewaard."))
            return redirect("framework", public_id)
    return _change_page(request, form, found)


def _change_page(
    request: ActorRequest, form: ChangeDaysForm, found: FrameworkAgreement, stale: str = ""
) -> HttpResponse:
    changes = form.differs_from(found) if stale else []
    if stale:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(found.version)  # type: ignore[index]
    context = {"form": form, "framework": found, "stale": stale, "changes": changes}
    status = 409 if stale else 200
    return render(request, f"{FOLDER}/framework_change.html", context, status=status)
