"""Pages of a stageovereenkomst: of a stage, of each of its versions, and the PDF."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from agreements import access
from agreements.version_page import VersionPage, page_title
from agreements.versions import make_agreement, may_make
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles

FOLDER = "agreements"
EVERYBODY = for_roles(*Role)


@require_http_methods(["GET", "HEAD", "POST"])
@EVERYBODY
def agreement(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """The agreement of a stage, its last version; a POST of a coordinator makes it."""
    if request.method == "POST":
        return _make(request, public_id)
    if versions := access.versions_of_stage(request.actor, public_id):
        return show(request, VersionPage(versions, versions[0], request.actor))
    placement = access.stage_of(request.actor, public_id)
    context = {"placement": placement, "may_make": may_make(request.actor, placement)}
    return render(request, f"{FOLDER}/none_yet.html", context)


@for_roles(Role.COORDINATOR)
def _make(request: ActorRequest, public_id: UUID) -> HttpResponse:
    placement = access.stage_of(request.actor, public_id)
    try:
        version = make_agreement(placement_pk=placement.pk, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = _("%(reference)s is gemaakt. Elke partij kan nu ondertekenen.")
        messages.success(request, words % {"reference": version.agreement.reference})
    return redirect("agreement", public_id)


@require_safe
@EVERYBODY
def agreement_version(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One version, also one that was replaced."""
    versions = access.versions_beside(request.actor, public_id)
    shown = next(version for version in versions if version.public_id == public_id)
    return show(request, VersionPage(versions, shown, request.actor))


def show(request: ActorRequest, page: VersionPage) -> HttpResponse:
    """The page of a version."""
    context = {"page": page, "version": page.shown, "heading": page_title(page)}
    return render(request, f"{FOLDER}/version.html", context)


@require_safe
@EVERYBODY
def agreement_pdf(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The PDF of a version, byte for byte as it was made."""
    version, pdf = access.pdf_of(request.actor, public_id)
    kind = slugify(version.content["document"]["title"])
    name = f"{kind}-{version.agreement.reference}-versie-{version.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
