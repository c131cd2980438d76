"""What is told of the dates "bij voorkeur" and of the intromomenten of the calendar.

Seven days and one day before, and only to who has something open for it:

- SEND: coordinators of institutions with drafts for that trimester, and supervisors whose own
  drafts are not handed in for the check;
- APPROVE: schoolmentors who answer, of schools with unanswered requests for that trimester. Their
  coordinators can do nothing there; they hear of a late answer (`SchoolIsLate`);
- ANSWER_BY: the same of all requests that are due by then; not on the day itself, when each of
  those requests is reminded of by itself;
- INTRO: schoolmentors of schools with stages in that trimester and no intromoment planned.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.enums import MilestoneKind
from calendar_cfg.models import Milestone
from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.kinds.phases import day_in, page_of
from notices.models import Notice
from notices.open_work import OpenWork, drafts, unanswered, without_intromoment
from notices.samples import example_year

M = MilestoneKind
About = tuple[int, str, int | None, str]
"""Year, kind, trimester and day of a milestone."""

WORK: dict[str, Callable[[Milestone], OpenWork]] = {
    M.SEND: lambda row: drafts(row.year, row.trimester),
    M.APPROVE: lambda row: unanswered(row.year, row.trimester),
    M.ANSWER_BY: lambda row: unanswered(row.year, due_by=row.date),
    M.INTRO: lambda row: without_intromoment(row.year, row.trimester or 0),
}


class MilestoneNear(Kind):
    """A date of the calendar comes near, and something is still open for it.

    `data` has the `milestone` (its kind), `trimester`, `day`, and how many (`count`).
    """

    heading = gettext_lazy("Bij voorkeur")
    rank = 35
    milestone: ClassVar[MilestoneKind]

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those of which the date stands, is not past, and something is open still."""
        ahead: dict[About, list[Notice]] = defaultdict(list)
        for notice in notices:
            if _is_ahead(notice):
                ahead[_about(notice)].append(notice)
        held: set[int] = set()
        for row in _standing(ahead):
            work = WORK[row.kind](row)
            told = ahead[row.year_id, row.kind, row.trimester, row.date.isoformat()]
            held |= {n.pk for n in told if n.membership is not None and work.of(n.membership)}
        return held

    @abstractmethod
    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """What is open, and as the subject of a mail."""

    @abstractmethod
    def page(self, notice: Notice) -> tuple[str, str]:
        """Where it is done, and the words of the button."""

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What is open, and until when preferably."""
        told = {
            "n": notice.data.get("count", 1),
            "t": notice.data.get("trimester"),
            "day": long_date(day_in(notice, "day")),
            "year": notice.year,
        }
        text, subject = self.words(told)
        url, action = self.page(notice)
        return Line(text=text, subject=subject, url=url, action=action, due_on=_due(notice))

    def sample(self) -> tuple[Notice, Any]:
        """An example in the first trimester."""
        data = {"milestone": self.milestone, "trimester": 1, "day": "2017-09-19", "count": 3}
        return Notice(kind=self.name, year=example_year(), data=data), None


def _is_ahead(notice: Notice) -> bool:
    day, today = day_in(notice, "day"), clock.today()
    return day > today or (day == today and notice.data["milestone"] != M.ANSWER_BY)


def _about(notice: Notice) -> About:
    data = notice.data
    return notice.year_id or 0, data["milestone"], data["trimester"], data["day"]


def _standing(ahead: dict[About, list[Notice]]) -> list[Milestone]:
    """The milestones that are where they were when it was told; one query, or none."""
    if not ahead:
        return []
    days = {date.fromisoformat(day) for _year, _kind, _trimester, day in ahead}
    rows = Milestone.objects.filter(year__in={about[0] for about in ahead}, date__in=days)
    return [
        row
        for row in rows.select_related("year")
        if (row.year_id, row.kind, row.trimester, row.date.isoformat()) in ahead
    ]


def _due(notice: Notice) -> date:
    return day_in(notice, "day")


@kind
class MilestoneSend(MilestoneNear):
    """Requests of a trimester are preferably sent by then."""

    name = "milestone_send"
    label = gettext_lazy("Aanvragen bij voorkeur versturen")
    roles = (Role.COORDINATOR, Role.SUPERVISOR)
    milestone = M.SEND

    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """How many drafts there are."""
        text = ngettext(
            "Nog %(n)d ontwerp voor trimester %(t)s. Aanvragen verstuurt u bij voorkeur tegen "
            "%(day)s.",
            "Nog %(n)d ontwerpen voor trimester %(t)s. Aanvragen verstuurt u bij voorkeur tegen "
            "%(day)s.",
            told["n"],
        )
        return text % told, _("Aanvragen voor trimester %(t)s: bij voorkeur tegen %(day)s") % told

    def page(self, notice: Notice) -> tuple[str, str]:
        """The drafts of that trimester."""
        year, trimester = notice.year, notice.data["trimester"]
        assert year is not None  # told of a year
        url = page_of("requests", year, toestand="draft", trimester=trimester)
        return url, _("Naar de ontwerpen")


@kind
class MilestoneAnswer(MilestoneNear):
    """Requests are preferably answered by then: all of them, or those of a trimester."""

    name = "milestone_answer"
    label = gettext_lazy("Aanvragen bij voorkeur beantwoorden")
    roles = (Role.SCHOOL_MENTOR,)
    milestone = M.APPROVE

    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """How many wait for an answer."""
        subject = _("Stageaanvragen bij voorkeur beantwoorden tegen %(day)s") % told
        if told["t"] is None:
            text = ngettext(
                "%(n)d stageaanvraag wacht op uw antwoord, bij voorkeur tegen %(day)s.",
                "%(n)d stageaanvragen wachten op uw antwoord, bij voorkeur tegen %(day)s.",
                told["n"],
            )
            return text % told, subject
        text = ngettext(
            "%(n)d stageaanvraag voor trimester %(t)s wacht op uw antwoord, bij voorkeur tegen "
            "%(day)s.",
            "%(n)d stageaanvragen voor trimester %(t)s wachten op uw antwoord, bij voorkeur tegen "
            "%(day)s.",
            told["n"],
        )
        return text % told, subject

    def page(self, notice: Notice) -> tuple[str, str]:
        """What waits in the inbox."""
        year, trimester = notice.year, notice.data["trimester"]
        assert year is not None  # told of a year
        asked = {"trimester": trimester} if trimester else {}
        return page_of("inbox", year, **asked), _("Naar de stageaanvragen")


@kind
class MilestoneIntro(MilestoneNear):
    """The day of the intromomenten in the calendar."""

    name = "milestone_intro"
    label = gettext_lazy("Nog geen intromoment gepland")
    heading = gettext_lazy("Intromoment")
    roles = (Role.SCHOOL_MENTOR,)
    milestone = M.INTRO

    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """That none is planned, and when it stands in the calendar."""
        text = _(
            "U plande nog geen intromoment voor trimester %(t)s. In de kalender staat het op "
            "%(day)s."
        )
        return text % told, _("Nog geen intromoment voor trimester %(t)s") % told

    def page(self, notice: Notice) -> tuple[str, str]:
        """Where it is planned."""
        assert notice.year is not None  # told of a year
        return page_of("intromoments", notice.year), _("Een intromoment plannen")


MILESTONE_KINDS: dict[str, type[MilestoneNear]] = {
    M.SEND: MilestoneSend,
    M.APPROVE: MilestoneAnswer,
    M.ANSWER_BY: MilestoneAnswer,
    M.INTRO: MilestoneIntro,
}
