"""Where a request of the institution stands: the word, by whom, since when, and until when.

For rows read with `request_selectors.with_last_steps`. "Gedeeltelijk aanvaard door Sint-Jozef,
di 12 september" (look.md, Status). Schools are named, their people are not (domain.md, 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from requests_app.enums import ANSWERED_STATES, ProposalState, RequestState, Route
from requests_app.lesdagen_left import Countdown, TimeLeft

S = RequestState
ENDED = (S.WITHDRAWN, S.EXPIRED, S.CANCELLED)


@dataclass(frozen=True)
class LastProposal:
    """The last school that a request was put to, and how that went."""

    school: str
    number: int
    state: str
    public_id: str
    released_on: date
    due_on: date
    answered_on: date | None
    seen: bool
    free_days: frozenset[date]

    @property
    def is_unseen_answer(self) -> bool:
        """Whether the school answered and no coordinator opened the answer yet."""
        return self.state in ANSWERED_STATES and not self.seen

    def time_left(self, countdown: Countdown) -> TimeLeft | None:
        """The time that the school still has; None when it need not answer any more."""
        if self.state != ProposalState.OPEN:
            return None
        return countdown.until(self.due_on, self.free_days)


@dataclass(frozen=True)
class Stands:
    """For `{% status stands.state stands.label by=stands.by on=stands.on %}`.

    Arguments:
        left: the time that the school still has to answer, while it lies there.
    """

    state: str
    label: str
    by: str = ""
    on: date | None = None
    note: str = ""
    left: TimeLeft | None = None


def last_proposal_of(row: Any) -> LastProposal | None:
    """The last proposal of a row read with `with_last_steps`; None when there is none."""
    facts = row.last_proposal
    if facts is None:
        return None
    return LastProposal(
        school=facts["school"],
        number=facts["number"],
        state=facts["state"],
        public_id=facts["public_id"],
        released_on=day_of(facts["released_at"]),
        due_on=date.fromisoformat(facts["due_on"]),
        answered_on=day_of(facts["answered_at"]) if facts["answered_at"] else None,
        seen=facts["seen_at"] is not None,
        free_days=frozenset(map(date.fromisoformat, facts["free_days"])),
    )


def stands(row: Any, countdown: Countdown) -> Stands:
    """Where a request stands, on the lesweek clock of the page."""
    state, proposal = RequestState(row.state), last_proposal_of(row)
    if state == S.DRAFT:
        return _draft(row)
    if row.waits_for_name:
        return _waiting(row, state)
    if state == S.SUBMITTED:
        return _submitted(row)
    if state in ENDED or proposal is None:
        return _ended(row, state)
    if state == S.PROPOSED:
        return _proposed(state, proposal, proposal.time_left(countdown))
    note = _("Nog niet bekeken") if proposal.is_unseen_answer else ""
    return Stands(state, str(state.label), proposal.school, proposal.answered_on, note)


def _draft(row: Any) -> Stands:
    if row.offered_for_check_at:
        return Stands("to_check", _("Te controleren"), on=day_of(row.offered_for_check_at))
    return Stands(S.DRAFT, str(S.DRAFT.label), on=day_of(row.created_at))


def _submitted(row: Any) -> Stands:
    filed = day_of(row.filed_at) if row.filed_at else None
    waits = row.answers_open is None or clock.today() < row.answers_open
    if waits:
        return Stands("held", str(S.SUBMITTED.label), on=filed, note=_until_the_release(row))
    return Stands(S.SUBMITTED, _("Zoekt een school"), on=filed)


def _until_the_release(row: Any) -> str:
    """What becomes of a held request: only a direct one knows its school already."""
    facts = {"school": row.first_school, "day": long_date(row.answers_open)}
    if row.route == Route.DIRECT and row.first_school:
        words = _("Gaat op %(day)s naar %(school)s.") if facts["day"] else _("Voor %(school)s.")
    elif facts["day"]:
        words = _("Wordt op %(day)s samen met alle andere aanvragen gematcht.")
    else:
        words = _("Wordt samen met alle andere aanvragen gematcht.")
    return words % facts


def _waiting(row: Any, state: RequestState) -> Stands:
    """On the waiting list of a school; a refused one also says that."""
    words = _("Wacht op een plaats bij %(school)s") % {"school": row.waits_for_name}
    proposal = last_proposal_of(row)
    note = ""
    if state == S.REFUSED and proposal is not None:
        note = _("Geweigerd door %(school)s.") % {"school": proposal.school}
    return Stands("waiting", words, on=day_of(row.waits_since), note=note)


def _proposed(state: RequestState, proposal: LastProposal, left: TimeLeft | None) -> Stands:
    words = _("Ligt bij %(school)s") % {"school": proposal.school}
    return Stands(state, words, on=proposal.released_on, left=left)


def _ended(row: Any, state: RequestState) -> Stands:
    event = row.last_event or {}
    by = event.get("institution") or event.get("school") or ""
    on = day_of(event["at"]) if event.get("at") else None
    return Stands(state, str(state.label), by, on)


def day_of(moment: datetime | str) -> date:
    """The day of a moment in Brussels; JSON from the database gives text."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return at.astimezone(clock.BRUSSELS).date()
