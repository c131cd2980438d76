"""All that the page of one proposal shows beside its lines and places, in one query."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from calendar_cfg import clock
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import Phase
from institutions.models import BlockedPeriod, SchoolFreeDay
from requests_app.inbox import with_what_is_asked
from requests_app.models import Proposal, RequestEvent


def for_its_page(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The same with what is asked, and:

    `answers_open_on`, `answers_last_day`: the window in which schools answer in its year;
    `free_days`: the school's own free days from today; `blocked`: periods in the stageperiode
    in which it takes nobody; `happened`: the events of this proposal, and of no other;
    `went_on`: whether the request was put to another school after it.
    """
    later = Proposal.objects.filter(request=OuterRef("request"), pk__gt=OuterRef("pk"))
    window = Phase.objects.filter(year=OuterRef("request__year"), kind=PhaseKind.ANSWERS)
    free = SchoolFreeDay.objects.filter(school=OuterRef("school"), date__gte=clock.today())
    return (
        with_what_is_asked(proposals)
        .select_related("school", "campus", "answered_by")
        .annotate(
            answers_open_on=Subquery(window.values("opens_on")),
            answers_last_day=Subquery(window.values("last_day")),
            free_days=ArraySubquery(free.values("date")),
            blocked=_blocked(),
            happened=_happened(),
            went_on=Exists(later),
        )
    )


def _blocked() -> ArraySubquery:
    rows = BlockedPeriod.objects.filter(
        school_year__school=OuterRef("school"),
        school_year__year=OuterRef("request__year"),
        first_day__lte=OuterRef("request__period_end"),
        last_day__gte=OuterRef("request__period_start"),
    )
    facts = JSONObject(first=F("first_day"), last=F("last_day"), reason=F("reason"))
    return ArraySubquery(rows.order_by("first_day").values(facts=facts))


def _happened() -> ArraySubquery:
    rows = RequestEvent.objects.filter(proposal=OuterRef("pk")).order_by("pk")
    facts = JSONObject(
        at=F("at"),
        action=F("action"),
        reason=F("reason"),
        data=F("data"),
        school=F("school_id"),
        institution=F("institution__name"),
        first_name=F("user__first_name"),
        last_name=F("user__last_name"),
    )
    return ArraySubquery(rows.values(facts=facts))
