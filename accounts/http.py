"""What the middleware puts on every request, for the annotations of views."""

from __future__ import annotations

from accounts.models import User
from institutions import http


class ActorRequest(http.ActorRequest):
    """A request of somebody who is logged in, and acts in one role at one organisation."""

    user: User
