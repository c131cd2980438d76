"""What must always hold between what happened and what was told (trust.md, 12).

A notice is written in the transaction of its cause, so each must be told from the rows of that
cause; and what lies with a school since anything was told at all was told to who answers there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, F, Min, OuterRef, Q

from notices.enums import NoticeState
from notices.kind import KINDS
from notices.kinds.answering import ANSWERING, RequestTakenAway
from notices.kinds.answers import AnswerAccepted, AnswerPartly, AnswerRefused
from notices.kinds.cancelling import CancelledByInstitution, CancelledBySchool
from notices.kinds.checking import ToCheck
from notices.kinds.own_answers import OwnAccepted, OwnPartly, OwnRefused
from notices.models import Notice
from requests_app.enums import Action, ProposalState
from requests_app.models import Proposal, RequestEvent

CAUSES: dict[tuple[Action, ...], tuple[str, ...]] = {
    (Action.PROPOSE,): tuple(kind.name for kind in ANSWERING),
    (Action.WITHDRAW, Action.TAKE_BACK): (RequestTakenAway.name,),
    (Action.ACCEPT,): (AnswerAccepted.name, OwnAccepted.name),
    (Action.ACCEPT_PARTIALLY,): (AnswerPartly.name, OwnPartly.name),
    (Action.REFUSE,): (AnswerRefused.name, OwnRefused.name),
    (Action.CANCEL,): (CancelledBySchool.name, CancelledByInstitution.name),
}
"""The kinds that are told because of an event of a proposal."""


def notice_without_cause() -> list[str]:
    """Each notice of a proposal, or of a draft to check, has its event."""
    wrong: list[str] = []
    for actions, names in CAUSES.items():
        happened = RequestEvent.objects.filter(proposal=OuterRef("proposal"), action__in=actions)
        told = Notice.objects.filter(kind__in=names)
        wrong += told.exclude(Exists(happened)).values_list("key", flat=True)
    offered = RequestEvent.objects.filter(
        request=OuterRef("request"), action=Action.OFFER_FOR_CHECK
    )
    to_check = Notice.objects.filter(kind=ToCheck.name)
    return wrong + list(to_check.exclude(Exists(offered)).values_list("key", flat=True))


def notice_of_unknown_kind() -> list[str]:
    """Each notice is of a kind that can still say its words."""
    return list(Notice.objects.exclude(kind__in=KINDS).values_list("key", flat=True))


def mailed_notice_without_mail() -> list[str]:
    """A notice is settled exactly when it waits no more, and only a mailed one names a mail."""
    waits = Q(state__in=[NoticeState.WAITING, NoticeState.WITHHELD])
    wrong = Notice.objects.filter(
        (waits & (Q(settled_at__isnull=False) | Q(mail__isnull=False)))
        | (Q(state=NoticeState.MAILED) & Q(settled_at=None))
        | (~Q(state=NoticeState.MAILED) & Q(mail__isnull=False))
    )
    return list(wrong.values_list("key", flat=True))


def open_proposal_that_nobody_was_told_of() -> list[str]:
    """What lies with a school was told there, when somebody who answers was told of what came
    before. Who began to answer since then finds it in the inbox.
    """
    told = Notice.objects.filter(kind__in=[kind.name for kind in ANSWERING])
    answering = told.filter(
        membership__handles_requests=True,
        membership__is_active=True,
        membership__user__is_active=True,
        membership__school=F("proposal__school"),
    )
    since = dict(answering.order_by().values_list("proposal__school").annotate(Min("proposal")))
    rows = Proposal.objects.filter(state=ProposalState.OPEN, school__in=since)
    silent = rows.exclude(Exists(told.filter(proposal=OuterRef("pk"))))
    return [
        reference
        for pk, school, reference in silent.values_list("pk", "school_id", "request__reference")
        if pk > since[school]
    ]


CHECKS: list[Callable[[], list[str]]] = [
    notice_without_cause,
    notice_of_unknown_kind,
    mailed_notice_without_mail,
    open_proposal_that_nobody_was_told_of,
]
