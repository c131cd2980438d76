"""For administrators: the outbox, and what they decide about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import mail_of
from accounts.http import ActorRequest
from accounts.mail_decisions import drop_mail, hold_mail, hold_outbox, release_outbox, send_again
from accounts.outbox import wake_sender
from accounts.sending import send_one_batch
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from notices.collecting import collect
from notices.outbox_forms import HoldForm
from notices.outbox_groups import drop_group, find_group, send_group
from notices.outbox_page import MailPage, OutboxPage

FOLDER = "notices/outbox"
ADMIN = for_roles(Role.ADMIN)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@ADMIN
def outbox(request: ActorRequest) -> HttpResponse:
    """What left, what waits how long, what is withheld, and what failed."""
    page = OutboxPage(request.GET.get("page"))
    return render(request, f"{FOLDER}/outbox.html", {"page": page})


@require_POST
@ADMIN
def outbox_now(request: ActorRequest) -> HttpResponse:
    """Make the mails that are due and send the first of them here; a worker goes on."""
    made, sent = collect(), send_one_batch()
    wake_sender()
    words = _("Berichten bij elkaar gebracht: %(made)d mails. Meteen verstuurd: %(sent)d.")
    messages.success(request, words % {"made": made, "sent": sent})
    return redirect("outbox")


@GET_OR_POST
@ADMIN
def outbox_hold(request: ActorRequest) -> HttpResponse:
    """Hold all mail, and say why."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hold_outbox(why=form.cleaned_data["why"], actor=request.actor)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Alle mail wordt tegengehouden tot u ze vrijgeeft."))
            return redirect("outbox")
    return render(request, f"{FOLDER}/hold.html", {"form": form})


@require_POST
@ADMIN
def outbox_release(request: ActorRequest) -> HttpResponse:
    """Let mail leave again."""
    if release_outbox(actor=request.actor):
        messages.success(request, _("Mail vertrekt weer."))
    else:
        messages.info(request, _("Mail werd niet tegengehouden."))
    return redirect("outbox")


@require_POST
@ADMIN
def outbox_group_send(request: ActorRequest) -> HttpResponse:
    """Send all of a group."""
    n = send_group(request.POST.get("group", ""), actor=request.actor)
    _tell(request, n, _sent(n))
    return redirect("outbox")


@GET_OR_POST
@ADMIN
def outbox_group_drop(request: ActorRequest) -> HttpResponse:
    """Ask for confirmation, then never send any of a group."""
    if request.method == "POST":
        n = drop_group(request.POST.get("group", ""), actor=request.actor)
        _tell(request, n, _dropped(n))
        return redirect("outbox")
    group = find_group(request.GET.get("group", ""))
    if group is None:
        messages.info(request, _("Van deze groep is er niets meer."))
        return redirect("outbox")
    return render(request, f"{FOLDER}/drop_group.html", {"group": group})


@require_safe
@ADMIN
def outbox_mail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One mail: where it stands and why, never its text."""
    page = MailPage(mail_of(request.actor, public_id))
    return render(request, f"{FOLDER}/mail.html", {"page": page})


@require_POST
@ADMIN
def outbox_mail_send(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Send one mail now, or again."""
    _tell(request, send_again(mail_of(request.actor, public_id), actor=request.actor), _sent(1))
    return redirect("outbox")


@require_POST
@ADMIN
def outbox_mail_hold(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Hold one mail that waits."""
    _tell(request, hold_mail(mail_of(request.actor, public_id), actor=request.actor), _held(1))
    return redirect("outbox")


@GET_OR_POST
@ADMIN
def outbox_mail_drop(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask for confirmation, then never send one mail."""
    mail = mail_of(request.actor, public_id)
    page = MailPage(mail)
    if request.method == "POST":
        _tell(request, drop_mail(mail, actor=request.actor), _dropped(1))
        return redirect("outbox")
    if not page.can_be_dropped:
        _tell(request, 0, "")
        return redirect("outbox")
    return render(request, f"{FOLDER}/drop_mail.html", {"page": page})


def _tell(request: ActorRequest, count: int, words: str) -> None:
    """Say how many it was; that there was nothing left when somebody else was first."""
    if count:
        messages.success(request, words % {"n": count})
    else:
        messages.info(request, _("Er was niets meer te doen: kijk hoe het nu staat."))


def _sent(n: int) -> str:
    return ngettext("%(n)d bericht vertrekt.", "%(n)d berichten vertrekken.", n)


def _held(n: int) -> str:
    return ngettext(
        "%(n)d bericht wordt tegengehouden.", "%(n)d berichten worden tegengehouden.", n
    )


def _dropped(n: int) -> str:
    return ngettext(
        "%(n)d bericht wordt niet verstuurd.", "%(n)d berichten worden niet verstuurd.", n
    )
