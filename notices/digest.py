"""The mail that is made of notices: one line each, under headings, with one button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.letters import Button, Item, Letter, Part, absolute
from calendar_cfg import clock
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.selectors import school_calendar
from institutions.models import SchoolFreeDay
from notices.kind import Kind, Line
from notices.models import Addressee, Notice
from requests_app.lesdagen_left import time_left

Told = Sequence[tuple[Kind, Notice, Any]]


def digest_letter(addressee: Addressee, told: Told) -> Letter:
    """The letter about these notices, in the language that is active.

    Arguments:
        told: each notice with its kind and what that kind prepared, the most pressing first.
    """
    lines = [(kind, kind.line(notice, facts)) for kind, notice, facts in told]
    calendars = _calendars([line for _kind, line in lines])
    parts: dict[str, list[Item]] = {}
    for kind, line in lines:
        item = item_of(line, calendars.get(line.school_pk), alone=len(lines) == 1)
        parts.setdefault(str(kind.heading), []).append(item)
    return Letter(
        subject=_subject(lines),
        parts=[Part(heading if len(lines) > 1 else "", items) for heading, items in parts.items()],
        button=_button(addressee, [line for _kind, line in lines]),
        why=_why(addressee),
        settings_url=absolute(reverse("mail_settings")) if addressee.user else "",
    )


def item_of(line: Line, calendar: SchoolCalendar | None, *, alone: bool) -> Item:
    """A line as an item of a mail; a line that is alone needs no link beside the button."""
    when = ""
    if line.due_on is not None:
        when = due_words(line.due_on, calendar or school_calendar())
    url = "" if alone else absolute(line.mail_url or line.url)
    return Item(line.text, line.reference, when, url, line.action, line.more)


def due_words(day: date, calendar: SchoolCalendar) -> str:
    """ "Antwoord verwacht: nog 4 lesdagen (tot ma 18 september 2017)"."""
    left = time_left(day, clock.today(), calendar).words
    return left[:1].upper() + left[1:] + "."


def _calendars(lines: Sequence[Line]) -> dict[int | None, SchoolCalendar]:
    """The calendar of each school that is named, with its own free days."""
    schools = {line.school_pk for line in lines if line.due_on and line.school_pk}
    own: dict[int | None, list[date]] = {pk: [] for pk in schools}
    for pk, day in SchoolFreeDay.objects.filter(school__in=schools).values_list("school", "date"):
        own[pk].append(day)
    general = school_calendar() if any(line.due_on for line in lines) else None
    found: dict[int | None, SchoolCalendar] = {pk: school_calendar(own[pk]) for pk in schools}
    return found | ({None: general} if general else {})


def _subject(lines: Sequence[tuple[Kind, Line]]) -> str:
    if len(lines) == 1:
        return lines[0][1].subject or lines[0][1].text
    asked = sum(kind.is_obligation for kind, _line in lines)
    told = {"n": len(lines), "asked": asked}
    if not asked:
        return (
            ngettext(
                "%(n)d bericht van lerarenstage", "%(n)d berichten van lerarenstage", len(lines)
            )
            % told
        )
    return ngettext(
        "lerarenstage: %(asked)d zaak wacht op u", "lerarenstage: %(asked)d zaken wachten op u",
        asked,
    ) % told  # fmt: skip


def _button(addressee: Addressee, lines: Sequence[Line]) -> Button:
    """What is asked first; the dashboard when there is more and somebody can log in."""
    first = lines[0]
    if len(lines) == 1 or addressee.user is None:
        return Button(first.action, absolute(first.mail_url or first.url))
    return Button(_("Bekijk waar u staat"), absolute(reverse("dashboard")))


def _why(addressee: Addressee) -> str:
    if addressee.user is None:
        return _(
            "U krijgt deze mail omdat dit het adres van %(school)s is in lerarenstage, waar "
            "lerarenopleidingen en scholen stages regelen."
        ) % {"school": addressee.school}
    return _("U krijgt deze mail omdat u in lerarenstage meewerkt. Zelf kiezen wat en hoe vaak:")
