"""What the middleware puts on every request, for the annotations of views."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor


class ActorRequest(HttpRequest):
    """A request of somebody who acts: `accounts.middleware` and `calendar_cfg.middleware`.

    The user is loosely typed here, as accounts are above this app: apps above it use
    `accounts.http.ActorRequest`.
    """

    user: Any
    actor: Actor
    year: AcademicYear | None
