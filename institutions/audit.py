"""Names who did it in the audit trail (trust.md, 20)."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pghistory

from institutions.actors import Actor


def logged_as(actor: Actor) -> AbstractContextManager[object]:
    """Rows changed inside are logged with the actor's user and role, never a name."""
    user_id = getattr(actor.user, "pk", None)
    role = actor.role.value if actor.role else "system"
    context: AbstractContextManager[object] = pghistory.context(user=user_id, role=role)
    return context
