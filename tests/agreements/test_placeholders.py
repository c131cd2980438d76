"""Placeholders in clauses: checked while editing, filled in once."""

import pytest

from agreements.enums import ClauseUse
from agreements.placeholders import EXAMPLES, IN_FRAMEWORK, MEANINGS, fill, need_known
from calendar_cfg.exceptions import DomainError


def test_every_placeholder_that_is_explained_is_accepted_and_has_an_example():
    text = " ".join(f"{{{{{name}}}}}" for name in MEANINGS)
    need_known(text, ClauseUse.BOTH)
    assert fill(text, EXAMPLES) == " ".join(EXAMPLES[name] for name in MEANINGS)


@pytest.mark.parametrize("text", ["{{rijksregisternummer}}", "a {{ stagiairs }} b", "{{}}"])
def test_an_unknown_placeholder_is_refused_by_name_with_those_that_are_known(text):
    with pytest.raises(DomainError) as refused:
        need_known(text, ClauseUse.FULL)
    name = text[text.index("{{") + 2 : text.index("}}")].strip()
    assert f"{{{{{name}}}}}" in refused.value.message
    assert all(f"{{{{{known}}}}}" in refused.value.message for known in MEANINGS)
    assert refused.value.field == "text"


@pytest.mark.parametrize(
    "text", ["voor {{stagiair", "stagiair}} na", "{{ {{school}} }}", "{{a\n{b}}"]
)
def test_an_unfinished_placeholder_is_refused_with_where_it_stands(text):
    with pytest.raises(DomainError, match="die niet af is"):
        need_known(text, ClauseUse.FULL)


def test_single_braces_are_just_text():
    need_known("een {gewone} tekst", ClauseUse.BOTH)
    assert fill("een {gewone} tekst", EXAMPLES) == "een {gewone} tekst"


def test_a_framework_is_about_no_stage_and_knows_only_its_own_placeholders():
    need_known(" ".join(f"{{{{{name}}}}}" for name in IN_FRAMEWORK), ClauseUse.FRAMEWORK)
    with pytest.raises(DomainError, match="raamovereenkomst kent"):
        need_known("{{stagiair}}", ClauseUse.FRAMEWORK)


def test_a_value_that_looks_like_a_placeholder_is_not_filled_in_again():
    values = {"stagiair": "{{school}}", "school": "Atheneum"}
    assert fill("{{ stagiair }} in {{school}}", values) == "{{school}} in Atheneum"
