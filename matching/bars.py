"""Bars: a number as a length, beside the same number in words. Pure; the drawing is a template.

`{% include "matching/_bar.html" with bar=row.bar only %}` draws one. Lengths are percentages of
the width, so that a bar stretches to any cell; they are texts with a point, whatever the language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a stretch stands for; each has its own colour and pattern in `matching.css`."""

    DONE = "done"
    WAITING = "waiting"
    FREE = "free"
    OVER = "over"


@dataclass(frozen=True)
class Stretch:
    """A piece of a bar: how much, and what of."""

    value: float
    tone: Tone = Tone.DONE


@dataclass(frozen=True)
class DrawnStretch:
    """A piece as drawn: where it begins and how long it is, in per cent."""

    tone: Tone
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A bar as drawn.

    Attributes:
        words: what it says; empty where the words stand beside it, and it is hidden from who
            listens to the page.
        mark: where a limit is marked, in per cent; empty without one.
    """

    stretches: tuple[DrawnStretch, ...]
    words: str = ""
    mark: str = ""


def draw_bar(
    stretches: Iterable[Stretch], whole: float, *, words: str = "", mark: float | None = None
) -> Bar:
    """Lay stretches one after the other on a bar of which the whole width is `whole`.

    What would stick out is cut off at the end; nothing is drawn for what is not above zero.
    """
    drawn, begin = [], 0.0
    for stretch in stretches:
        end = min(begin + max(stretch.value, 0), whole)
        if end > begin:
            drawn.append(
                DrawnStretch(stretch.tone, _percent(begin, whole), _percent(end - begin, whole))
            )
        begin = end
    at = "" if mark is None or whole <= 0 else _percent(min(max(mark, 0), whole), whole)
    return Bar(tuple(drawn), words, at)


def share_bar(value: float, whole: float, *, words: str = "", mark: float | None = None) -> Bar:
    """A bar of one stretch: so much of the whole."""
    return draw_bar([Stretch(value)], whole, words=words, mark=mark)


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") + "%" if whole > 0 else "0%"
