"""What happens at every login, whatever the way in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from placement_code.remembering import remember


@receiver(user_logged_in)
def know_which_code_holds(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Begin a session with the version in force, and whether this person accepted it."""
    remember(request, user)
