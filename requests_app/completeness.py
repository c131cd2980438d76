"""What a draft still misses before it can be filed. Each problem names its part and its remedy.

Soft milestones never refuse (domain.md, 2): see `calendar_cfg.selectors.soft_milestones`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from calendar_cfg.models import Trimester
from institutions.enums import ActivityKind, Stance
from institutions.models import BlockedPeriod, PlacementSchool, SchoolYear
from requests_app.demand_models import ActivityFields
from requests_app.enums import LIVE_STATES, Route
from requests_app.models import PlacementRequest, RequestTemplate
from requests_app.problems import Problem
from requests_app.refusals import schools_that_refused


def problems_of(request: PlacementRequest) -> list[Problem]:
    """Everything that keeps a request from being filed, in the order of its parts."""
    return [
        *trainee_problems(request),
        *period_problems(request),
        *activity_problems(request),
        *school_problems(request),
    ]


def trainee_problems(request: PlacementRequest) -> Iterator[Problem]:
    """One trainee, or two and more for a groepsstage, each free in the period."""
    trainees = list(request.trainees.all())
    if not trainees:
        yield Problem("trainees", _("Kies voor welke stagiair deze aanvraag is."))
    elif request.is_group and len(trainees) < 2:
        yield Problem("trainees", _("Een groepsstage heeft minstens twee stagiairs."))
    elif not request.is_group and len(trainees) > 1:
        yield Problem(
            "trainees",
            _("Deze aanvraag heeft meer dan één stagiair. Maak er een groepsstage van."),
        )
    for other, name in double_bookings(request):
        yield Problem(
            "trainees",
            _("%(name)s heeft in deze periode al aanvraag %(other)s.")
            % {"name": name, "other": other},
        )


def family_of(request: PlacementRequest) -> set[int]:
    """The request with those it follows up and those that follow it up."""
    family = {request.pk}
    edge: set[int] = {request.pk}
    while edge:
        rows = PlacementRequest.objects.filter(parent_id__in=edge) | (
            PlacementRequest.objects.filter(follow_ups__in=edge)
        )
        edge = set(rows.values_list("pk", flat=True)) - family
        family |= edge
    return family


def double_bookings(request: PlacementRequest) -> list[tuple[str, str]]:
    """Other live requests of its trainees in the same days: (reference, trainee's name).

    A follow-up has the period of its parent; that is no double booking.
    """
    if not (request.period_start and request.period_end):
        return []
    others = (
        PlacementRequest.trainees.through.objects.filter(
            trainee__in=request.trainees.all(),
            placementrequest__state__in=LIVE_STATES,
            placementrequest__period_start__lte=request.period_end,
            placementrequest__period_end__gte=request.period_start,
        )
        .exclude(placementrequest__in=family_of(request))
        .order_by("trainee__last_name", "placementrequest__reference")
    )
    rows: Any = others.values_list(
        "placementrequest__reference", "trainee__first_name", "trainee__last_name"
    )
    return [(reference, f"{first} {last}") for reference, first, last in rows]


def period_problems(request: PlacementRequest | RequestTemplate) -> Iterator[Problem]:
    """Programme, trimester, and a period inside it."""
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
        yield from _outside_trimester(request, request.trimester)


def _outside_trimester(
    request: PlacementRequest | RequestTemplate, number: int
) -> Iterator[Problem]:
    trimester = Trimester.objects.filter(year=request.year, number=number).first()
    if trimester is None:
        yield Problem("period", _("Dit trimester is nog niet ingesteld voor dit academiejaar."))
        return
    assert request.period_start is not None
    assert request.period_end is not None
    inside = trimester.first_day <= request.period_start <= request.period_end
    if not inside or request.period_end > trimester.last_day:
        yield Problem(
            "period",
            _("De stageperiode valt buiten trimester %(number)s: %(first)s tot %(last)s.")
            % {
                "number": trimester.number,
                "first": long_date(trimester.first_day),
                "last": long_date(trimester.last_day),
            },
        )


def activity_problems(request: PlacementRequest | RequestTemplate) -> Iterator[Problem]:
    """At least one line, each with what its kind needs."""
    lines = list(request.activities.all())
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


def school_problems(request: PlacementRequest) -> Iterator[Problem]:
    """A route, as many schools as it needs, and schools that can be asked."""
    schools = [preference.school for preference in request.preferences.select_related("school")]
    if not request.route:
        yield Problem("school", _("Kies hoe we een school zoeken."))
    elif request.route == Route.DIRECT and len(schools) != 1:
        yield Problem("school", _("Kies de school waar de aanvraag naartoe gaat."))
    elif request.route == Route.PREFERENCES and not schools:
        yield Problem("school", _("Kies één tot vijf voorkeurscholen."))
    for school in schools:
        if why := why_not(request, school):
            yield Problem("school", why)


def why_not(request: PlacementRequest, school: PlacementSchool) -> str:
    """Why this request cannot be put to this school, in words; empty when it can.

    A school that never said anything for the year can be asked (domain.md, 4).
    """
    said = SchoolYear.objects.filter(school=school, year=request.year).first()
    if not school.is_active:
        return _("%(school)s neemt geen stagiairs meer: de school bestaat niet meer.") % {
            "school": school
        }
    if said is not None and (said.stance == Stance.NO or said.total_at_same_time == 0):
        return _("%(school)s neemt in %(year)s geen stagiairs. Kies een andere school.") % {
            "school": school,
            "year": request.year,
        }
    if school.pk in schools_that_refused(request):
        return _("%(school)s heeft dit al geweigerd. Kies een andere school.") % {"school": school}
    return _blocked(request, school)


def _blocked(request: PlacementRequest, school: PlacementSchool) -> str:
    if not (request.period_start and request.period_end):
        return ""
    blocked = BlockedPeriod.objects.filter(
        school_year__school=school,
        school_year__year=request.year,
        first_day__lte=request.period_end,
        last_day__gte=request.period_start,
    ).first()
    if blocked is None:
        return ""
    return _("%(school)s neemt niemand van %(first)s tot %(last)s (%(reason)s).") % {
        "school": school,
        "first": long_date(blocked.first_day),
        "last": long_date(blocked.last_day),
        "reason": blocked.reason,
    }


def summary_of(problems: list[Problem]) -> str:
    """How much is missing, in one sentence."""
    return ngettext(
        "Deze aanvraag kan nog niet ingediend worden: er ontbreekt %(count)d ding.",
        "Deze aanvraag kan nog niet ingediend worden: er ontbreken %(count)d dingen.",
        len(problems),
    ) % {"count": len(problems)}
