"""A request is handed on to a colleague of the school: another link, a mail, and a record of it.

Both links work until one of them answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.outbox import queue_letter
from answer_links.enums import Use
from answer_links.exceptions import LinkIsOver
from answer_links.issuing import plain
from answer_links.letters import handed_on_letter
from answer_links.models import AnswerLink, LinkUse
from answer_links.uses import note_use
from calendar_cfg.exceptions import DomainError
from requests_app.enums import ProposalState
from requests_app.models import Proposal

MOST = 5
"""How often one request can be handed on: enough to find the right person, too few to spread it."""


@dataclass(frozen=True)
class HandOver:
    """To which address, and what is said with it."""

    email: str
    note: str = ""


def hand_overs_left(proposal: Proposal) -> int:
    """How often a request can still be handed on."""
    done = LinkUse.objects.filter(link__proposal=proposal, use=Use.FORWARDED).count()
    return max(MOST - done, 0)


@transaction.atomic
def hand_on(
    *, proposal_pk: int, to: HandOver, source: AnswerLink | None = None, user: Any = None
) -> AnswerLink:
    """Give a colleague a link of their own: one row, one mail after the commit, two uses.

    Arguments:
        source: the link of who hands on; None for a schoolmentor who is logged in, `user`.

    Raises:
        LinkIsOver: it was answered, ended or revoked in the meantime.
        DomainError: the address has a link, a link revoked, or it was handed on often enough.
    """
    if source is not None:  # before the proposal, as an answer does
        source = AnswerLink.objects.locked().get(pk=source.pk)
    proposal = _locked(proposal_pk)
    if proposal.state != ProposalState.OPEN or (source and source.revoked_at):
        raise LinkIsOver(_("Deze stageaanvraag kan niet meer doorgegeven worden."))
    if not hand_overs_left(proposal):
        words = _("Deze stageaanvraag is al %(n)d keer doorgegeven, vaker kan niet.")
        raise DomainError(words % {"n": MOST})
    email = plain(to.email)
    _require_new(proposal, email, is_mentor=source is None)
    link = AnswerLink.objects.create(proposal=proposal, email=email, handed_on_from=source)
    note_use(link, Use.MADE, user=user)
    note_use(source or link, Use.FORWARDED, user=user, to=str(link.public_id))
    _mail(link, to.note, source.email if source else str(user))
    return link


def _locked(pk: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    proposal: Proposal = rows.select_related("request__institution", "school").get(pk=pk)
    return proposal


def _require_new(proposal: Proposal, email: str, *, is_mentor: bool) -> None:
    links = list(AnswerLink.objects.filter(proposal=proposal, email__iexact=email))
    if any(link.revoked_at is None for link in links):
        raise DomainError(_("Dit adres heeft al een link voor deze stageaanvraag."), field="email")
    if links and not is_mentor:
        raise DomainError(
            _("De link voor dit adres is ingetrokken. Een schoolmentor kan hem opnieuw geven."),
            field="email",
        )


def _mail(link: AnswerLink, note: str, by: str) -> None:
    """The colleague's mail, in the colleague's language when the address has an account."""
    account = User.objects.filter(email__iexact=link.email).first()
    with translation.override(account.language if account else settings.LANGUAGE_CODE):
        letter = handed_on_letter(link, note, by)
    queue_letter(f"handed-on:{link.public_id}", link.email, letter, kind="handed_on")
