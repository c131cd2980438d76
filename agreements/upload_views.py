"""Recording what was signed on paper, and fetching the scan of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from agreements.signing_access import upload_to_fetch, version_to_sign
from agreements.signing_locks import NotInForce, need_in_force
from agreements.signing_page import SigningPage, version_title
from agreements.upload_forms import SignedUploadForm
from agreements.uploads import record_signed_outside
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def upload(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say who signed the document on paper, with the scan."""
    version, standing, place = version_to_sign(request.actor, public_id)
    page = SigningPage(version, standing, place, request.actor)
    try:
        need_in_force(version, standing)
    except NotInForce as error:
        messages.warning(request, error.message)
        return redirect("agreement_version", public_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SignedUploadForm(*sent, places=standing.missing, names_readable=page.readable)
    if request.method == "POST" and form.is_valid():
        try:
            record_signed_outside(version_pk=version.pk, paper=form.paper, actor=request.actor)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Het ondertekende exemplaar is bewaard."))
            return redirect("agreement_version", public_id)
    elif request.method != "POST" and standing.is_complete:
        messages.info(request, _("Deze versie is door allen ondertekend."))
        return redirect("agreement_version", public_id)
    return render(request, "agreements/upload.html", {"page": page, "form": form})


@require_safe
@for_roles(*(role for role in Role))
def scan(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The signed copy, to save: a browser never opens it in the page."""
    found = upload_to_fetch(request.actor, public_id)
    signed = _("ondertekend")
    name = f"{version_title(found.version)} {signed}.pdf".replace(",", "")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.pdf), "application/pdf", headers=headers)
