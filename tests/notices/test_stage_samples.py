"""Each kind about stages has an example in both languages, made without a database."""

import pytest
from django.utils import translation

from notices.kind import KINDS
from notices.kinds import agreements, guidance, intromoments, schedules, stagecode

MODULES = {module.__name__ for module in (agreements, guidance, intromoments, schedules, stagecode)}
NAMES = [name for name, kind in KINDS.items() if type(kind).__module__ in MODULES]
EXAMPLES = ("voorbeeld", "example")
OBLIGATIONS = {
    "agreement_to_sign",
    "agreement_still_to_sign",
    "planning_to_approve",
    "planning_to_make",
    "code_to_accept",
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_examples_are_plainly_examples(language: str) -> None:
    assert len(NAMES) == 16
    for name in NAMES:
        with translation.override(language):
            notice, facts = KINDS[name].sample()
            line = KINDS[name].line(notice, facts)
        assert line.text.endswith("."), name
        assert line.url.startswith("/"), name
        assert all((line.action, line.subject)), name
        said = f"{line.text}{line.reference}".lower()
        assert name == "code_to_accept" or any(word in said for word in EXAMPLES), name


def test_what_one_must_do_cannot_be_switched_off() -> None:
    assert {name for name in NAMES if KINDS[name].is_obligation} == OBLIGATIONS
