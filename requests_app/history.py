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

from requests_app.by_link import with_way
from requests_app.enums import HARDSHIP_ACTIONS, Action, Hardship
from requests_app.follow_up import AFTER_CANCELLATION
from requests_app.models import PlacementRequest, RequestEvent
from requests_app.wish_words import changes_in_words

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


def events_of(request: PlacementRequest, *, with_hardship: bool = False) -> list[RequestEvent]:
    """The events of a request as they were written, with what their sentences name; one query.

    Arguments:
        with_hardship: also those about voorrang, for who may read it.
    """
    rows = request.events.select_related("user", "institution", "school", "proposal__school")
    if not with_hardship:
        rows = rows.exclude(action__in=HARDSHIP_ACTIONS)
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
    asked = _("Voorrang gevraagd") if event.data.get("hardship") else _("Vraagt geen voorrang meer")
    sentences = {
        Action.PREPARE: _("Ontwerp gemaakt"),
        Action.EDIT: _("Ontwerp gewijzigd"),
        Action.OFFER_FOR_CHECK: _("Ter controle voorgelegd aan de stagecoördinator"),
        Action.FILE: _("Ingediend"),
        Action.FOLLOW_UP: _follow_up(event),
        Action.PROPOSE: _("Voorgelegd aan %(school)s"),
        Action.ACCEPT: _("Geheel aanvaard"),
        Action.ACCEPT_PARTIALLY: _("Gedeeltelijk aanvaard"),
        Action.REFUSE: _("Geweigerd"),
        Action.REOPEN_ANSWER: _("Antwoord teruggenomen om het te corrigeren"),
        Action.CHOOSE_NEXT_SCHOOL: _("%(school)s gekozen"),
        Action.WITHDRAW: _("Ingetrokken"),
        Action.TAKE_BACK: _("Teruggenomen van %(school)s, die niet op tijd antwoordde"),
        Action.EXPIRE: _("Vervallen"),
        Action.CANCEL: _("Stage geannuleerd"),
        Action.SPLIT: _("Gesplitst: een deel van de vakken staat in %(part)s"),
        Action.CHANGE_PERIOD: _("Stageperiode gewijzigd"),
        Action.CHANGE_LINES: _("Lesuren gewijzigd"),
        Action.CHANGE_WISHES: _("Wensen gewijzigd"),
        Action.WAIT: _("Wacht op een plaats bij %(school)s"),
        Action.STOP_WAITING: _("Wacht niet langer op een plaats bij %(school)s"),
        Action.MARK_HARDSHIP: asked,
        Action.CONFIRM_HARDSHIP: _("Voorrang bevestigd"),
        Action.DECLINE_HARDSHIP: _("Voorrang terzijde gelegd"),
    }
    names = {"school": school or _("een school"), "part": event.data.get("part", "")}
    return with_way(sentences[Action(event.action)] % names, event.data)


def _follow_up(event: RequestEvent) -> str:
    if first := event.data.get("split_from"):
        return _("Afgesplitst van %(first)s") % {"first": first}
    if AFTER_CANCELLATION in event.data:
        return _("Vervolgaanvraag gemaakt voor de geannuleerde stage")
    return _("Vervolgaanvraag gemaakt voor de geweigerde activiteiten")


def _why(event: RequestEvent) -> str:
    if event.action in ANSWERS and event.proposal is not None and event.proposal.seen_at is None:
        return ""
    if event.action == Action.CHANGE_WISHES:
        return changes_in_words(event.data.get("changed", {}))
    if event.action in HARDSHIP_ACTIONS and (code := event.data.get("hardship")):
        return " – ".join(filter(None, (str(Hardship(code).label), event.reason)))
    return event.reason
