"""What the apps above hear of the matching.

`schools_suggested` is sent, with `results`, inside the transaction in which a publication leaves
schools to the choice of a coordinator. What is kept because of it is written in that transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.dispatch import Signal

from matching.enums import ResultStatus
from matching.marking import mark
from matching.models import MatchingResult

schools_suggested = Signal()


def suggest(results: Sequence[MatchingResult]) -> None:
    """Leave these to the choice of their coordinators, and say so."""
    mark(results, ResultStatus.SUGGESTED)
    if results:
        schools_suggested.send(MatchingResult, results=results)
