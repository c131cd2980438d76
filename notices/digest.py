"""The mail that is made of notices: what is asked under headings, with one button.

A digest stays readable whatever it holds (docs/decisions/0035): what is due together stands
together, the first ten of a heading are told in full, and the rest is counted, with a link to the
page that has them all. An address without an account has no such page: the rest keeps a link each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.letters import Button, Item, Letter, Part, absolute
from notices.calendars import Calendars
from notices.kind import Kind, Line
from notices.models import Addressee, Notice

Told = Sequence[tuple[Kind, Notice, Any]]
IN_FULL = 10


@dataclass(frozen=True)
class Entry:
    """One thing told in a mail.

    Arguments:
        place: the organisation that it is about, where a mail tells about several.
        when: until when, in words.
    """

    kind: Kind
    line: Line
    place: str
    when: str

    @property
    def url(self) -> str:
        """Where the mail leads to for this."""
        return absolute(self.line.mail_url or self.line.url)

    @property
    def heading(self) -> str:
        """What this stands under."""
        words = str(self.kind.heading)
        if not self.place:
            return words
        return _("%(place)s: %(words)s") % {
            "place": self.place,
            "words": words[:1].lower() + words[1:],
        }


def digest_letter(addressee: Addressee, told: Told) -> Letter:
    """The letter about these notices, in the language that is active.

    Arguments:
        told: each notice with its kind and what that kind prepared, the most pressing first.
    """
    entries = _entries(told)
    return Letter(
        subject=_subject(entries),
        parts=_parts(addressee, entries) if len(entries) > 1 else [_alone(entries[0])],
        button=_button(addressee, entries),
        closing=_closing(addressee, entries),
        why=_why(addressee),
        settings_url=absolute(reverse("mail_settings")) if addressee.user else "",
    )


def _entries(told: Told) -> list[Entry]:
    lines = [kind.line(notice, facts) for kind, notice, facts in told]
    calendars = Calendars(lines)
    several = len({notice.membership_id or None for _kind, notice, _facts in told}) > 1
    return [
        Entry(kind, line, _place(notice) if several else "", _when(line, calendars))
        for (kind, notice, _facts), line in zip(told, lines, strict=True)
    ]


def _place(notice: Notice) -> str:
    """The organisation that somebody with several roles was told this for."""
    return str(notice.membership.organisation) if notice.membership else _("Beheer")


def _when(line: Line, calendars: Calendars) -> str:
    """ "Nog 4 lesdagen (tot ma 18 september 2017)."; nothing when no day is named."""
    left = calendars.time_left(line)
    return left.sentence if left else ""


def _alone(entry: Entry) -> Part:
    """What is told alone needs no heading, and no link beside the button."""
    line = entry.line
    return Part("", [Item(line.text, line.reference, entry.when, more=line.more)])


def _parts(addressee: Addressee, entries: Sequence[Entry]) -> list[Part]:
    """Under each heading what is due together stands together, the soonest first."""
    by_heading: dict[str, list[Entry]] = {}
    for entry in entries:
        by_heading.setdefault(entry.heading, []).append(entry)
    parts: list[Part] = []
    for heading, found in by_heading.items():
        found.sort(key=lambda entry: entry.line.due_on or date.max)
        full, rest = found[:IN_FULL], found[IN_FULL:]
        items = [(entry.when, _item(entry)) for entry in full]
        if addressee.user is None:
            items += [(entry.when, _link(entry)) for entry in rest]
        parts += _under(heading, items)
        if rest and addressee.user:
            parts.append(_counted(rest))
    return parts


def _under(heading: str, items: Sequence[tuple[str, Item]]) -> list[Part]:
    groups = groupby(items, key=lambda pair: pair[0])
    parts = [Part("", [item for _when, item in group], when) for when, group in groups]
    return [Part(heading, parts[0].items, parts[0].when), *parts[1:]]


def _item(entry: Entry) -> Item:
    line = entry.line
    return Item(line.text, line.reference, url=entry.url, link=line.action, more=line.more)


def _link(entry: Entry) -> Item:
    """For who has no account each link is the only way there: it stays, by its kenmerk."""
    return Item("", url=entry.url, link=entry.line.reference or entry.line.action)


def _counted(rest: Sequence[Entry]) -> Part:
    """How many more there are, and the page that has them all."""
    text = ngettext("En nog %(n)d.", "En nog %(n)d.", len(rest)) % {"n": len(rest)}
    page = Item(text, url=absolute(_overview(rest[0].kind)), link=_("Bekijk ze allemaal"))
    return Part("", [page])


def _overview(kind: Kind) -> str:
    """The page that shows all that is asked of this kind."""
    return reverse(kind.overview) if kind.overview else f"{reverse('notices')}?toon=te-doen"


def _subject(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return entries[0].line.subject or entries[0].line.text
    if len({entry.heading for entry in entries}) == 1:
        return entries[0].kind.subject_of(len(entries))
    if asked := sum(entry.kind.is_obligation for entry in entries):
        words = ngettext("%(n)d taak wacht op u", "%(n)d taken wachten op u", asked)
        return words % {"n": asked}
    n = len(entries)
    return ngettext("%(n)d bericht van lerarenstage", "%(n)d berichten van lerarenstage", n) % {
        "n": n
    }


def _button(addressee: Addressee, entries: Sequence[Entry]) -> Button:
    """What is asked first; where all of it stands when there is more and somebody can log in."""
    first = entries[0]
    if len(entries) == 1:
        return Button(first.line.action, first.url)
    if addressee.user is None:
        words = _("Begin met %(reference)s") if first.line.reference else first.line.action
        return Button(words % {"reference": first.line.reference}, first.url)
    pages = {entry.kind.overview for entry in entries}
    if len(pages) == 1 and first.kind.overview:
        return Button(_("Bekijk ze samen"), absolute(reverse(first.kind.overview)))
    return Button(_("Bekijk waar u staat"), absolute(reverse("dashboard")))


def _closing(addressee: Addressee, entries: Sequence[Entry]) -> list[str]:
    """How a link works for who has no account."""
    if addressee.user or not any(entry.kind.is_obligation for entry in entries):
        return []
    return [
        _(
            "U hebt geen account nodig: elke link opent één aanvraag. Openen beslist nog niets; u "
            "antwoordt op die pagina."
        ),
        _("Regelt een collega dit? Geef de aanvraag dan door op die pagina."),
    ]


def _why(addressee: Addressee) -> str:
    if addressee.user is None:
        return _(
            "U krijgt deze mail omdat dit het adres van %(school)s is in lerarenstage, waar "
            "lerarenopleidingen en scholen stages regelen."
        ) % {"school": addressee.school}
    return _(
        "U krijgt deze mail omdat u in lerarenstage meewerkt. Hoe vaak en waarover, kiest u zelf:"
    )
