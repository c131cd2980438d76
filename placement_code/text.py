"""The text of the Stagecode as parts that a template can draw. No markup passes through.

A line that begins with `# ` is a title, lines that begin with `- ` are the points of a list, and
all other lines are paragraphs, which an empty line ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from placement_code.enums import BlockKind

_BEGINNINGS = {"# ": BlockKind.HEADING, "- ": BlockKind.POINTS}


@dataclass(frozen=True)
class Block:
    """A title or a paragraph with its text, or a list with its points."""

    kind: BlockKind
    text: str = ""
    points: tuple[str, ...] = ()


def blocks_of(text: str) -> list[Block]:
    """The parts of a text, in order."""
    blocks: list[Block] = []
    lines = [line.strip() for line in text.splitlines()]
    for kind, group in groupby(lines, key=_kind_of):
        found = list(group)
        if kind == BlockKind.HEADING:
            blocks += [Block(kind, line[2:].strip()) for line in found]
        elif kind == BlockKind.POINTS:
            points = [line[2:].strip() for line in found]
            blocks.append(Block(kind, points=tuple(filter(None, points))))
        elif kind is not None:
            blocks.append(Block(kind, " ".join(found)))
    return [block for block in blocks if block.text or block.points]


def _kind_of(line: str) -> BlockKind | None:
    """What a line belongs to; None for an empty one, which only separates."""
    return _BEGINNINGS.get(f"{line} "[:2], BlockKind.PARAGRAPH) if line else None
