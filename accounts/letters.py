"""A mail as one source: what it says, from which both its text and its HTML are written.

Plain and short (trust.md, 22): no trainee's name, a subject without personal data, what is asked,
until when, and one button. Who writes a mail fills a `Letter` in the reader's language; nothing
else in the house writes the body of a mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import TextWrapper

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language

MAX_SUBJECT = 200
WIDTH = 74


@dataclass(frozen=True)
class Button:
    """The one thing to do: words, and an absolute address."""

    words: str
    url: str


@dataclass(frozen=True)
class Item:
    """One thing told among several.

    Arguments:
        text: one or two sentences.
        reference: the kenmerk, to look it up with; empty when there is none.
        when: until when, in words; empty when nothing is asked.
        url: an absolute address of its own; empty when the button is enough.
        link: the words of that address.
        more: what belongs to it, a line each.
    """

    text: str
    reference: str = ""
    when: str = ""
    url: str = ""
    link: str = ""
    more: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """Items under one heading; the heading may be empty in a letter about one thing.

    Arguments:
        when: until when, in words, where that is the same for all of them.
    """

    heading: str
    items: Sequence[Item]
    when: str = ""


@dataclass(frozen=True)
class Letter:
    """All that a mail says, in the language that is active when it is made.

    Arguments:
        subject: one line, without personal data.
        opening: sentences above everything else, a paragraph each.
        parts: what is told, under headings.
        button: the one thing to do.
        closing: sentences below the button, a paragraph each.
        why: why the reader gets this mail, and where that is changed.
        settings_url: the absolute address where that is changed; empty for who has no account.
        language: in which it was written, so that all of it is in one.
    """

    subject: str
    opening: Sequence[str] = ()
    parts: Sequence[Part] = field(default_factory=tuple)
    button: Button | None = None
    closing: Sequence[str] = ()
    why: str = ""
    settings_url: str = ""
    language: str = field(default_factory=lambda: get_language() or settings.LANGUAGE_CODE)

    @property
    def alone(self) -> Item | None:
        """What the letter is about, when that is one thing; it needs no list."""
        items = [item for part in self.parts for item in part.items]
        return items[0] if len(items) == 1 and not self.parts[0].heading else None


@dataclass(frozen=True)
class Rendered:
    """A letter as it is sent."""

    subject: str
    text: str
    html: str


def render(letter: Letter) -> Rendered:
    """Write a letter as text and as HTML, in its language."""
    with translation.override(letter.language):
        text = render_to_string("accounts/mail/letter.txt", {"letter": letter})
        html = render_to_string("accounts/mail/letter.html", {"letter": letter})
    return Rendered(" ".join(letter.subject.split())[:MAX_SUBJECT], text.strip() + "\n", html)


def wrapped(text: str) -> str:
    """The text of a mail in lines that a narrow window shows whole; an address is never broken."""
    lines: list[str] = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip(" -")))
        whole = TextWrapper(
            WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        lines += whole.wrap(line) or [""]
    return "\n".join(lines) + "\n"


def absolute(path: str) -> str:
    """The address of a page, for a mail."""
    return f"{settings.SITE_URL}{path}"
