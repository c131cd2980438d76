"""How allauth behaves here: no open sign-up, and its mails go through the outbox."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.letters import Button, Letter
from accounts.models import User
from accounts.outbox import queue_letter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up without an invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in the outbox: a request never waits for a mail server."""
        request = allauth_context.request
        always = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, {**always, **context})
        letter = letter_of(message.subject, str(message.body))
        queue_letter(f"account:{uuid.uuid4()}", email, letter, kind="account")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After the login, the interface speaks the user's language."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        speak_language_of(user, response)
        return response


def letter_of(subject: str, text: str) -> Letter:
    """A text of allauth as a letter: a paragraph that is only an address becomes the button."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    links = [part for part in paragraphs if part.startswith(("http://", "https://"))]
    words = [part for part in paragraphs if part not in links]
    button = Button(_("Verder naar lerarenstage"), links[0]) if links else None
    return Letter(subject=subject, opening=words, button=button)


def speak_language_of(user: User, response: HttpResponse) -> None:
    """Have the browser ask for the user's language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
