"""What happens at every login, whatever the way in."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.selectors import SESSION_KEY


@receiver(user_logged_in)
def take_up_where_left(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Act for the organisation acted for last time; `acting_as` checks that it is still ours."""
    if user.last_membership is not None:
        request.session[SESSION_KEY] = str(user.last_membership.public_id)


@receiver(user_logged_in)
def know_the_address(user: User, **_kwargs: Any) -> None:
    """Give allauth the address of the account, which an invitation or an administrator proved."""
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.get_or_create(
            email=user.email, defaults={"user": user, "verified": True, "primary": True}
        )
