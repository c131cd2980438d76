"""The requests of the demo: prepared from templates, filed, kept as drafts or left for a check."""

from __future__ import annotations

from datetime import date

from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from institutions.enums import ActivityKind
from institutions.models import PlacementSchool, Subject
from lerarenstage.demo_offers import TAKES_NOBODY
from lerarenstage.demo_world import Institution, World
from requests_app.drafting import attach_trainees, offer_for_check, save_draft
from requests_app.enums import Hardship, Onward, Route
from requests_app.filing import file_request
from requests_app.hardship import mark_hardship
from requests_app.models import PlacementRequest, RequestTemplate, TemplateActivity

PERIODS = {
    1: (date(2017, 10, 16), date(2017, 10, 27)),
    2: (date(2018, 1, 29), date(2018, 2, 9)),
    3: (date(2018, 3, 5), date(2018, 3, 23)),
}
FIRST_TEMPLATE = "Stage trimester 1"
ASK_THE_FIRST_SCHOOL = (24, 27)  # numbers of trainees: it keeps requests to answer


def templates_are_made(world: World, year: AcademicYear) -> None:
    """Each institution prepares a stageaanvraagsjabloon for each trimester."""
    for institution in world.institutions:
        for trimester, (start, end) in PERIODS.items():
            make_template(institution, year, trimester, start, end)


def make_template(
    institution: Institution, year: AcademicYear, trimester: int, start: date, end: date
) -> RequestTemplate:
    """A template with a line to observe and a line to teach."""
    template = RequestTemplate.objects.create(
        institution=institution.row,
        year=year,
        name=f"Stage trimester {trimester}",
        programme=institution.programmes[0],
        trimester=trimester,
        period_start=start,
        period_end=end,
        supervisor=institution.supervisor,
        max_distance_km=40,
        text_for_school="De stagiair bereidt elke les schriftelijk voor.",
        created_by=institution.coordinator.user,
    )
    subject = Subject.objects.get(name="Nederlands")
    TemplateActivity.objects.create(
        template=template, position=0, kind=ActivityKind.OBSERVATION, subject=subject, hours=4
    )
    TemplateActivity.objects.create(
        template=template, position=1, kind=ActivityKind.ACTIVE, subject=subject, hours=16
    )
    return template


def requests_are_filed(world: World, year: AcademicYear) -> None:
    """Trainees are attached; most requests are filed, some wait for a check, some are drafts."""
    for institution in world.institutions:
        template = RequestTemplate.objects.get(institution=institution.row, name=FIRST_TEMPLATE)
        actor = actor_of(institution.coordinator)
        drafts = attach_trainees(
            template=template, trainees=institution.trainees[:-4], as_group=False, actor=actor
        )
        for number, draft in enumerate(drafts):
            one_request(world, institution, draft, number)
        attach_trainees(
            template=template, trainees=institution.trainees[-4:-2], as_group=True, actor=actor
        )


def one_request(
    world: World, institution: Institution, draft: PlacementRequest, number: int
) -> None:
    """Choose subjects and schools for a draft, and file it, or leave it for a colleague."""
    actor = actor_of(institution.coordinator)
    trainee = draft.trainees.get()
    offering = [s for n, s in enumerate(world.schools) if n % 3 != 2 and n != TAKES_NOBODY]
    start = 0 if number in ASK_THE_FIRST_SCHOOL else number // 3
    schools = [offering[(start + turn * 7) % len(offering)] for turn in range(3)]
    route = (Route.DIRECT, Route.PREFERENCES, Route.WISHES)[number % 3]
    named = {Route.DIRECT: 1, Route.PREFERENCES: 3, Route.WISHES: 0}[route]
    save_draft(
        request_pk=draft.pk,
        actor=actor,
        route=route,
        schools=[school.row for school in schools[:named]],
        lines=lines_for(list(trainee.subjects.all())),
        onward=Onward.AUTOMATIC if number % 5 == 0 else Onward.ASK,
        may_split=number % 4 == 1,
    )
    if number % 8 == 3:
        mark_hardship(request_pk=draft.pk, reason=Hardship.CARE, actor=actor)
    if number % 8 == 6:
        offer_for_check(request_pk=draft.pk, actor=actor_of(institution.supervisor))
    elif number % 8 != 7:
        file_request(request_pk=draft.pk, actor=actor)


def lines_for(subjects: list[Subject]) -> list[dict[str, object]]:
    """Lines of three kinds: observe and teach, in two subjects, and one cross-class activity."""
    first, last = subjects[0], subjects[-1]
    return [
        {"kind": ActivityKind.OBSERVATION, "subject": first, "hours": 4, "graad": 2},
        {"kind": ActivityKind.ACTIVE, "subject": first, "hours": 12, "graad": 2},
        {"kind": ActivityKind.ACTIVE, "subject": last, "hours": 8, "graad": 2},
        {"kind": ActivityKind.CROSS_CLASS, "functional_wholes": [7], "hours": 4},
    ]


def new_drafts(institution: Institution, year: AcademicYear) -> list[PlacementRequest]:
    """Drafts for the last two trainees, who had none."""
    template = RequestTemplate.objects.get(
        institution=institution.row, year=year, name=FIRST_TEMPLATE
    )
    return attach_trainees(
        template=template,
        trainees=institution.trainees[-2:],
        as_group=False,
        actor=actor_of(institution.coordinator),
    )


def file_directly(
    institution: Institution, draft: PlacementRequest, school: PlacementSchool
) -> None:
    """File a draft for one school, which gets it at once when schools can answer."""
    actor = actor_of(institution.coordinator)
    save_draft(
        request_pk=draft.pk,
        actor=actor,
        route=Route.DIRECT,
        schools=[school],
        lines=lines_for(list(draft.trainees.get().subjects.all())),
        onward=Onward.ASK,
    )
    file_request(request_pk=draft.pk, actor=actor)
