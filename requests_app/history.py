"""The history of a request in words, for its institution.

A colleague is named, a school is named as a school: never its people, who stay unnamed until
after an acceptance (domain.md, 7). What a school wrote with its answer is said only once a
coordinator opened the answer (docs/decisions/0005-answer-seen.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from requests_app.enums import Action
from requests_app.models import PlacementRequest, RequestEvent

ANSWERS = (Action.ACCEPT, Action.ACCEPT_PARTIALLY, Action.REFUSE)


@dataclass(frozen=True)
class Happening:
    """A row of the history, for `{% component "history" %}`."""

    when: datetime
    who: str
    what: str
    why: str = ""
    action: str = ""
    times: int = 1


def events_of(request: PlacementRequest) -> list[RequestEvent]:
    """The events of a request as they were written, with what their sentences name; one query."""
    rows = request.events.select_related("user", "institution", "school", "proposal__school")
    return list(rows.order_by("pk"))


def history_of(events: Iterable[RequestEvent]) -> list[Happening]:
    """The events as sentences, the newest first; edits in a row by one person are one."""
    told: list[Happening] = []
    for event in events:
        happening = _happening(event)
        if told and _goes_on(told[-1], happening):
            times = told[-1].times + 1
            what = _("Ontwerp gewijzigd, %(n)d keer na elkaar") % {"n": times}
            told[-1] = replace(happening, what=what, times=times)
        else:
            told.append(happening)
    return told[::-1]


def _goes_on(before: Happening, now: Happening) -> bool:
    return before.action == now.action == Action.EDIT and before.who == now.who


def _happening(event: RequestEvent) -> Happening:
    return Happening(event.at, _who(event), _what(event), _why(event), event.action)


def _who(event: RequestEvent) -> str:
    if event.school_id:
        return str(event.school)
    if event.user is not None:
        return str(event.user)
    return str(event.institution or "lerarenstage")


def _what(event: RequestEvent) -> str:
    school = event.data.get("school", "")
    if event.proposal is not None:
        school = event.proposal.school.name
    sentences = {
        Action.PREPARE: _("Ontwerp gemaakt"),
        Action.EDIT: _("Ontwerp gewijzigd"),
        Action.OFFER_FOR_CHECK: _("Ter controle voorgelegd aan de stagecoördinator"),
        Action.FILE: _("Ingediend"),
        Action.FOLLOW_UP: _("Vervolgaanvraag gemaakt voor de geweigerde activiteiten"),
        Action.PROPOSE: _("Voorgelegd aan %(school)s"),
        Action.ACCEPT: _("Geheel aanvaard"),
        Action.ACCEPT_PARTIALLY: _("Gedeeltelijk aanvaard"),
        Action.REFUSE: _("Geweigerd"),
        Action.REOPEN_ANSWER: _("Antwoord teruggenomen om het te corrigeren"),
        Action.CHOOSE_NEXT_SCHOOL: _("%(school)s gekozen"),
        Action.WITHDRAW: _("Ingetrokken"),
        Action.EXPIRE: _("Vervallen"),
        Action.CANCEL: _("Stage geannuleerd"),
    }
    return sentences[Action(event.action)] % {"school": school or _("een school")}


def _why(event: RequestEvent) -> str:
    if event.action in ANSWERS and event.proposal is not None and event.proposal.seen_at is None:
        return ""
    return event.reason
