"""Colleagues: who they are, inviting them, who handles requests, ending access."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.forms import EndMembershipForm, HandlersForm, InviteForm
from accounts.http import ActorRequest
from accounts.invitations import invite_colleague, revoke_invitation, send_invitation_again
from accounts.memberships import end_membership, may_manage, set_request_handlers
from accounts.selectors import colleagues as colleagues_of
from accounts.selectors import open_invitations
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles

PAGE_SIZE = 50


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def colleagues(request: ActorRequest) -> HttpResponse:
    """The people of my organisation, and who is invited."""
    actor = request.actor
    members = Paginator(colleagues_of(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    invited = Paginator(open_invitations(actor), PAGE_SIZE)
    context = {
        "members": members,
        "invitations": invited.get_page(request.GET.get("uitnodigingen")),
        "may_manage": may_manage(actor),
        "organisation": actor.organisation,
        "is_school": actor.school is not None,
        "sets_handlers": actor.is_school_mentor,
    }
    return render(request, "accounts/colleagues.html", context)


@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def invite(request: ActorRequest) -> HttpResponse:
    """Invite a colleague by mail."""
    form = InviteForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            invitation = invite_colleague(
                data["email"],
                Role(data["role"]),
                actor=request.actor,
                handles_requests=data.get("handles_requests", False),
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            told = _("De uitnodiging voor %(email)s vertrekt nu per mail.")
            messages.success(request, told % {"email": invitation.email})
            return redirect("colleagues")
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def send_again(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Send a new link."""
    invitation = access.invitation_of_ours(request.actor, public_id)
    try:
        send_invitation_again(invitation, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = _("Een nieuwe link voor %(email)s vertrekt nu per mail. De vorige werkt niet meer.")
        messages.success(request, told % {"email": invitation.email})
    return redirect("colleagues")


@require_POST
@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make a link useless."""
    invitation = access.invitation_of_ours(request.actor, public_id)
    try:
        revoke_invitation(invitation, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = _("De uitnodiging voor %(email)s is ingetrokken. De link werkt niet meer.")
        messages.success(request, told % {"email": invitation.email})
    return redirect("colleagues")


@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """End a colleague's access, with a reason."""
    membership = access.colleague(request.actor, public_id)
    form = EndMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(membership, actor=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            told = _("%(name)s heeft geen toegang meer tot deze organisatie.")
            messages.success(request, told % {"name": membership.user})
            return redirect("dashboard" if membership.user == request.user else "colleagues")
    return render(request, "accounts/end_membership.html", {"form": form, "member": membership})


@for_roles(Role.SCHOOL_MENTOR)
def request_handlers(request: ActorRequest) -> HttpResponse:
    """Say which schoolmentors handle requests."""
    form = HandlersForm(request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_request_handlers(form.cleaned_data["handlers"], actor=request.actor)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Bewaard wie de stageaanvragen behandelt."))
            return redirect("colleagues")
    return render(request, "accounts/request_handlers.html", {"form": form})
