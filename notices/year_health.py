"""How a year fares, in figures: requests, answers of schools, and refusals; per organisation,
subject or province. Three queries for a split, whatever the number of rows.

What each figure counts is said in docs/decisions/0032-health-of-the-year.md. Each request, each
voorstel and each answered line is in exactly one column of its table beside the first, so that the
columns add up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    DurationField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg import clock
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from institutions.models import Campus
from institutions.provinces_in_sql import province_letter, province_of_letter
from requests_app.enums import Decision, ProposalState, RefusalReason, RequestState
from requests_app.models import PlacementRequest, Preference, Proposal, ProposalLine, Trainee

S = RequestState
P = ProposalState
WITH_A_SCHOOL = (S.PROPOSED, S.ACCEPTED, S.PARTIALLY_ACCEPTED)
TOTAL = "*"
Counts = Mapping[str, Q]


class Split(TextChoices):
    """By what the figures are split."""

    INSTITUTION = "lerarenopleiding", gettext_lazy("Per lerarenopleiding")
    SUBJECT = "vak", gettext_lazy("Per vak")
    PROVINCE = "provincie", gettext_lazy("Per provincie")


@dataclass(frozen=True)
class Group:
    """The figures of one organisation, subject or province, or of all together.

    Arguments:
        key: of the database, a slug, or a letter.
        days: the median of the days in which schools answered; None where none did.
    """

    key: str
    name: str
    counts: Mapping[str, int]
    days: float | None = None


@dataclass(frozen=True)
class Figures:
    """The groups of one split by name, and all together, counted apart."""

    groups: list[Group]
    total: Group


class Median(Aggregate):
    """The middle length of time; between two of them, half-way."""

    function = "PERCENTILE_CONT"
    output_field = DurationField()
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def took_to_answer() -> Expression:
    """Of voorstellen: from the moment that it reached the school to the answer."""
    return ExpressionWrapper(F("answered_at") - F("released_at"), DurationField())


def requests_by(split: Split, year: AcademicYear) -> Figures:
    """Filed requests by where they stand; a vervolgaanvraag is one of its own."""
    rows = PlacementRequest.objects.filter(year=year, filed_at__isnull=False).order_by()
    return _read(split, rows, _request_keys(split), request_counts(year))


def answers_by(split: Split, year: AcademicYear) -> Figures:
    """Requests put to schools, by whether and when the school answered."""
    rows = Proposal.objects.filter(request__year=year).order_by()
    median = Median(took_to_answer(), filter=Q(answered_at__isnull=False))
    return _read(split, rows, _proposal_keys(split), answer_counts(), median)


def refusals_by(split: Split, year: AcademicYear) -> Figures:
    """Answered stageactiviteiten: how many were refused, and why."""
    rows = ProposalLine.objects.filter(
        proposal__request__year=year, proposal__answered_at__isnull=False
    )
    rows = rows.exclude(decision="").order_by()
    return _read(split, rows, _line_keys(split), refusal_counts())


def request_counts(year: AcademicYear) -> Counts:
    """The columns about requests: held until the release, afterwards without a place."""
    answers = Phase.objects.filter(year=year, kind=PhaseKind.ANSWERS)
    released = Q(Exists(answers.filter(opens_on__lte=clock.today())))
    submitted = Q(state=S.SUBMITTED)
    return {
        "filed": Q(),
        "held": submitted & ~released,
        "at_school": Q(state=S.PROPOSED),
        "accepted": Q(state=S.ACCEPTED),
        "partly": Q(state=S.PARTIALLY_ACCEPTED),
        "without": Q(state=S.REFUSED) | submitted & released,
        "withdrawn": Q(state=S.WITHDRAWN),
        "expired": Q(state=S.EXPIRED),
        "cancelled": Q(state=S.CANCELLED),
    }


def answer_counts() -> Counts:
    """The columns about answers: on the due date itself is in time."""
    answered, waits, today = Q(answered_at__isnull=False), Q(state=P.OPEN), clock.today()
    return {
        "put": Q(),
        "in_time": answered & Q(answered_at__date__lte=F("due_on")),
        "late": answered & Q(answered_at__date__gt=F("due_on")),
        "waiting": waits & Q(due_on__gte=today),
        "overdue": waits & Q(due_on__lt=today),
        "unanswered": Q(answered_at=None) & ~waits,
    }


def refusal_counts() -> Counts:
    """The columns about answered lines: accepted, and each reason why they were refused."""
    reasons = {f"reason_{reason}": Q(reason=reason) for reason in RefusalReason.values}
    return {"answered": Q(), "taken": Q(decision=Decision.ACCEPTED)} | reasons


Keys = tuple[Expression | F, Expression | F]


def _read(
    split: Split, rows: QuerySet[Any], keys: Keys, columns: Counts, median: Aggregate | None = None
) -> Figures:
    """The groups and the total, in one query.

    A row with two subjects is in both their groups, and once in the total.
    """
    nothing = Value(None, output_field=DurationField())

    def counted(key: Any, name: Any) -> QuerySet[Any, Any]:
        grouped: Any = rows.annotate(key_=key, name_=name).values("key_", "name_")
        figures: dict[str, Any] = {
            column: Count("pk", filter=wanted, distinct=True) for column, wanted in columns.items()
        }
        answer: QuerySet[Any, Any] = grouped.annotate(**figures, median_=median or nothing)
        return answer

    text = CharField()
    whole = counted(Value(TOTAL, output_field=text), Value("", output_field=text))
    found = [_group(split, row, columns) for row in counted(*keys).union(whole, all=True)]
    total = [group for group in found if group.key == TOTAL]
    empty = Group(TOTAL, _("Samen"), dict.fromkeys(columns, 0))
    groups = [group for group in found if group.key != TOTAL]
    return Figures(sorted(groups, key=lambda group: group.name), total[0] if total else empty)


def _group(split: Split, row: Mapping[str, Any], columns: Counts) -> Group:
    key, took = str(row["key_"]), row["median_"]
    name = _("Samen") if key == TOTAL else _name(split, key, row["name_"])
    days = took / timedelta(days=1) if took is not None else None
    return Group(key, name, {column: row[column] for column in columns}, days)


def _name(split: Split, key: str, name: str) -> str:
    if split == Split.PROVINCE:
        province = province_of_letter(key)
        return str(province.label) if province else _("Niet bekend")
    return name or _("Klasoverstijgend, zonder vak")


def _request_keys(split: Split) -> Keys:
    if split == Split.INSTITUTION:
        return _as_text("institution_id"), F("institution__name")
    if split == Split.SUBJECT:
        return _or_empty("activities__subject__slug"), _or_empty("activities__subject__name")
    return province_letter(_place_of_request()), Value("", output_field=CharField())


def _proposal_keys(split: Split) -> Keys:
    if split == Split.INSTITUTION:
        return _as_text("request__institution_id"), F("request__institution__name")
    if split == Split.SUBJECT:
        subject = "lines__activity__subject"
        return _or_empty(f"{subject}__slug"), _or_empty(f"{subject}__name")
    return province_letter(_place_of_school("school")), Value("", output_field=CharField())


def _line_keys(split: Split) -> Keys:
    if split == Split.INSTITUTION:
        institution = "proposal__request__institution"
        return _as_text(f"{institution}_id"), F(f"{institution}__name")
    if split == Split.SUBJECT:
        return _or_empty("activity__subject__slug"), _or_empty("activity__subject__name")
    return province_letter(_place_of_school("proposal__school")), Value("", CharField())


def _as_text(field: str) -> Expression:
    return Cast(field, CharField())


def _or_empty(field: str) -> Expression:
    return Coalesce(F(field), Value(""), output_field=CharField())


def _place_of_school(field: str) -> Expression:
    """The postal code of the head campus of a school; of the first one where none is the head."""
    campuses = Campus.objects.filter(school=OuterRef(field)).order_by("-is_head", "number")
    return Coalesce(Subquery(campuses.values("postal_code")[:1]), Value(""))


def _place_of_request() -> Expression:
    """Where it lies or was accepted; else where it is wished: the first school, or the home."""
    here = Proposal.objects.filter(request=OuterRef("pk"), request__state__in=WITH_A_SCHOOL)
    first = Preference.objects.filter(request=OuterRef("pk")).order_by("rank")
    homes = Trainee.objects.filter(placement_requests=OuterRef("pk")).order_by("pk")
    places = (
        here.order_by("-pk").values(code=_place_of_school("school"))[:1],
        first.values(code=_place_of_school("school"))[:1],
        homes.values("postal_code")[:1],
    )
    return Coalesce(*(Subquery(place) for place in places), Value(""))
