"""What the page of one request shows to the school: what is asked, room, warnings, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.dates import date_range, long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from requests_app import workflow
from requests_app.answering import answered_meanwhile
from requests_app.by_link import with_way
from requests_app.enums import ANSWERED_STATES, Action, ProposalState
from requests_app.follow_up import moved_on
from requests_app.inbox import trainees_of
from requests_app.lesdagen_left import TimeLeft, time_left
from requests_app.models import ProposalLine
from requests_app.names import school_reads_names
from requests_app.places import ACCEPTED_STATES, SchoolPlaces, places_at, shortages_in
from requests_app.shortage_words import shortage_words


@dataclass(frozen=True)
class Room:
    """Places for one subject in the trimester of the request, without the request itself."""

    subject: str
    offered: int
    accepted: int

    @property
    def free(self) -> int:
        """Places left; never negative."""
        return max(self.offered - self.accepted, 0)


@dataclass(frozen=True)
class Happening:
    """A row of the history, as the school may know it."""

    when: datetime
    who: str
    what: str
    why: str


class ProposalPage:
    """One proposal, read by its template; each part costs its query only when it is shown."""

    def __init__(self, proposal: Any, actor: Actor) -> None:
        self.proposal = proposal
        self.request = proposal.request
        self.actor = actor

    @cached_property
    def lines(self) -> list[ProposalLine]:
        """The lines with the school's answers."""
        rows = self.proposal.lines.select_related("activity__subject", "subject_mentor__user")
        return list(rows)

    @cached_property
    def subjects(self) -> dict[int, str]:
        """The subjects that are asked: id to name."""
        found = [line.activity.subject for line in self.lines if line.activity.subject]
        return {subject.pk: subject.name for subject in found}

    @cached_property
    def names_readable(self) -> bool:
        """Whether the school may read the trainees' names today."""
        return school_reads_names(self.proposal)

    @cached_property
    def trainees(self) -> str:
        """The trainees by name, or how many they are."""
        return trainees_of(self.proposal)

    @cached_property
    def period(self) -> str:
        """ "Trimester 1, ma 16 – vr 27 oktober 2017"."""
        days = date_range(self.request.period_start, self.request.period_end)
        return f"{self.request.get_trimester_display()}, {days}"

    @cached_property
    def left(self) -> TimeLeft:
        """The time left to answer."""
        calendar = school_calendar(self.proposal.free_days)
        return time_left(self.proposal.due_on, clock.today(), calendar)

    @cached_property
    def window(self) -> phases.Window | None:
        """When schools can answer in this year."""
        opens, last = self.proposal.answers_open_on, self.proposal.answers_last_day
        return phases.Window(PhaseKind.ANSWERS, opens, last) if opens and last else None

    @cached_property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return bool(self.proposal.state == ProposalState.OPEN)

    @cached_property
    def answers_open(self) -> bool:
        """Whether schools can answer today."""
        return self.window is not None and self.window.is_open(clock.today())

    @cached_property
    def can_answer(self) -> bool:
        """Whether the actor can answer now."""
        return self.is_open and self.actor.may_answer and self.answers_open

    @cached_property
    def is_answered(self) -> bool:
        """Whether the school's answer stands."""
        return self.proposal.state in ANSWERED_STATES

    @cached_property
    def can_correct(self) -> bool:
        """Whether the actor can correct the answer: nobody saw it, or went on from it, yet."""
        unseen = self.is_answered and self.proposal.seen_at is None and not self.proposal.went_on
        return unseen and self.actor.may_answer and self.answers_open

    @cached_property
    def why_not(self) -> str:
        """Why there is nothing (more) to answer here, in words."""
        if self.taken_back:
            words = _("U hoeft niet meer te antwoorden. Hebt u toch plaats, neem dan contact op.")
            return f"{self.taken_back} {words}"
        if self.window is not None and not self.answers_open:
            return phases.closed_message(self.window, self.request.year, clock.today())
        if self.proposal.went_on and self.is_answered and self.proposal.seen_at is None:
            return moved_on()
        if self.proposal.seen_at is not None and self.is_answered:
            return _(
                "De lerarenopleiding zag uw antwoord op %(date)s. Neem contact op om het te "
                "wijzigen."
            ) % {"date": long_date(self.proposal.seen_at)}
        state = str(self.proposal.get_state_display()).lower()
        return _("Deze stageaanvraag is %(state)s.") % {"state": state}

    @cached_property
    def taken_back(self) -> str:
        """That the institution took it back for want of an answer, and when; else empty."""
        for event in self.proposal.happened:
            if event["action"] == Action.TAKE_BACK:
                words = _(
                    "%(institution)s nam deze stageaanvraag terug op %(day)s, omdat er nog geen "
                    "antwoord was."
                )
                day = long_date(datetime.fromisoformat(event["at"]))
                return words % {"institution": self.request.institution, "day": day}
        return ""

    @cached_property
    def what_changed(self) -> str:
        """Who did what and when, for somebody whose form was open meanwhile."""
        if not self.is_answered:
            return workflow.what_happened(self.request, self.proposal.school)
        if self.proposal.seen_at is not None:
            return self.why_not
        return answered_meanwhile(self.proposal)

    @cached_property
    def places(self) -> SchoolPlaces:
        """The school's places and what it accepted, without this proposal."""
        return places_at(
            self.proposal.school,
            self.request.year,
            states=ACCEPTED_STATES,
            without=self.proposal,
        )

    @cached_property
    def rooms(self) -> list[Room]:
        """Places per subject; empty when the school offered nothing in this year."""
        if not self.places.offered:
            return []
        here, trimester = self.places, self.request.trimester
        return [
            Room(
                name,
                here.offered.get((pk, trimester), 0),
                here.taken.by_subject.get((pk, trimester), 0),
            )
            for pk, name in sorted(self.subjects.items(), key=lambda pair: pair[1])
        ]

    def shortages_for(self, subjects: Mapping[int, str]) -> list[str]:
        """Where accepting these subjects goes over the offer, in words."""
        size = self.proposal.group_size
        found = shortages_in(self.places, subjects, self.request.trimester, size)
        return [shortage_words(shortage) for shortage in found]

    @cached_property
    def warnings(self) -> list[str]:
        """What the mentor should know before answering; none of it refuses."""
        if not (self.is_open and self.answers_open):
            return []
        return [*self._about_time(), *self._about_blocked_days(), *self._about_places()]

    def _about_time(self) -> list[str]:
        if self.request.period_start <= clock.today():
            return [
                _("De stageperiode is al begonnen op %(date)s.")
                % {"date": long_date(self.request.period_start)}
            ]
        return []

    def _about_blocked_days(self) -> list[str]:
        return [
            _("In deze stageperiode neemt uw school niemand: %(days)s (%(reason)s).")
            % {"days": _days(row["first"], row["last"]), "reason": row["reason"]}
            for row in self.proposal.blocked
        ]

    def _about_places(self) -> list[str]:
        return self.shortages_for(self.subjects)

    @cached_property
    def history(self) -> list[Happening]:
        """What happened to this proposal, and nothing of what happened elsewhere."""
        institution = self.request.institution.name
        return [_happening(event, institution) for event in self.proposal.happened]


def _days(first: str, last: str) -> str:
    return date_range(date.fromisoformat(first), date.fromisoformat(last))


def _happening(event: dict[str, Any], institution: str) -> Happening:
    """An event in words: a colleague by name, the other side by its organisation."""
    at = datetime.fromisoformat(event["at"])
    if event["action"] == Action.PROPOSE:
        return Happening(at, institution, _("Aan uw school voorgelegd"), "")
    what = with_way(str(Action(event["action"]).label), event["data"])
    return Happening(at, _who(event), what, event["reason"])


def _who(event: dict[str, Any]) -> str:
    """A colleague by name; who answered through a link has none."""
    if not event["school"]:
        return event["institution"] or "lerarenstage"
    named = event["last_name"] is not None
    return f"{event['first_name']} {event['last_name']}" if named else _("uw school")
