"""Acting for another of one's organisations."""

from __future__ import annotations

from accounts.http import ActorRequest
from accounts.models import Membership
from accounts.selectors import SESSION_KEY

ADMINISTRATION = "beheer"


def act_through(request: ActorRequest, membership: Membership | None) -> None:
    """Act through a membership from now on, also after the next login.

    Arguments:
        membership: one of the user's own; None for a staff user who acts as administrator.
    """
    if membership is None:
        request.session.pop(SESSION_KEY, None)
    else:
        request.session[SESSION_KEY] = str(membership.public_id)
    request.user.last_membership = membership
    request.user.save(update_fields=["last_membership"])
