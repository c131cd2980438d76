"""Inviting stagiairs to log in, one or many, and ending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.access import trainee_of, trainees_of
from requests_app.trainee_forms import EndLoginForm
from requests_app.trainee_logins import (
    LoginsAsked,
    end_login,
    invite_to_log_in,
    send_link_again,
    withdraw_link,
)
from requests_app.trainee_standing import Login, login_of

STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)


@require_POST
@STAFF
def invite_many(request: ActorRequest) -> HttpResponse:
    """Invite the ticked trainees."""
    chosen = trainees_of(request.actor, request.POST.getlist("stagiair"))
    if not chosen:
        messages.warning(request, _("Vink eerst aan welke stagiairs u wilt uitnodigen."))
        return redirect("trainees")
    asked = invite_to_log_in(trainee_pks=[row.pk for row in chosen], actor=request.actor)
    _tell(request, asked)
    return redirect("trainees")


@require_POST
@STAFF
def invite(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Invite one trainee, or send a new link to who was invited."""
    trainee = trainee_of(request.actor, public_id)
    if "opnieuw" in request.POST and login_of(trainee).login != Login.LOGS_IN:
        try:
            send_link_again(trainee, actor=request.actor)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            told = _("Een nieuwe link vertrekt nu naar %(email)s. De vorige werkt niet meer.")
            messages.success(request, told % {"email": trainee.email})
    else:
        _tell(request, invite_to_log_in(trainee_pks=[trainee.pk], actor=request.actor))
    return redirect("trainee", public_id)


@require_POST
@STAFF
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make the link of a trainee useless."""
    trainee = trainee_of(request.actor, public_id)
    try:
        withdraw_link(trainee, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."))
    return redirect("trainee", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """End the access of who logs in as a trainee, with a reason."""
    trainee = trainee_of(request.actor, public_id)
    form = EndLoginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        end_login(trainee_pk=trainee.pk, actor=request.actor, reason=reason)
        messages.success(request, _("%(name)s meldt zich niet meer aan.") % {"name": trainee})
        return redirect("trainee", public_id)
    context = {"form": form, "trainee": trainee, "login": login_of(trainee)}
    return render(request, "requests_app/trainees/end_login.html", context)


def _tell(request: ActorRequest, asked: LoginsAsked) -> None:
    """How it went, a sentence for each way."""
    if n := len(asked.invited):
        words = ngettext(
            "De uitnodiging voor %(n)d stagiair vertrekt nu per mail.",
            "De uitnodigingen voor %(n)d stagiairs vertrekken nu per mail.",
            n,
        )
        messages.success(request, words % {"n": n})
    if n := len(asked.still_open):
        words = ngettext(
            "%(n)d stagiair was al uitgenodigd; die link werkt nog.",
            "%(n)d stagiairs waren al uitgenodigd; die links werken nog.",
            n,
        )
        messages.info(request, words % {"n": n})
    if n := len(asked.logs_in):
        words = ngettext(
            "%(n)d stagiair meldt zich al aan.", "%(n)d stagiairs melden zich al aan.", n
        )
        messages.info(request, words % {"n": n})
    if n := len(asked.not_active):
        words = ngettext(
            "%(n)d stagiair is niet actief en werd niet uitgenodigd.",
            "%(n)d stagiairs zijn niet actief en werden niet uitgenodigd.",
            n,
        )
        messages.warning(request, words % {"n": n})
