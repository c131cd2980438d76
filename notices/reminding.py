"""What schools and coordinators are reminded of, on the day that it is due (the daily round).

Lesdagen are counted with the free days of the school that answers. A day's reminders cost a
constant number of queries, whatever the number of requests and schools.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.enums import PhaseKind
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import Phase
from calendar_cfg.selectors import school_calendar
from calendar_cfg.withholding import withheld_when
from institutions.models import SchoolFreeDay
from matching.enums import ResultStatus
from matching.models import MatchingResult
from notices.daily import daily
from notices.kind import Kind
from notices.kinds.answering import (
    ANSWERING,
    AnswerDueSoon,
    AnswerDueToday,
    AnswerOverdue,
    RequestReached,
)
from notices.kinds.late_answers import SchoolIsLate
from notices.kinds.looking import NeedsSchool, NoSchoolFound
from notices.models import Notice
from notices.recipients import Recipient, answering_for, coordinating
from notices.telling import Told, tell
from notices.without_school import without_school
from requests_app.enums import Onward, ProposalState, RequestState
from requests_app.models import PlacementRequest, Proposal

LESDAGEN = 3
"""So many before an answer is due, and so many after, it is reminded of."""
Asked = tuple[int, date]
"""A school, and the day on which its answer is due."""
P = PhaseKind


@dataclass(frozen=True)
class _Due:
    """Which kind of reminder is due on a day, for schools whose answer is due on some day."""

    calendars: Mapping[int, SchoolCalendar]
    general: SchoolCalendar

    def reminder(self, asked: Asked, day: date) -> type[Kind] | None:
        """The reminder of a day; on the due day itself, or the last lesdag before it."""
        school, due_on = asked
        calendar = self.calendars.get(school, self.general)
        if day == calendar.previous_lesdag(due_on):
            return AnswerDueToday
        if day < due_on:
            is_soon = day == calendar.add_lesdagen(due_on, -LESDAGEN)
            return AnswerDueSoon if is_soon else None
        return AnswerOverdue if day == calendar.add_lesdagen(due_on, LESDAGEN) else None


@daily
def tell_new_addresses(day: date) -> int:
    """What lies with a school without schoolmentors and was never told at its address: that was
    changed, or there was none. Before the reminders, which take its place. Days that were missed
    are not made up for: all of it is told today.
    """
    if day != clock.today():
        return 0
    told = Notice.objects.filter(
        proposal=OuterRef("pk"),
        kind__in=[kind.name for kind in ANSWERING],
        addressee__school=OuterRef("school"),
        addressee__email__iexact=OuterRef("school__email"),
    )
    members = Membership.objects.active().filter(school=OuterRef("school"), handles_requests=True)
    rows = Proposal.objects.filter(
        ~Exists(told), ~Exists(members), state=ProposalState.OPEN, request__year__in=_open(day)
    ).exclude(school__email="")
    return tell(
        RequestReached,
        [
            Told(
                Recipient(email=row.school.email, school_id=row.school_id),
                str(row.pk),
                row.request.year,
                row.request,
                row,
            )
            for row in rows.select_related("school", "request__year").order_by("pk")
        ],
    )


@daily
def remind_of_answers(day: date) -> int:
    """Three lesdagen before an answer is due, on the day, and three lesdagen after.

    Who answers for the school is told; the last time also the coordinator, with other schools that
    fit. Only while schools can answer.
    """
    waiting = Proposal.objects.filter(state=ProposalState.OPEN, request__year__in=_open(day))
    pairs = set(waiting.order_by().values_list("school_id", "due_on").distinct())
    due = _due(pairs)
    kinds = {pair: kind for pair in pairs if (kind := due.reminder(pair, day))}
    if not kinds:
        return 0
    rows = waiting.filter(
        school__in={school for school, _day in kinds}, due_on__in={day for _school, day in kinds}
    ).select_related("request__year")
    found: dict[type[Kind], list[Proposal]] = defaultdict(list)
    for proposal in rows:
        if kind := kinds.get((proposal.school_id, proposal.due_on)):
            found[kind].append(proposal)
    late = found.get(AnswerOverdue, [])
    return _tell_schools(found) + (_tell_coordinators(late) if late else 0)


def _open(day: date, *kinds: PhaseKind) -> list[int]:
    """The years in which schools can answer on a day (or all of these phases are open)."""
    wanted = kinds or (P.ANSWERS,)
    rows = Phase.objects.filter(kind__in=wanted, opens_on__lte=day, last_day__gte=day)
    years = list(rows.values_list("year_id", flat=True))
    return [year for year in set(years) if years.count(year) == len(wanted)]


def _due(pairs: Iterable[Asked]) -> _Due:
    """The calendars of these schools; those without free days of their own share one."""
    own: dict[int, set[date]] = defaultdict(set)
    schools = {school for school, _day in pairs}
    general = school_calendar()
    for school, day in SchoolFreeDay.objects.filter(school__in=schools).values_list(
        "school_id", "date"
    ):
        own[school].add(day)
    calendars = {
        school: replace(general, extra_free_days=frozenset(days)) for school, days in own.items()
    }
    return _Due(calendars, general)


def _tell_schools(found: Mapping[type[Kind], Sequence[Proposal]]) -> int:
    people = answering_for({row.school_id for rows in found.values() for row in rows})
    return sum(
        tell(
            kind,
            [
                Told(to, str(row.pk), row.request.year, row.request, row)
                for row in rows
                for to in people.get(row.school_id, [])
            ],
        )
        for kind, rows in found.items()
    )


def _tell_coordinators(late: Sequence[Proposal]) -> int:
    people = coordinating([row.request for row in late])
    return tell(
        SchoolIsLate,
        [
            Told(to, str(row.pk), row.request.year, row.request, row)
            for row in late
            for to in people[row.request_id]
        ],
    )


@daily
def remind_of_choices(day: date) -> int:
    """Requests that wait for the choice of a school: they do not go on by themselves, nor wait.

    A follow-up on the day after it came to be: the matching looked for a school at once, and when
    it found one, that is told (`SchoolSuggested`). A refused request three lesdagen after the
    refusal, which was told as well. Each once.
    """
    years = _open(day, P.REQUESTS, P.ANSWERS)
    if not years:
        return 0
    requests = list(_waiting_for_a_choice(years).filter(_told_on(day)).order_by("pk"))
    people = coordinating(requests) if requests else {}
    return tell(
        NeedsSchool,
        [
            Told(to, f"{row.pk}:{row.version}", row.year, row, data={"version": row.version})
            for row in requests
            for to in people[row.pk]
        ],
    )


@daily
def tell_without_school(day: date) -> int:
    """Requests for which the matching found no school on the day before: how many, in one line.

    Each once, while it stays as it is. What a release that came too late found is withheld, as is
    what it suggested.
    """
    years = _open(day, P.REQUESTS, P.ANSWERS)
    if not years:
        return 0
    found = day - timedelta(days=1)
    rows = list(without_school(years).filter(_between("found_none_at", found, day)).order_by("pk"))
    total = 0
    for late in (False, True):
        with withheld_when(late):
            total += _tell_without_school([row for row in rows if row.is_late == late], found)  # type: ignore[attr-defined]
    return total


def _tell_without_school(requests: Sequence[PlacementRequest], found: date) -> int:
    if not requests:
        return 0
    people = coordinating(requests)
    years = {request.year_id: request.year for request in requests}
    counts = Counter((to, row.year_id) for row in requests for to in people[row.pk])
    return tell(
        NoSchoolFound,
        [
            Told(to, f"{year}:{found}", years[year], data={"count": n, "day": found.isoformat()})
            for (to, year), n in counts.items()
        ],
    )


def _waiting_for_a_choice(years: Collection[int]) -> Any:
    """Requests that look, without a school that the matching suggests; `refused_at` of each."""
    suggested = MatchingResult.objects.filter(
        request=OuterRef("pk"), request_version=OuterRef("version"), status=ResultStatus.SUGGESTED
    )
    answers = Proposal.objects.filter(request=OuterRef("pk")).order_by("-pk")
    rows = PlacementRequest.objects.filter(
        ~Exists(suggested), year__in=years, onward=Onward.ASK, waits_for=None
    )
    refused_at = Subquery(answers.values("answered_at")[:1])
    return rows.annotate(refused_at=refused_at).select_related("year")


def _told_on(day: date) -> Q:
    """Follow-ups of the day before; and who was refused three lesdagen ago, on a lesdag."""
    made = Q(state=RequestState.SUBMITTED, parent__isnull=False)
    told = made & _between("filed_at", day - timedelta(days=1), day)
    calendar = school_calendar()
    if calendar.is_lesdag(day):
        first = calendar.add_lesdagen(day, -LESDAGEN)
        refused = _between("refused_at", first, calendar.add_lesdagen(first, 1))
        told |= Q(state=RequestState.REFUSED) & refused
    return told


def _between(name: str, first: date, until: date) -> Q:
    """A moment on these days in Brussels, the last one not included."""
    start, end = (datetime.combine(day, time(), clock.BRUSSELS) for day in (first, until))
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})
