"""What the page of one request shows to its institution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from calendar_cfg import clock
from calendar_cfg.calendar_facts import calendar_from
from institutions.actors import Actor
from requests_app import workflow
from requests_app.enums import ANSWERED_STATES, Action, Decision, ProposalState, RequestState
from requests_app.history import Happening, events_of, history_of
from requests_app.lesdagen_left import Countdown
from requests_app.models import Activity, Proposal, ProposalLine
from requests_app.request_selectors import lines_with_answers, supervisor_name
from requests_app.request_standing import LastProposal, Stands, day_of, last_proposal_of, stands
from requests_app.request_tables import period_words
from requests_app.wish_words import hardship_in_words, search_in_words, wishes_in_words

S = RequestState
SHOWN = (*ANSWERED_STATES, ProposalState.CANCELLED)


@dataclass(frozen=True)
class LineShown:
    """A line of the request with the last school's decision on it, when it may be shown."""

    activity: Activity
    answer: ProposalLine | None

    @property
    def is_refused(self) -> bool:
        """Whether the last school refused it."""
        return self.answer is not None and self.answer.decision == Decision.REFUSED

    @property
    def why(self) -> str:
        """Why it was refused."""
        if self.answer is None or not self.is_refused:
            return ""
        reason = str(self.answer.get_reason_display())
        return f"{reason}: {self.answer.reason_text}" if self.answer.reason_text else reason


@dataclass(frozen=True)
class Linked:
    """Another row that the page names and links to."""

    public_id: UUID
    name: str
    extra: str = ""


