"""What is told of the phases of a year: that one opens, closes soon, and closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.kinds.answering import goes_to_address
from notices.models import Notice
from notices.open_work import OpenWork, unanswered, unconfirmed, unfinished
from notices.samples import example_year

P = PhaseKind
WORK = {P.SCHOOL_DATA: unconfirmed, P.REQUESTS: unfinished, P.ANSWERS: unanswered}
"""What is open in a phase that closes. Templates are means: their drafts are of REQUESTS."""


def page_of(name: str, year: AcademicYear, **query: Any) -> str:
    """A page about a year: two are open at once in May, June and July."""
    return f"{reverse(name)}?{urlencode({**query, 'jaar': year.name})}"


def day_in(notice: Notice, name: str = "last_day") -> date:
    """A day that a notice remembers."""
    return date.fromisoformat(notice.data[name])


def phase_in(notice: Notice) -> PhaseKind:
    """The phase that a notice is about."""
    return PhaseKind(notice.data["phase"])


def windows_of(notices: Sequence[Notice]) -> dict[tuple[int, str], Phase]:
    """The phases that these are about, as they are now; one query, none where all are past."""
    today = clock.today()
    years = {n.year_id for n in notices if n.year_id and day_in(n) >= today}
    rows = Phase.objects.filter(year__in=years) if years else []
    return {(row.year_id, row.kind): row for row in rows}


@kind
class PhaseOpened(Kind):
    """Something became possible."""

    name = "phase_opened"
    label = gettext_lazy("Een fase van het jaar opent")
    heading = gettext_lazy("Vanaf nu kan")
    roles = (Role.COORDINATOR, Role.SUPERVISOR, Role.SCHOOL_MENTOR)
    rank = 60

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those of which the phase is open."""
        windows, today = windows_of(notices), clock.today()
        return {
            notice.pk
            for notice in notices
            if (phase := windows.get((notice.year_id or 0, notice.data["phase"])))
            and phase.opens_on <= today <= phase.last_day
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What is possible, and until when."""
        phase, year = phase_in(notice), notice.year
        assert year is not None  # told of a year
        text, page, action = OPENED[phase]
        told = {"year": year, "day": long_date(day_in(notice))}
        until = _("Dat kan tot en met %(day)s.") % told
        return Line(
            text=f"{text % told} {until}",
            subject=str(text % told).rstrip("."),
            url=page_of(page, year),
            action=str(action),
        )

    def sample(self) -> tuple[Notice, Any]:
        """The opening of the requests."""
        data = {"phase": P.REQUESTS.value, "last_day": "2018-07-03"}
        return Notice(kind=self.name, year=example_year(), data=data), None


OPENED: dict[PhaseKind, tuple[Any, str, Any]] = {
    P.SCHOOL_DATA: (
        gettext_lazy("U kunt de gegevens en het stageaanbod van uw school voor %(year)s nakijken."),
        "school_offer",
        gettext_lazy("Het aanbod nakijken"),
    ),
    P.TEMPLATES: (
        gettext_lazy("U kunt stageaanvraagsjablonen maken voor %(year)s."),
        "templates",
        gettext_lazy("Naar de sjablonen"),
    ),
    P.REQUESTS: (
        gettext_lazy("U kunt stageaanvragen indienen voor %(year)s."),
        "requests",
        gettext_lazy("Naar de stageaanvragen"),
    ),
    P.ANSWERS: (
        gettext_lazy("U kunt stageaanvragen voor %(year)s beantwoorden."),
        "inbox",
        gettext_lazy("Naar de stageaanvragen"),
    ),
}


@kind
class PhaseCloses(Kind):
    """A week before a phase ends, to who has something open in it."""

    name = "phase_closes"
    label = gettext_lazy("Een fase van het jaar sluit bijna")
    heading = gettext_lazy("Sluit binnenkort")
    roles = (Role.COORDINATOR, Role.SCHOOL_MENTOR)
    is_obligation = True
    presses = True
    rank = 30

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those of which the phase still ends then, with something open."""
        windows, work = windows_of(notices), {}
        held = set()
        for notice in notices:
            key = (notice.year_id or 0, notice.data["phase"])
            phase = windows.get(key)
            if phase is None or phase.last_day != day_in(notice) or notice.year is None:
                continue
            if key not in work:
                work[key] = WORK[phase_in(notice)](notice.year)
            if notice.membership is not None and work[key].of(notice.membership):
                held.add(notice.pk)
        return held

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What is open, and what becomes of it."""
        phase, year, n = phase_in(notice), notice.year, notice.data.get("count", 1)
        assert year is not None  # told of a year
        told = {"year": year, "day": long_date(day_in(notice)), "n": n}
        text, page = _closing(phase, told, n)
        return Line(
            text=text,
            subject=_("%(phase)s voor %(year)s sluit op %(day)s") % {**told, "phase": phase.label},
            url=page_of(page, year),
            action=_("Bekijk wat nog open staat"),
            due_on=day_in(notice),
        )

    def sample(self) -> tuple[Notice, Any]:
        """The end of the requests."""
        data = {"phase": P.REQUESTS.value, "last_day": "2018-07-03", "count": 4}
        return Notice(kind=self.name, year=example_year(), data=data), None


def _closing(phase: PhaseKind, told: dict[str, Any], n: int) -> tuple[str, str]:
    if phase == P.SCHOOL_DATA:
        text = _("Het stageaanbod van uw school voor %(year)s is nog niet bevestigd.")
        return text % told, "school_offer"
    if phase == P.ANSWERS:
        text = ngettext(
            "%(n)d stageaanvraag voor %(year)s wacht nog op uw antwoord.",
            "%(n)d stageaanvragen voor %(year)s wachten nog op uw antwoord.",
            n,
        )
        return text % told, "inbox"
    text = ngettext(
        "%(n)d stageaanvraag voor %(year)s is nog niet beantwoord en vervalt na die dag.",
        "%(n)d stageaanvragen voor %(year)s zijn nog niet beantwoord en vervallen na die dag.",
        n,
    )
    return text % told, "requests"


def at_school(notice: Notice) -> bool:
    """Whether it is told to a school: somebody there, or its address."""
    if notice.membership is not None:
        return notice.membership.school_id is not None
    return goes_to_address(notice)


def leads_to(notice: Notice, action: str) -> str:
    """The words of the button; at an address nobody logs in to see a list."""
    return _("Wat is lerarenstage?") if goes_to_address(notice) else action


@kind
class AnswersClosed(Kind):
    """Schools cannot answer any more, while requests still lie with them."""

    name = "answers_closed"
    label = gettext_lazy("Beantwoorden is afgesloten")
    heading = gettext_lazy("Afgesloten")
    roles = (Role.COORDINATOR, Role.SCHOOL_MENTOR)
    rank = 31

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """How many stay without an answer."""
        year, n = notice.year, notice.data.get("count", 1)
        assert year is not None  # told of a year
        text = ngettext(
            "Scholen kunnen voor %(year)s niet meer antwoorden. %(n)d stageaanvraag bleef zonder "
            "antwoord.",
            "Scholen kunnen voor %(year)s niet meer antwoorden. %(n)d stageaanvragen bleven "
            "zonder antwoord.",
            n,
        )
        return Line(
            text=text % {"year": year, "n": n},
            subject=_("Beantwoorden voor %(year)s is afgesloten") % {"year": year},
            url=page_of("inbox" if at_school(notice) else "requests", year),
            mail_url=reverse("front") if goes_to_address(notice) else "",
            action=leads_to(notice, _("Bekijk de stageaanvragen")),
        )

    def sample(self) -> tuple[Notice, Any]:
        """The end of the answers."""
        return Notice(kind=self.name, year=example_year(), data={"count": 4}), None


@kind
class YearClosed(Kind):
    """Requesting closed; with what expired."""

    name = "year_closed"
    label = gettext_lazy("Het aanvragen voor een jaar is afgesloten")
    heading = gettext_lazy("Afgesloten")
    roles = (Role.COORDINATOR, Role.SCHOOL_MENTOR)
    rank = 32

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What expired, by what it was."""
        year, counts = notice.year, notice.data
        assert year is not None  # told of a year
        closed = _("Het aanvragen voor %(year)s is afgesloten.") % {"year": year}
        expired = ", ".join(_expired(counts))
        return Line(
            text=" ".join([closed, _("Vervallen: %(what)s.") % {"what": expired}]),
            subject=closed.rstrip("."),
            url=page_of("inbox" if at_school(notice) else "requests", year, toestand="gestopt"),
            mail_url=reverse("front") if goes_to_address(notice) else "",
            action=leads_to(notice, _("Bekijk wat verviel")),
        )

    def sample(self) -> tuple[Notice, Any]:
        """The end of a year."""
        data = {"drafts": 2, "held": 1, "unanswered": 3}
        return Notice(kind=self.name, year=example_year(), data=data), None


def _expired(counts: dict[str, int]) -> list[str]:
    """ "2 ontwerpen", "1 aanvraag zonder school", "3 aanvragen zonder antwoord"."""
    found = []
    if n := counts.get("drafts", 0):
        found.append(ngettext("%(n)d ontwerp", "%(n)d ontwerpen", n) % {"n": n})
    if n := counts.get("held", 0):
        words = ngettext("%(n)d aanvraag zonder school", "%(n)d aanvragen zonder school", n)
        found.append(words % {"n": n})
    if n := counts.get("unanswered", 0):
        words = ngettext("%(n)d aanvraag zonder antwoord", "%(n)d aanvragen zonder antwoord", n)
        found.append(words % {"n": n})
    return found


def closing_work(phase: Phase) -> OpenWork | None:
    """What is open in a phase that closes soon; None when nothing can be."""
    asked = WORK.get(PhaseKind(phase.kind))
    return asked(phase.year) if asked else None
