"""What changed from one version of the text to the next, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from placement_code.enums import BlockKind, Sign
from placement_code.text import blocks_of


@dataclass(frozen=True)
class Change:
    """A title, paragraph or point that is new or gone, and the title it stands under."""

    sign: Sign
    text: str
    under: str


def changes_between(old: str, new: str) -> list[Change]:
    """What is gone from the old text and new in the new one, in order of reading."""
    before, after = _parts(old), _parts(new)
    matcher = SequenceMatcher(
        a=[text for text, _ in before], b=[text for text, _ in after], autojunk=False
    )
    changes: list[Change] = []
    for what, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if what != "equal":
            changes += [Change(Sign.REMOVED, *part) for part in before[from_old:to_old]]
            changes += [Change(Sign.ADDED, *part) for part in after[from_new:to_new]]
    return changes


def _parts(text: str) -> list[tuple[str, str]]:
    """Each title, paragraph and point of a text, with the title above it."""
    parts, under = [], ""
    for block in blocks_of(text):
        if block.kind == BlockKind.HEADING:
            under = block.text
        parts += [(part, under) for part in block.points or (block.text,)]
    return parts
