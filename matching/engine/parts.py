"""Parts that are solved by themselves, and their answers joined.

Trimesters share no place, so they are parts: each can be a task of its own, in any order, with
the same answer. Within a part the regions that share no school are told apart by `regions.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.engine.instance import TRIMESTERS, Instance
from matching.engine.outcome import UNIT, Outcome, PartOutcome
from matching.engine.scoring import score_of
from matching.engine.version import ENGINE_VERSION


def split(instance: Instance) -> list[Instance]:
    """The parts of an instance: one for each trimester in which something is asked."""
    found: list[Instance] = []
    for trimester in TRIMESTERS:
        own = tuple(r for r in instance.requests if r.trimester == trimester)
        if own:
            found.append(Instance(own, instance.schools, instance.notes))
    return found


def join(instance: Instance, outcomes: Sequence[PartOutcome]) -> Outcome:
    """The answer for the whole, from the answers for its parts in any order."""
    assignments = tuple(
        sorted(
            (row for o in outcomes for row in o.assignments), key=lambda a: (a.request, a.subjects)
        )
    )
    return Outcome(
        assignments=assignments,
        unplaced=tuple(sorted(row for outcome in outcomes for row in outcome.unplaced)),
        bound=sum(outcome.bound for outcome in outcomes),
        is_optimal=all(outcome.is_optimal for outcome in outcomes),
        stopped_by_time=any(outcome.stopped_by_time for outcome in outcomes),
        bound_certificate=tuple(
            sorted(row for outcome in outcomes for row in outcome.bound_certificate)
        ),
        prices=tuple(sorted(row for outcome in outcomes for row in outcome.prices)),
        why_here=tuple(
            sorted(
                (row for o in outcomes for row in o.why_here), key=lambda w: (w.request, w.school)
            )
        ),
        why_not=tuple(
            sorted(
                (row for o in outcomes for row in o.why_not), key=lambda w: (w.request, w.subjects)
            )
        ),
        calls=tuple(
            sorted(
                (row for outcome in outcomes for row in outcome.calls),
                key=lambda call: (-call.trainees, call.school, call.subject, call.trimester),
            )
        ),
        score=score_of(instance, assignments),
        wanted=sum(request.size for request in instance.requests),
        engine=ENGINE_VERSION,
    )


def most_placed(outcome: Outcome) -> int:
    """Trainees that could be placed at the most, by the bound."""
    return (outcome.wanted * UNIT - outcome.bound) // UNIT


def placed(outcome: Outcome) -> int:
    """Trainees with a place; of a request that is half placed, the half counts when whole."""
    return (outcome.wanted * UNIT - outcome.score.unplaced) // UNIT
