"""Each word of the word list is linked to its meaning from a page where it is used."""

import re
from pathlib import Path

from django.conf import settings

from lerarenstage.templatetags.lerarenstage import KIND_TERMS
from lerarenstage.wordlist import GROUPS

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OTHER_PAGES = ("pages",)  # the word list itself, and the gallery
TAG = re.compile(r"\{% (?:term|words) ([^%]+)%\}")
SLUG = re.compile(r'"([a-z][a-z-]*)"')


def linked() -> set[str]:
    """The slugs that templates of the interface link to."""
    found = set(KIND_TERMS.values())
    for file in TEMPLATES.rglob("*.html"):
        if file.relative_to(TEMPLATES).parts[0] not in OTHER_PAGES:
            for tag in TAG.findall(file.read_text(encoding="utf-8")):
                found |= set(SLUG.findall(tag))
    return found


def test_every_word_is_linked_from_where_it_is_used() -> None:
    words = {term.slug for group in GROUPS for term in group.terms}
    assert words - linked() == set()
