"""Whether the machinery of the year works, and which schools keep others waiting.

Each read is one query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import MailState, OutgoingMail
from calendar_cfg import clock, heartbeat
from calendar_cfg.calendar_facts import calendar_facts, calendar_from
from calendar_cfg.effects import REGISTRY
from calendar_cfg.enums import Edge, EffectState, PhaseKind
from calendar_cfg.models import AcademicYear, EffectEntry
from institutions.models import SchoolFreeDay
from matching.enums import RunScope
from matching.models import MatchingRun
from notices.models import Round
from notices.year_health import Median, took_to_answer
from notices.year_health_words import days_words
from requests_app.enums import ProposalState
from requests_app.lesdagen_left import Countdown, TimeLeft
from requests_app.models import Proposal

SHOWN_EFFECTS = 20
SHOWN_RUNS = 5
SLOWEST = 10
UNSENT = (MailState.QUEUED, MailState.SENDING, MailState.WITHHELD, MailState.FAILED)


@dataclass(frozen=True)
class FailedEffect:
    """An effect of a phase that failed, of any year, and where it is tried again."""

    label: str
    year: str
    edge: str
    scheduled_on: date
    attempts: int
    error: str
    retry_url: str


@dataclass(frozen=True)
class SlowSchool:
    """A school with answers that are overdue today."""

    public_id: Any
    name: str
    phone: str
    overdue: int
    left: TimeLeft
    days: float | None

    @property
    def days_words(self) -> str:
        """In how many days it answered what it did answer."""
        return days_words(self.days)


@dataclass(frozen=True)
class MailCount:
    """Mails that did not go out: how many, and where they are."""

    state: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Signs:
    """Everything about the machinery that the page tells."""

    age: timedelta | None
    effects: list[FailedEffect] = field(default_factory=list)
    mails: list[MailCount] = field(default_factory=list)
    runs: list[MatchingRun] = field(default_factory=list)
    last_round: Round | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the sweep stands still."""
        return self.age is None or self.age > heartbeat.OLDEST


def read_signs(year: AcademicYear) -> Signs:
    """How everything runs now; five queries."""
    return Signs(
        age=heartbeat.age(),
        effects=failed_effects(),
        mails=unsent_mails(),
        runs=last_runs(year),
        last_round=Round.objects.order_by("-day").first(),
    )


def failed_effects() -> list[FailedEffect]:
    """The effects that failed, the last one first: an administrator has them done again."""
    rows = EffectEntry.objects.filter(state=EffectState.FAILED).select_related("phase__year")
    return [_failed(row) for row in rows.order_by("-scheduled_on", "pk")[:SHOWN_EFFECTS]]


def _failed(row: EffectEntry) -> FailedEffect:
    phase, edge = row.phase, Edge(row.edge)
    known = REGISTRY.find(phase.kind, row.edge, row.effect)
    again = known is not None and row.scheduled_on == phase.edge_date(edge)
    args = [phase.year.start_year, phase.pk, row.edge, row.effect]
    return FailedEffect(
        label=str(known.label) if known else row.effect,
        year=str(phase.year),
        edge=f"{PhaseKind(phase.kind).label} {edge.label}",
        scheduled_on=row.scheduled_on,
        attempts=row.attempts,
        error=row.error.strip().rpartition("\n")[2],
        retry_url=reverse("effect_now", args=args) if again else "",
    )


def unsent_mails() -> list[MailCount]:
    """The mails that wait, are withheld or failed, of all years."""
    rows = OutgoingMail.objects.filter(state__in=UNSENT).order_by()
    counts: Mapping[str, int] = dict(rows.values_list("state").annotate(n=Count("pk")))
    return [
        MailCount(state.value, str(state.label), counts[state], mails_address(state))
        for state in UNSENT
        if counts.get(state)
    ]


def mails_address(state: MailState | None = None) -> str:
    """The page "Uitgaande mail" where there is one; else the list of the administration."""
    try:
        return reverse("outbox")
    except NoReverseMatch:
        query = f"?{urlencode({'state__exact': state.value})}" if state else ""
        return reverse("admin:accounts_outgoingmail_changelist") + query


def last_runs(year: AcademicYear) -> list[MatchingRun]:
    """The last runs of the matching in a year, without those of single requests."""
    rows = MatchingRun.objects.filter(year=year).exclude(scope=RunScope.LOOKING)
    found = rows.without_files().select_related("institution", "started_by")
    return list(found.order_by("-created_at", "-pk")[:SHOWN_RUNS])


def slowest_schools(year: AcademicYear) -> list[SlowSchool]:
    """The schools with most overdue answers; of as many, who is late longest comes first."""
    rows = list(_slowest(year))
    countdown = Countdown(lambda: calendar_from(rows[0]["calendar_facts"]), clock.today())
    return [
        SlowSchool(
            public_id=row["public_id"],
            name=row["name"],
            phone=row["phone"],
            overdue=row["overdue"],
            left=countdown.until(row["since"], row["free_days"]),
            days=row["took"] / timedelta(days=1) if row["took"] is not None else None,
        )
        for row in rows
    ]


def _slowest(year: AcademicYear) -> QuerySet[Any, dict[str, Any]]:
    free = SchoolFreeDay.objects.filter(school=OuterRef("school"))
    late = Q(state=ProposalState.OPEN, due_on__lt=clock.today())
    rows = Proposal.objects.filter(request__year=year).order_by()
    found = rows.values("school", name=F("school__name"), phone=F("school__phone")).annotate(
        public_id=F("school__public_id"),
        overdue=Count("pk", filter=late),
        since=Min("due_on", filter=late),
        took=Median(took_to_answer(), filter=Q(answered_at__isnull=False)),
    )
    slowest = found.filter(overdue__gt=0).annotate(
        free_days=ArraySubquery(free.values("date")), calendar_facts=calendar_facts()
    )
    worst: QuerySet[Any, dict[str, Any]] = slowest.order_by("-overdue", "since", "name")
    return worst[:SLOWEST]


def age_words(age: timedelta | None) -> str:
    """ "minder dan een minuut geleden", "12 minuten geleden", "3 uur geleden"."""
    if age is None:
        return _("nog nooit")
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return _("minder dan een minuut geleden")
    return _("%(time)s geleden") % {"time": _length(minutes)}


def _length(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(n)d minuut", "%(n)d minuten", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d uur", "%(n)d uur", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d dag", "%(n)d dagen", days) % {"n": days}
