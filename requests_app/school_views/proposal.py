"""The page of one request put to the school."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app import access
from requests_app.page_sections import proposal_sections_of
from requests_app.proposal_page import ProposalPage


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR, Role.ADMIN)
def proposal(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What is asked, by whom, until when; the room there is; what happened; the answer button."""
    found = access.proposal_for_its_page(request.actor, public_id)
    page = ProposalPage(found, request.actor)
    context = {"page": page, "sections": proposal_sections_of(page)}
    return render(request, "requests_app/school/proposal.html", context)
