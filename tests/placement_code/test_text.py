"""The text of the Stagecode as parts, and what changed between two versions."""

from placement_code.differences import Change, changes_between
from placement_code.enums import BlockKind, Sign
from placement_code.text import Block, blocks_of
from tests.placement_code.world import FIRST_TEXT, SECOND_TEXT


def test_titles_paragraphs_and_points():
    text = "# Titel\nEen regel\r\ngaat verder.\n\n\nTweede alinea.\n- een\n- twee\n"
    text += "Daarna.\n#geen titel"
    assert blocks_of(text) == [
        Block(BlockKind.HEADING, "Titel"),
        Block(BlockKind.PARAGRAPH, "Een regel gaat verder."),
        Block(BlockKind.PARAGRAPH, "Tweede alinea."),
        Block(BlockKind.POINTS, points=("een", "twee")),
        Block(BlockKind.PARAGRAPH, "Daarna. #geen titel"),
    ]
    assert blocks_of(" \n\n# \n-\n- \n") == []


def test_what_changed_is_told_part_by_part_under_its_title():
    assert changes_between(FIRST_TEXT, SECOND_TEXT) == [
        Change(Sign.REMOVED, "Wij antwoorden binnen twee lesweken.", "Afspraken"),
        Change(Sign.ADDED, "Wij antwoorden binnen twee lesweken en zeggen waarom.", "Afspraken"),
        Change(Sign.ADDED, "Intromoment", "Intromoment"),
        Change(Sign.ADDED, "De school nodigt uit.", "Intromoment"),
    ]
    assert changes_between(FIRST_TEXT, FIRST_TEXT.replace("\n\n", "\n\n\n")) == []
