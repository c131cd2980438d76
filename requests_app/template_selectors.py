"""Reads about stageaanvraagsjablonen: the list of a year, one of them, and what it still misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import PhaseClosed
from calendar_cfg.models import AcademicYear, Phase
from calendar_cfg.phases import Window
from institutions.actors import Actor
from institutions.enums import Role
from requests_app.completeness import activity_problems, period_problems
from requests_app.drafting import attached_to, require_preparing
from requests_app.models import PlacementRequest, RequestTemplate, TemplateActivity, Trainee
from requests_app.trainee_selectors import TraineeFilter, trainees_for


@dataclass(frozen=True)
class TemplateFilter:
    """What somebody looks for; empty means: whatever."""

    text: str = ""
    programme: str = ""
    trimester: str = ""


LINES = Prefetch("activities", TemplateActivity.objects.select_related("subject"))


def with_window(rows: QuerySet[RequestTemplate]) -> QuerySet[RequestTemplate]:
    """Templates with all that one page of them shows, and the window of their year.

    Read the window with `window_of`.
    """
    phase = Phase.objects.filter(year=OuterRef("year"), kind=PhaseKind.TEMPLATES)
    return (
        rows.select_related("year", "programme", "supervisor__user")
        .prefetch_related(LINES)
        .annotate(
            request_count=Count("requests"),
            opens_on=Subquery(phase.values("opens_on")),
            last_day=Subquery(phase.values("last_day")),
        )
    )


def window_of(template: RequestTemplate) -> Window | None:
    """When templates of this one's year can be changed; None when that is not set."""
    opens_on: date | None = template.opens_on  # type: ignore[attr-defined]
    last_day: date | None = template.last_day  # type: ignore[attr-defined]
    if opens_on is None or last_day is None:
        return None
    return Window(PhaseKind.TEMPLATES, opens_on, last_day)


def why_closed(window: Window | None, year: AcademicYear) -> str:
    """Why templates of a year cannot be changed today, with the date; empty when they can."""
    today = clock.today()
    if window is None:
        words = _("Wanneer sjablonen voor %(year)s gemaakt kunnen worden, is nog niet bepaald.")
        return words % {"year": year}
    if window.is_open(today):
        return ""
    words = (
        _("Sjablonen voor %(year)s kunnen vanaf %(date)s gemaakt worden.")
        if today < window.opens_on
        else _("Sjablonen voor %(year)s konden tot en met %(date)s gewijzigd worden.")
    )
    day = window.opens_on if today < window.opens_on else window.last_day
    return words % {"year": year, "date": long_date(day)}


def templates_for(
    actor: Actor, year: AcademicYear | None, wanted: TemplateFilter
) -> QuerySet[RequestTemplate]:
    """The templates of a year that the actor may see and looks for, with `request_count`."""
    rows: QuerySet[RequestTemplate] = RequestTemplate.objects.visible_to(actor).filter(year=year)
    for word in wanted.text.split():
        rows = rows.filter(name__icontains=word)
    if wanted.programme:
        rows = rows.filter(programme__name=wanted.programme)
    if wanted.trimester:
        rows = rows.filter(trimester=wanted.trimester)
    return (
        rows.select_related("programme")
        .annotate(request_count=Count("requests"))
        .prefetch_related(LINES)
    )


def missing_in(template: RequestTemplate) -> list[str]:
    """What is better completed before trainees are attached, in words: it never refuses."""
    problems = [*period_problems(template), *activity_problems(list(template.activities.all()))]
    return [problem.message for problem in problems]


def lines_in_words(lines: Iterable[TemplateActivity | Mapping[str, Any]]) -> str:
    """Stored or typed lines in one text, to compare them."""
    rows = [
        line if isinstance(line, TemplateActivity) else TemplateActivity(**line) for line in lines
    ]
    return "; ".join(_line_in_words(row) for row in rows) or _("geen")


def _line_in_words(line: TemplateActivity) -> str:
    labels = (
        line.get_graad_display() if line.graad else "",
        line.get_education_form_display(),
        line.get_finality_display(),
        _("%(n)d lesuren") % {"n": line.hours} if line.hours else "",
        line.remark,
    )
    return ", ".join(str(part) for part in (line, *labels) if part)


def why_no_drafts(template: RequestTemplate) -> str:
    """Why no drafts can be made from a template today, with the date; empty when they can."""
    window = window_of(template)
    if window is not None and window.is_open(clock.today()):
        return ""
    try:
        require_preparing(template.year)
    except PhaseClosed as closed:
        return closed.message
    return ""


def trainees_to_pick(
    actor: Actor, template: RequestTemplate, wanted: TraineeFilter
) -> QuerySet[Trainee]:
    """The trainees to choose from for a template, by name, and at the end those who have one.

    Each with `attached_as`: the reference of the request that came from it already, or None.
    """
    links = attached_to(template).filter(trainee=OuterRef("pk"))
    reference = links.order_by("pk").values("placementrequest__reference")[:1]
    rows = trainees_for(actor, template.year, wanted)
    return rows.annotate(attached_as=Subquery(reference), is_attached=Exists(links)).order_by(
        "is_attached", "last_name", "first_name", "pk"
    )


def requests_from(
    template: RequestTemplate, actor: Actor, van: str = "", tot: str = ""
) -> QuerySet[PlacementRequest]:
    """The requests that came from a template, as far as the actor may see them.

    Arguments:
        van, tot: references of the first and last that were made in one go; only those then.
            Who attaches trainees locks the template, so they are one stretch of keys.
    """
    rows: QuerySet[PlacementRequest] = PlacementRequest.objects.visible_to(actor)
    rows = rows.filter(template=template)
    if van and tot:
        ends = template.requests.filter(reference__in=[van, tot]).values_list("pk", flat=True)
        rows = rows.filter(pk__range=(min(ends), max(ends)) if ends else (0, 0))
    return rows.prefetch_related("trainees").order_by("pk")


def years_to_copy_to() -> list[AcademicYear]:
    """The years for which templates can be made today, the latest first."""
    today = clock.today()
    open_today = Phase.objects.filter(
        kind=PhaseKind.TEMPLATES, opens_on__lte=today, last_day__gte=today
    )
    return list(AcademicYear.objects.filter(pk__in=open_today.values("year")))


def supervisors_to_choose(actor: Actor, kept: Membership | None = None) -> QuerySet[Membership]:
    """Who of the actor's institution may guide a trainee, and who is chosen already."""
    rows: QuerySet[Membership] = Membership.objects.filter(
        institution=actor.institution, role__in=[Role.SUPERVISOR, Role.COORDINATOR]
    )
    active = rows.filter(is_active=True, user__is_active=True)
    chosen = rows.filter(pk=kept.pk) if kept else rows.none()
    return (active | chosen).select_related("user")
