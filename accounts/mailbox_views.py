"""The mails of a demo, so that an invitation can be followed without a mail server."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from accounts.models import OutgoingMail
from institutions.enums import Role
from institutions.roles import for_roles

PAGE_SIZE = 50


@require_safe
@for_roles(Role.ADMIN)
def demo_mailbox(request: ActorRequest) -> HttpResponse:
    """All mails of the demo, newest first. Outside a demo there is no such page."""
    if not settings.DEMO:
        raise Http404
    mails = Paginator(OutgoingMail.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "accounts/demo_mailbox.html", {"mails": mails})
