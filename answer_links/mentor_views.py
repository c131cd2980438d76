"""The links of a request, for the schoolmentors of its school: handing on, and revoking."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from answer_links import access
from answer_links.forms import HandOnForm
from answer_links.handing_on import HandOver, hand_on, hand_overs_left
from answer_links.revoking import revoke_link
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.access import proposal_to_answer
from requests_app.enums import ProposalState

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def hand_on_proposal(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give a colleague without an account a link to one request."""
    proposal = proposal_to_answer(request.actor, public_id)
    if proposal.state != ProposalState.OPEN:
        messages.info(request, _("Deze stageaanvraag wacht niet meer op een antwoord."))
        return redirect("proposal", public_id)
    form = HandOnForm(proposal, request.POST if request.method == "POST" else None)
    if form.is_valid():
        to = HandOver(**form.cleaned_data)
        try:
            link = hand_on(proposal_pk=proposal.pk, to=to, user=request.user)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            told = _("%(email)s krijgt een mail met een link naar deze stageaanvraag.")
            messages.success(request, told % {"email": link.email})
            return redirect("proposal", public_id)
    context = {"proposal": proposal, "form": form, "left": hand_overs_left(proposal)}
    return render(request, "answer_links/hand_on_proposal.html", context)


@GET_OR_POST
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def answer_link_revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm that a link stops working."""
    link = access.link_of(request.actor, public_id)
    if request.method == "POST":
        revoke_link(link=link, actor=request.actor)
        told = _("De link van %(email)s is ingetrokken en werkt niet meer.")
        messages.success(request, told % {"email": link.email})
        return redirect("proposal", link.proposal.public_id)
    return render(request, "answer_links/revoke.html", {"link": link})
