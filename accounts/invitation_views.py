"""The page behind the link in an invitation. Public: the token is the key."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import NewPersonForm
from accounts.http import ActorRequest
from accounts.invitations import (
    Standing,
    accept_as_new_person,
    accept_invitation,
    account_of,
    find_invitation,
    standing_of,
)
from accounts.models import Invitation, Membership, User
from accounts.switching import act_through
from calendar_cfg.exceptions import DomainError

GONE = 410


@never_cache
@login_not_required
@sensitive_post_parameters("password1", "password2")
def accept(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the invitation is; accept it with the account in use, or with a new one."""
    invitation = find_invitation(token)
    standing = standing_of(invitation) if invitation else None
    if invitation is None or standing != Standing.OPEN:
        context = {"invitation": invitation, "standing": standing, "Standing": Standing}
        status = GONE if invitation else 404
        return render(request, "accounts/invitation_closed.html", context, status=status)
    if request.user.is_authenticated:
        return _accept_with(request, invitation)
    if account_of(invitation):
        context = {"invitation": invitation, "here": request.path}
        return render(request, "accounts/invitation_login.html", context)
    return _accept_as_new(request, invitation)


def _accept_with(request: ActorRequest, invitation: Invitation) -> HttpResponse:
    """Accept with the account that is logged in; says which that is."""
    refused = ""
    if request.method == "POST":
        try:
            membership = accept_invitation(invitation, user=request.user)
        except DomainError as error:
            refused = error.message
        else:
            act_through(request, membership)
            _welcome(request, membership)
            return redirect("dashboard")
    other_address = invitation.email.lower() != request.user.email.lower()
    context = {"invitation": invitation, "other_address": other_address, "refused": refused}
    return render(request, "accounts/invitation_accept.html", context)


def _accept_as_new(request: ActorRequest, invitation: Invitation) -> HttpResponse:
    """Name and password, then straight in."""
    form = NewPersonForm(invitation.email, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            membership = accept_as_new_person(
                invitation,
                first_name=data["first_name"],
                last_name=data["last_name"],
                password=data["password1"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return _let_in(request, membership)
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/invitation_new_person.html", context)


def _let_in(request: ActorRequest, membership: Membership) -> HttpResponse:
    user: User = membership.user
    response: HttpResponse = perform_login(request, user, redirect_url=resolve_url("dashboard"))
    _welcome(request, membership)
    return response


def _welcome(request: HttpRequest, membership: Membership) -> None:
    told = _("Welkom bij %(organisation)s. U werkt hier als %(role)s.")
    role = str(membership.get_role_display()).lower()
    messages.success(request, told % {"organisation": membership.organisation, "role": role})
