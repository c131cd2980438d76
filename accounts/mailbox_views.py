"""The mails of a demo, so that an answer link or an invitation can be followed by anyone there."""

from __future__ import annotations

import re
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from accounts.mail_html import mail_page
from accounts.models import OutgoingMail

PAGE_SIZE = 25
OWN_ADDRESS = re.compile(r"http://localhost:\d+")


class MailboxForm(forms.Form):
    """Whose mails to show."""

    address = forms.CharField(
        label=gettext_lazy("Aan welk adres?"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Een deel van het adres is genoeg."),
    )


@require_safe
def demo_mailbox(request: ActorRequest) -> HttpResponse:
    """All mails of the demo, newest first, or those to an address. Outside a demo there is none."""
    _require_demo()
    form = MailboxForm(request.GET)
    address = form.cleaned_data["address"].strip() if form.is_valid() else ""
    rows = OutgoingMail.objects.filter(to__icontains=address).order_by("-created_at", "-pk")
    # A practice clock believes in another day than the one on which the mail was made.
    rows = rows.annotate(told_at=Max("notices__settled_at"))
    mails = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    for mail in mails:
        mail.body = _led_here(mail.body, request)
    context = {"mails": mails, "form": form, "own": request.user.email, "address": address}
    return render(request, "accounts/demo_mailbox.html", context)


@require_safe
def demo_mail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One mail of the demo as its reader sees it."""
    _require_demo()
    mail = get_object_or_404(OutgoingMail.objects.exclude(html=""), public_id=public_id)
    return mail_page(_led_here(mail.html, request))


def _led_here(text: str, request: ActorRequest) -> str:
    """A demo that was made on another port still leads to where it runs now."""
    return OWN_ADDRESS.sub(request.build_absolute_uri("/").rstrip("/"), text)


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404
