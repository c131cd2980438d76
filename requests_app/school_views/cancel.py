"""A school cancels a stage that it accepted, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import access
from requests_app.answer_forms import ReasonForm
from requests_app.ending import cancel_request
from requests_app.proposal_page import ProposalPage


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def cancel_placement(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why, and confirm: the stage does not take place and its places come free."""
    proposal = access.proposal_to_answer(request.actor, public_id)
    page = ProposalPage(proposal, request.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_request(
                request_pk=proposal.request_id,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
            )
            messages.success(request, _("De stage is geannuleerd. De lerarenopleiding ziet dit."))
            return redirect("proposal", public_id)
        except DomainError as error:
            form.add_error(None, error.message)
    elif request.method != "POST" and not page.can_cancel:
        messages.info(request, _("Er is hier geen aanvaarde stage om te annuleren."))
        return redirect("proposal", public_id)
    return render(request, "requests_app/school/cancel.html", {"page": page, "form": form})
