"""An institution's own page: contact data and programmes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_cfg.exceptions import DomainError
from institutions import institution_data as services
from institutions.access import own_institution, own_institution_to_edit
from institutions.enums import ProgrammeKind, Role
from institutions.http import ActorRequest
from institutions.institution_forms import ContactForm, ProgrammeChangeForm, ProgrammeForm
from institutions.profile import institution_rows
from institutions.rights import may_edit_institution
from institutions.roles import for_roles

STAFF = (Role.COORDINATOR, Role.SUPERVISOR)


@require_safe
@for_roles(*STAFF)
def institution_data(request: ActorRequest) -> HttpResponse:
    """The own institution: contact data and programmes."""
    institution = own_institution(request)
    context = {
        "institution": institution,
        "contact": institution_rows(institution),
        "programmes": institution.programmes.order_by("-is_active", "name"),
        "may_edit": may_edit_institution(request.actor, institution),
    }
    return render(request, "institutions/institution_data.html", context)


@for_roles(*STAFF)
def institution_contact(request: ActorRequest) -> HttpResponse:
    """Change the contact data."""
    institution = own_institution_to_edit(request)
    initial = {"email": institution.email, "phone": institution.phone}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.save_contact(actor=request.actor, institution=institution, **form.cleaned_data)
        messages.success(request, _("De contactgegevens zijn bewaard."))
        return redirect("institution_data")
    context = {"form": form, "heading": _("Contactgegevens wijzigen")}
    return render(request, "institutions/institution_form.html", context)


@for_roles(*STAFF)
def programme_new(request: ActorRequest) -> HttpResponse:
    """Add a programme."""
    institution = own_institution_to_edit(request)
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.add_programme(
                actor=request.actor,
                institution=institution,
                name=data["name"],
                kind=ProgrammeKind(data["kind"]),
            )
            messages.success(request, _("De opleiding is toegevoegd."))
            return redirect("institution_data")
        except DomainError as error:
            form.add_error(error.field, error.message)
    context = {"form": form, "heading": _("Opleiding toevoegen")}
    return render(request, "institutions/institution_form.html", context)


@for_roles(*STAFF)
def programme_change(request: ActorRequest, public_id: uuid.UUID) -> HttpResponse:
    """Rename a programme, or take it out of use."""
    institution = own_institution(request)
    programme = get_object_or_404(institution.programmes, public_id=public_id)
    own_institution_to_edit(request)
    initial = {n: getattr(programme, n) for n in ("name", "kind", "is_active")}
    form = ProgrammeChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_programme(
                actor=request.actor,
                programme=programme,
                name=data["name"],
                kind=ProgrammeKind(data["kind"]),
                is_active=data["is_active"],
            )
            messages.success(request, _("De opleiding is bewaard."))
            return redirect("institution_data")
        except DomainError as error:
            form.add_error(error.field, error.message)
    context = {"form": form, "heading": _("Opleiding wijzigen")}
    return render(request, "institutions/institution_form.html", context)
