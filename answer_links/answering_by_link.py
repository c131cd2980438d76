"""An answer through a link: as any answer of the school, and once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from answer_links.enums import Use
from answer_links.exceptions import LinkIsOver
from answer_links.models import AnswerLink
from answer_links.uses import note_use
from answer_links.words import what_was_answered
from institutions.actors import Actor
from placement_code.models import PlacementCode
from requests_app import workflow
from requests_app.answering import Answer, answer_proposal
from requests_app.enums import ANSWERED_STATES
from requests_app.models import Proposal


@transaction.atomic
def answer_by_link(
    *, link: AnswerLink, answer: Answer, actor: Actor, code: PlacementCode | None
) -> Proposal:
    """Answer the proposal of a link. An answer that stands is never corrected through a link.

    Effects, in order: those of `answer_proposal`; the use of the link is written, with the
    version of the Stagecode that was accepted.

    Raises:
        LinkIsOver: it was revoked, or the school answered in the meantime.
        DomainError: as `answer_proposal`.
    """
    workflow.lock_request(link.proposal.request_id)
    found: Any = AnswerLink.objects.locked().with_who_left().get(pk=link.pk)
    proposal = Proposal.objects.select_related("school").get(pk=link.proposal_id)
    if found.revoked_at is not None or found.has_left:
        raise LinkIsOver("")
    if proposal.state in ANSWERED_STATES:
        raise LinkIsOver(what_was_answered(proposal))
    proposal = answer_proposal(
        proposal_pk=proposal.pk, answer=answer, actor=actor, by_link=str(link.public_id)
    )
    version = {"code": code.number} if code else {}
    note_use(link, Use.ANSWERED, user=actor.user, state=proposal.state, **version)
    return proposal
