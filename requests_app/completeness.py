"""What a draft still misses before it can be filed. Each problem names its part and its remedy.

Soft milestones never refuse (domain.md, 2): see `requests_app.filing_dates`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from calendar_cfg.models import Trimester
from institutions.enums import ActivityKind
from institutions.models import PlacementSchool
from requests_app.askable import Said, said_of, why_not_said, with_said
from requests_app.demand_models import ActivityFields
from requests_app.double_booking import already_in, links_with_others
from requests_app.enums import RequestState, Route
from requests_app.models import (
    Activity,
    PlacementRequest,
    Preference,
    RequestTemplate,
    Trainee,
)
from requests_app.problems import Problem
from requests_app.refusals import refusing_schools_of

Days = tuple[date, date]


@dataclass
class Facts:
    """What there is to know of a request before it is filed.

    `also_in` holds (trainee, reference of another live request in the same days); `schools`
    the named ones in order, each with what it said of the year; `first_is_waited_for` whether
    a request waits for a place at the first of them.
    """

    trainees: list[Trainee] = field(default_factory=list)
    also_in: list[tuple[Trainee, str]] = field(default_factory=list)
    lines: list[Activity] = field(default_factory=list)
    schools: list[tuple[PlacementSchool, Said]] = field(default_factory=list)
    trimester: Days | None = None
    refused_by: set[int] = field(default_factory=set)
    first_is_waited_for: bool = False


def facts_of(request: PlacementRequest) -> Facts:
    """The facts of one request, in four queries for a draft."""
    return facts_of_many([request])[request.pk]


def facts_of_many(requests: Sequence[PlacementRequest]) -> dict[int, Facts]:
    """The facts of many requests, by their id, in as many queries as for one."""
    found = {request.pk: Facts() for request in requests}
    for link in links_with_others(requests):
        facts = found[link.placementrequest_id]
        facts.trainees.append(link.trainee)
        facts.also_in += [(link.trainee, other["reference"]) for other in link.also_in]
    for line in Activity.objects.filter(request__in=found).select_related("subject"):
        found[line.request_id].lines.append(line)
    for preference in _preferences(found):
        facts = found[preference.request_id]
        facts.first_is_waited_for |= preference.is_waited_for and not facts.schools
        facts.schools.append((preference.school, said_of(preference)))
    _add_trimesters(requests, found)
    followed = [request.pk for request in requests if request.state != RequestState.DRAFT]
    if followed:  # nobody refused a line of a draft yet
        for pk, schools in refusing_schools_of(followed).items():
            found[pk].refused_by = schools
    return found


def _preferences(request_ids: Any) -> Any:
    rows = Preference.objects.filter(request__in=request_ids).select_related("school")
    rows = rows.annotate(year_id=F("request__year"))
    said = with_said(
        rows, school="school", year=OuterRef("year_id"), request=OuterRef("request_id")
    )
    waiting = PlacementRequest.objects.filter(
        waits_for=OuterRef("school"), year=OuterRef("request__year")
    )
    return said.annotate(is_waited_for=Exists(waiting)).order_by("rank")


def _add_trimesters(requests: Sequence[PlacementRequest], found: dict[int, Facts]) -> None:
    days: dict[tuple[int, int | None], Days] = {
        (year, number): (first, last)
        for year, number, first, last in Trimester.objects.filter(
            year__in={request.year_id for request in requests}
        ).values_list("year_id", "number", "first_day", "last_day")
    }
    for request in requests:
        found[request.pk].trimester = days.get((request.year_id, request.trimester))


def problems_of(request: PlacementRequest, facts: Facts | None = None) -> list[Problem]:
    """Everything that keeps a request from being filed, in the order of its parts."""
    known = facts or facts_of(request)
    return [
        *trainee_problems(request, known),
        *period_problems(request, known.trimester),
        *activity_problems(known.lines),
        *school_problems(request, known),
    ]


def by_part(problems: Sequence[Problem]) -> dict[str, list[str]]:
    """The messages of problems by the part in which they are mended."""
    found: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        found[problem.part].append(problem.message)
    return found


def trainee_problems(request: PlacementRequest, facts: Facts) -> Iterator[Problem]:
    """One trainee, or two and more for a groepsstage, each free in the period."""
    count = len(facts.trainees)
    if not count:
        yield Problem("trainees", _("Kies voor welke stagiair deze aanvraag is."))
    elif request.is_group and count < 2:
        yield Problem("trainees", _("Een groepsstage heeft minstens twee stagiairs."))
    elif not request.is_group and count > 1:
        yield Problem(
            "trainees",
            _("Deze aanvraag heeft meer dan één stagiair. Maak er een groepsstage van."),
        )
    for trainee, other in facts.also_in:
        yield Problem("trainees", already_in(trainee, other))


def period_problems(
    request: PlacementRequest | RequestTemplate, trimester: Days | None = None
) -> Iterator[Problem]:
    """Programme, trimester, and a period inside it.

    Arguments:
        trimester: the days of its trimester; read when left out.
    """
    if request.programme_id is None:
        yield Problem("period", _("Kies een opleiding."))
    if request.trimester is None:
        yield Problem("period", _("Kies een trimester."))
    if not (request.period_start and request.period_end):
        yield Problem("period", _("Vul de eerste en de laatste dag van de stageperiode in."))
        return
    if request.period_start > request.period_end:
        yield Problem("period", _("De stageperiode moet beginnen voor ze eindigt."))
    if request.trimester is not None:
        period = request.period_start, request.period_end
        days = trimester or trimester_days(request.year_id, request.trimester)
        if why := outside_trimester(period, request.trimester, days):
            yield Problem("period", why)


def trimester_days(year_id: int, number: int) -> Days | None:
    """The first and last day of a trimester; None while it has none."""
    rows = Trimester.objects.filter(year=year_id, number=number)
    return rows.values_list("first_day", "last_day").first()


def outside_trimester(period: Days, number: int, trimester: Days | None) -> str:
    """That a period does not lie in its trimester, in words; empty when it does."""
    if trimester is None:
        return _("Dit trimester is nog niet ingesteld voor dit academiejaar.")
    first, last = trimester
    if first <= period[0] and period[1] <= last:
        return ""
    return _(
        "De stageperiode valt buiten trimester %(number)s, dat loopt van %(first)s tot %(last)s."
    ) % {"number": number, "first": long_date(first), "last": long_date(last)}


def activity_problems(lines: Sequence[ActivityFields]) -> Iterator[Problem]:
    """At least one line, each with its subject or functionele gehelen, and its lesuren."""
    if not lines:
        yield Problem("activities", _("Voeg minstens één stageactiviteit toe."))
    for number, line in enumerate(lines, start=1):
        if missing := _missing_in(line):
            yield Problem(
                "activities",
                _("Activiteit %(number)s: %(missing)s") % {"number": number, "missing": missing},
            )


def _missing_in(line: ActivityFields) -> str:
    if line.kind == ActivityKind.CROSS_CLASS and not line.functional_wholes:
        return _("kies minstens één functioneel geheel.")
    if line.kind != ActivityKind.CROSS_CLASS and line.subject_id is None:
        return _("kies een vak.")
    if not line.hours:
        return _("vul het aantal lesuren in.")
    return ""


def school_problems(request: PlacementRequest, facts: Facts) -> Iterator[Problem]:
    """A route, as many schools as it needs, and schools that can be asked."""
    if not request.route:
        yield Problem("school", _("Kies hoe we een school zoeken."))
    elif request.route == Route.DIRECT and len(facts.schools) != 1:
        yield Problem("school", _("Kies de school waar de aanvraag naartoe gaat."))
    elif request.route == Route.PREFERENCES and not facts.schools:
        yield Problem("school", _("Kies één tot vijf voorkeurscholen."))
    for school, said in facts.schools:
        if why := why_not_said(request, school, said, facts.refused_by):
            yield Problem("school", why)


def summary_of(problems: list[Problem]) -> str:
    """How much is missing, in one sentence."""
    return ngettext(
        "Deze aanvraag kan nog niet ingediend worden: er ontbreekt %(count)d ding.",
        "Deze aanvraag kan nog niet ingediend worden: er ontbreken %(count)d dingen.",
        len(problems),
    ) % {"count": len(problems)}
