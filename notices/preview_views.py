"""For administrators: every mail as an example, in both languages, as text and as it looks."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from accounts.mail_html import mail_page
from institutions.enums import Role
from institutions.roles import for_roles
from notices.preview_mails import LANGUAGES, Preview, find_preview, shelves

ADMIN = for_roles(Role.ADMIN)


@require_safe
@ADMIN
def outbox_previews(request: ActorRequest) -> HttpResponse:
    """The list of all mails that can leave."""
    return render(request, "notices/outbox/previews.html", {"shelves": shelves()})


@require_safe
@ADMIN
def outbox_preview(request: ActorRequest, mail: str) -> HttpResponse:
    """One mail, its text in each language."""
    preview = _preview(mail)
    texts = [(language, preview.rendered(language)) for language in LANGUAGES]
    context = {"preview": preview, "texts": texts}
    return render(request, "notices/outbox/preview.html", context)


@require_safe
@ADMIN
def outbox_preview_html(request: ActorRequest, mail: str, language: str) -> HttpResponse:
    """One mail as it looks, in one language."""
    if language not in LANGUAGES:
        raise Http404
    return mail_page(_preview(mail).rendered(language).html)


def _preview(name: str) -> Preview:
    found = find_preview(name)
    if found is None:
        raise Http404
    return found