class RequestPage:
    """One request, read by its template; each part costs its query only when it is shown."""

    def __init__(self, request: Any, actor: Actor) -> None:
        self.request = request
        self.actor = actor

    @cached_property
    def stands(self) -> Stands:
        """Where it stands, in a word."""
        return stands(self.request, self.countdown)

    @cached_property
    def countdown(self) -> Countdown:
        """The lesweek clock, from the calendar that was read with the request."""
        return Countdown(lambda: calendar_from(self.request.calendar_facts), clock.today())

    @cached_property
    def last(self) -> LastProposal | None:
        """The last school that it was put to."""
        return last_proposal_of(self.request)

    @cached_property
    def trainees(self) -> list[Linked]:
        """For whom it is."""
        return [
            Linked(UUID(row["public_id"]), row["name"], row["postal_code"])
            for row in self.request.trainee_rows
        ]

    @cached_property
    def names(self) -> str:
        """The trainees by name."""
        return ", ".join(trainee.name for trainee in self.trainees)

    @cached_property
    def follow_ups(self) -> list[dict[str, Any]]:
        """The requests that look for a school for the refused lines, or after a cancellation."""
        return [
            {
                "public_id": row["public_id"],
                "reference": row["reference"],
                "state": row["state"],
                "label": RequestState(row["state"]).label,
                "is_part": row["is_part"],
                "after_cancellation": row["after_cancellation"],
            }
            for row in self.request.follow_up_rows
        ]

    @cached_property
    def schools(self) -> list[Linked]:
        """The schools that it names, in order."""
        return [
            Linked(UUID(row["public_id"]), row["name"], str(row["rank"]))
            for row in self.request.school_rows
        ]

    @property
    def schools_to_wait_for(self) -> list[Linked]:
        """Those of `schools` where a place can come free.

        Not where a school made an offer for the year, and none for a subject of the request.
        """
        has_subject = any(line.subject_id for line in self._rows)
        facts = zip(self.schools, self.request.school_rows, strict=True)
        return [
            school
            for school, row in facts
            if row["offers_it"] or not row["has_offer"] or not has_subject
        ]

    @cached_property
    def _rows(self) -> list[Any]:
        return lines_with_answers(self.request)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """The schools that it was put to, oldest first."""
        found = {
            answer.proposal_id: answer.proposal
            for line in self._rows
            for answer in line.proposal_lines.all()
        }
        return [found[pk] for pk in sorted(found)]

    @cached_property
    def answer_is_hidden(self) -> bool:
        """Whether the last answer waits for a coordinator to open it."""
        return self.last is not None and self.last.is_unseen_answer

    @cached_property
    def lines(self) -> list[LineShown]:
        """The lines, with the decisions of the last school once its answer was opened."""
        last = self.proposals[-1] if self.proposals else None
        if last is None or self.answer_is_hidden or last.state not in SHOWN:
            return [LineShown(line, None) for line in self._rows]
        return [LineShown(line, _answer_of(line, last)) for line in self._rows]

    @cached_property
    def has_answers(self) -> bool:
        """Whether a decision is shown beside the lines."""
        return any(line.answer is not None for line in self.lines)

    @cached_property
    def answer_note(self) -> str:
        """What the school wrote with its last answer, once it was opened."""
        if self.answer_is_hidden or not self.proposals:
            return ""
        return self.proposals[-1].answer_note

    @cached_property
    def hours(self) -> int:
        """All lesuren together."""
        return sum(line.hours or 0 for line in self._rows)

    @cached_property
    def history(self) -> list[Happening]:
        """What happened, in words."""
        return history_of(events_of(self.request, with_hardship=self.reads_hardship))

    @cached_property
    def actions(self) -> frozenset[Action]:
        """What the actor may do now, by the table."""
        return workflow.actions_for(self.actor, self.request)

    @property
    def may_choose_school(self) -> bool:
        """Whether the actor can choose a school for it now."""
        can = Action.CHOOSE_NEXT_SCHOOL in self.actions and self.filing_is_open
        return can and not self.answer_is_hidden

    @property
    def looks_for_a_school(self) -> bool:
        """Whether it lies with no school and waits for none in particular."""
        return self.stands.state in (S.SUBMITTED, S.REFUSED)

    @property
    def may_change_wishes(self) -> bool:
        """Whether the actor can change its wishes now."""
        can = Action.CHANGE_WISHES in self.actions and self.filing_is_open
        return can and not self.answer_is_hidden

    @property
    def may_wait(self) -> bool:
        """Whether the actor can let it wait for a named school now."""
        can = Action.WAIT in self.actions and self.filing_is_open
        return can and not self.answer_is_hidden

    @property
    def may_stop_waiting(self) -> bool:
        """Whether the actor can take it off the waiting list."""
        return self.may_wait and self.request.waits_for_id is not None

    @property
    def reads_hardship(self) -> bool:
        """Whether the actor may read about voorrang (`hardship`)."""
        return self.actor.is_coordinator or self.actor.is_admin

    @property
    def may_mark_hardship(self) -> bool:
        """Whether the actor can ask for voorrang, or change why."""
        return Action.MARK_HARDSHIP in self.actions

    @property
    def hardship(self) -> str:
        """The voorrang in words; empty without one, and for who may not read it."""
        return hardship_in_words(self.request) if self.reads_hardship else ""

    @cached_property
    def unread(self) -> list[Proposal]:
        """Refusals after which it went on by itself, and that no coordinator opened."""
        earlier = self.proposals[:-1]
        return [row for row in earlier if row.state in ANSWERED_STATES and row.seen_at is None]

    @cached_property
    def unread_refusals(self) -> list[str]:
        """ "School A: Frans, geen mentor voor dit vak", for each line of those."""
        pks = {proposal.pk for proposal in self.unread}
        return [
            f"{answer.proposal.school}: {line}, {LineShown(line, answer).why.lower()}"
            for line in self._rows
            for answer in line.proposal_lines.all()
            if answer.proposal_id in pks
        ]

    @property
    def may_open_answer(self) -> bool:
        """Whether the actor can open the last answer."""
        return self.answer_is_hidden and self.actor.is_coordinator

    @property
    def may_withdraw(self) -> bool:
        """Whether the actor can withdraw it."""
        return Action.WITHDRAW in self.actions

    @property
    def may_take_back(self) -> bool:
        """Whether the actor can take it back from a school that is late."""
        late = self.stands.left is not None and self.stands.left.is_late
        can = Action.TAKE_BACK in self.actions and self.filing_is_open
        return can and late and self.answers_are_open

    @property
    def answers_are_open(self) -> bool:
        """Whether schools can answer today."""
        first, last = self.request.answers_open, self.request.answers_close
        return bool(first and last and first <= clock.today() <= last)

    @property
    def filing_is_open(self) -> bool:
        """Whether requests of its year can be filed today."""
        first, last = self.request.filing_opens, self.request.filing_closes
        return bool(first and last and first <= clock.today() <= last)

    @property
    def is_held(self) -> bool:
        """Whether it waits for the day on which all requests reach the schools."""
        return self.stands.state == "held"

    @property
    def period(self) -> str:
        """The trimester and the days."""
        return period_words(self.request)

    @property
    def supervisor(self) -> str:
        """Who guides the trainee."""
        return supervisor_name(self.request.supervisor)

    @property
    def wishes(self) -> str:
        """What is asked of a school, in words."""
        return wishes_in_words(self.request)

    @property
    def search(self) -> list[str]:
        """How it goes on looking for a school, in sentences."""
        subjects = {line.subject_id for line in self._rows} - {None}
        return search_in_words(self.request, len(subjects))

    @property
    def route(self) -> str:
        """How it looks for a school, with the schools it names."""
        return str(self.request.get_route_display()) if self.request.route else ""

    @property
    def filed_on(self) -> date | None:
        """The day on which it was filed."""
        return day_of(self.request.filed_at) if self.request.filed_at else None


def _answer_of(line: Any, proposal: Proposal) -> ProposalLine | None:
    return next((row for row in line.proposal_lines.all() if row.proposal_id == proposal.pk), None)
