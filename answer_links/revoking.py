"""A schoolmentor ends a link."""

from __future__ import annotations

from django.db import transaction

from answer_links.enums import Use
from answer_links.models import AnswerLink
from answer_links.uses import note_use
from calendar_cfg import clock
from institutions.actors import Actor


@transaction.atomic
def revoke_link(*, link: AnswerLink, actor: Actor) -> AnswerLink:
    """Make a link useless for ever. Revoking twice is revoking once."""
    link = AnswerLink.objects.locked().get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = clock.now(), actor.user
        link.save(update_fields=["revoked_at", "revoked_by"])
        note_use(link, Use.REVOKED, user=actor.user)
    return link
