"""Makes the links that mails carry: one for each proposal and address, in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from answer_links.addresses import path_of
from answer_links.enums import Use
from answer_links.models import AnswerLink, LinkUse
from requests_app.models import Proposal

BATCH = 1000
Pair = tuple[int, str]


@transaction.atomic
def links_for(pairs: Collection[tuple[Proposal, str]]) -> dict[tuple[int, str], str]:
    """The path of the link of each proposal for each address; made where there is none yet.

    Costs one query, and three more when some are new. A mail that tells of the same again leads
    to the same link. An address whose link was revoked gets no other one by itself.

    Returns:
        The paths, by the id of the proposal and the address as it was given. What was revoked is
        not among them: who mails then leads to the page for who logs in.
    """
    wanted = {(proposal.pk, plain(email)) for proposal, email in pairs if email}
    if not wanted:
        return {}
    found = _known(wanted)
    missing = sorted(wanted - set(found))
    if missing:
        _make(missing)
        found = _known(wanted)
    return {
        (proposal.pk, email): path_of(link)
        for proposal, email in pairs
        if (link := found.get((proposal.pk, plain(email)))) is not None and link.revoked_at is None
    }


def plain(email: str) -> str:
    """An address as links keep it."""
    return email.strip().lower()


def _known(wanted: Iterable[Pair]) -> dict[Pair, AnswerLink]:
    """The links of these pairs: the one that works, else the last that was revoked."""
    rows = AnswerLink.objects.filter(proposal__in={pk for pk, _email in wanted})
    # Those that work come last, so that they are what is kept.
    in_order = sorted(rows, key=lambda link: (link.revoked_at is None, link.pk))
    links = {(link.proposal_id, plain(link.email)): link for link in in_order}
    return {pair: links[pair] for pair in wanted if pair in links}


def _make(pairs: Iterable[Pair]) -> None:
    """Insert links; one that another process made meanwhile stays that one's."""
    links = [AnswerLink(proposal_id=pk, email=email) for pk, email in pairs]
    AnswerLink.objects.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)
    ids = [link.public_id for link in links]
    made = AnswerLink.objects.filter(public_id__in=ids)
    uses = [LinkUse(link=link, use=Use.MADE) for link in made]
    LinkUse.objects.bulk_create(uses, batch_size=BATCH)
