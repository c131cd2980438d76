"""Many routine requests answered in one go, each by itself (trust.md, 11 and 25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from requests_app.answering import Answer, LineAnswer, answer_proposal
from requests_app.enums import Decision
from requests_app.exceptions import OverOffer, StaleForm, WrongState
from requests_app.models import Proposal
from requests_app.places import SchoolPlaces, Taken, shortages_in
from requests_app.problems import Shortage


class Outcome(StrEnum):
    """What came of one request of the batch."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CHANGED = "changed"
    OVER_OFFER = "over_offer"
    FAILED = "failed"


@dataclass(frozen=True)
class Choice:
    """What the mentor chose for one request: all its lines accepted, or all refused."""

    proposal: Proposal
    decision: Decision
    version: int
    reason: str = ""
    over_offer_known: bool = False


@dataclass(frozen=True)
class Result:
    """What came of one choice, and why not when it did not go through."""

    proposal: Proposal
    outcome: Outcome
    message: str = ""


def answer_many(*, choices: Sequence[Choice], actor: Actor) -> list[Result]:
    """Answer each of these by itself: one that changed meanwhile does not hold back the rest."""
    return [_answer_one(choice, actor) for choice in choices]


def _answer_one(choice: Choice, actor: Actor) -> Result:
    proposal, line = choice.proposal, LineAnswer(choice.decision, choice.reason)
    lines = proposal.lines.values_list("activity_id", flat=True)
    answer = Answer(dict.fromkeys(lines, line), over_offer_known=choice.over_offer_known)
    try:
        answer_proposal(
            proposal_pk=proposal.pk, answer=answer, actor=actor, expected_version=choice.version
        )
    except OverOffer as error:
        return Result(proposal, Outcome.OVER_OFFER, error.message)
    except (StaleForm, WrongState) as error:
        return Result(proposal, Outcome.CHANGED, error.message)
    except DomainError as error:
        return Result(proposal, Outcome.FAILED, error.message)
    accepted = choice.decision == Decision.ACCEPTED
    return Result(proposal, Outcome.ACCEPTED if accepted else Outcome.REFUSED)


@dataclass(frozen=True)
class Demand:
    """What accepting one request takes: subjects (id: name), a trimester, so many trainees."""

    key: object
    subjects: dict[int, str]
    trimester: int
    size: int


def shortages_of_many(
    here: SchoolPlaces, demands: Sequence[Demand]
) -> dict[object, list[Shortage]]:
    """Which of these go over the offer when they are accepted one after the other. Pure."""
    taken = Taken(defaultdict(int, here.taken.by_subject), defaultdict(int, here.taken.total))
    running = SchoolPlaces(here.offered, here.total, taken)
    found: dict[object, list[Shortage]] = {}
    for demand in demands:
        found[demand.key] = shortages_in(running, demand.subjects, demand.trimester, demand.size)
        for subject in demand.subjects:
            taken.by_subject[subject, demand.trimester] += demand.size
        taken.total[demand.trimester] += demand.size
    return found
