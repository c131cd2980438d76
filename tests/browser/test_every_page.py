"""axe, 320 px and the console on every page of every role: normal, empty, and with errors.

The pages are found by following the links from the dashboard, one for each kind of address, so
that a new page is looked at without being listed.
"""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from accounts.models import Membership, User
from agreements.waiting import waiting_for
from calendar_cfg.models import AcademicYear
from institutions.enums import InstitutionKind, Role
from institutions.models import PlacementSchool, TrainingInstitution
from lerarenstage.demo_world import FIRST_NUMBER, PASSWORD
from matching.continuing import continue_matching
from matching.enums import ResultStatus, RunState, RunTrigger
from matching.models import MatchingResult, MatchingRun
from matching.starting import start_run
from placements.models import Placement
from requests_app.enums import ProposalState, RequestState
from tests.browser.accessibility import WIDTHS, listen, look, sticks_out, violations
from tests.browser.site import Site
from tests.factories import actor_for
from tests.matching.world import ADMIN

ROLES = ("coordinator", "begeleider", "schoolmentor", "vakmentor", "stagiair", "beheerder")
EMPTY = ("lege.coordinator", "lege.schoolmentor", "zonder.rol")
NOT_PAGES = ("account_logout", "javascript", "static", "demo_mail", "outbox_preview_html")
"""Among them the HTML of a mail, which is no page of the site."""
FILES = (
    *("feed", "agreement_pdf", "agreement_scan", "schedule_pdf", "schedule_xlsx"),
    "year_health_xlsx",
)
SIGNERS = ("coordinator", "schoolmentor", "stagiair")
LINKS = "a[href]:not(svg a)"
"""Those in a drawing lead to a row of the same page."""
ALIKE = ("account_", "mfa_", "front", "verify_agreement", "placement_code")
"""Pages that are the same for everybody: looked at as `ANYBODY` alone."""
ANYBODY = "stagiair"
STAGE = {
    "agreement_version",
    "agreements",
    "placement",
    "placements",
    "schedule",
    "schedule_print",
}
TOLD = {"mail_settings", "notices"}
OFFICE = {"feeds", "framework", "frameworks", "matching_fairness", "matching_outcome"}
TEACHER = {
    "intromoment",
    "intromoments",
    "lesson_hours",
    "planned",
    "planned_new",
    "planned_remove",
    "planned_repeat",
    "schedule_approve",
    "school_filling",
    "week_copy",
}
REACHED = {
    "coordinator": {
        *STAGE,
        *OFFICE,
        "agreement_sign",
        "agreement_sign_many",
        "agreement_upload",
        "agreements_to_make",
        "clause",
        "clause_new",
        "clause_remove",
        "clauses",
        "compare_schools",
        "framework_change",
        "framework_new",
        "placement_cancel",
        "placement_hours",
        "placement_look_again",
        "placement_period",
        "placement_supervisor",
        "shortlist",
    },
    "begeleider": {*STAGE, *OFFICE, "clauses", "planned_visit", "supervisor_week"},
    "schoolmentor": {
        *STAGE,
        *TEACHER,
        *TOLD,
        "agreement_sign",
        "agreement_upload",
        "framework",
        "frameworks",
        "intromoment_cancel",
        "intromoment_edit",
        "mentor_load",
        "placement_cancel",
        "placement_hours",
        "placement_mentors",
        "placement_period",
        "school_placements",
    },
    "vakmentor": {*STAGE, *TEACHER},
    "stagiair": {
        *STAGE,
        *TOLD,
        "agreement_sign",
        "feed_revoke",
        "feeds",
        "intromoment_answer",
        "intromoments",
        "placement_code",
        "placement_code_version",
        "planned",
        "planned_new",
        "planned_remove",
        "planned_repeat",
        "verify_agreement",
        "week_copy",
    },
    "beheerder": {
        *(STAGE - {"agreement_version", "agreements"}),
        "agreement",
        "framework",
        "frameworks",
        "hardship_requests",
        "matching_locks",
        "matching_run",
        "matching_run_again",
        "matching_run_discard",
        "matching_run_new",
        "matching_run_publish",
        "matching_run_results",
        "matching_runs",
        "matching_runs_compare",
        "outbox",
        "outbox_hold",
        "outbox_preview",
        "outbox_previews",
    },
    "lege.coordinator": {"accept_code", "agreements", "placements"},
    "lege.schoolmentor": {"accept_code", "intromoments", "lesson_hours", "placements"},
}
"""Pages that need something to be there; whether it still is."""


def pages_for(site: Site, page: Page, who: str, *starts: str) -> Iterator[str]:
    """Stand on each of `starts`, and on one page of each other kind that links lead to."""
    seen: set[str] = set()
    waiting = deque(starts)
    tried = set(waiting)
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path, who)
        if kind is None or (kind in seen and path not in starts):
            continue
        if site.go(page, path) != 200:
            continue
        seen.add(kind)
        for link in page.eval_on_selector_all(LINKS, "all => all.map(a => a.href)"):
            target = urlsplit(link).path
            if link.startswith(site.url) and target not in tried:
                tried.add(target)
                waiting.append(target)
        yield path


def kind_of(path: str, who: str = ANYBODY) -> str | None:
    """The name of the address; None for what is not a page of ours to look at here."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    name = match.view_name or match.route
    if name in (*NOT_PAGES, *FILES) or name.startswith(("admin:", "health", "matching_export")):
        return None
    if "csv" in name or (who != ANYBODY and name.startswith(ALIKE)):
        return None
    return str(name)


def beginnings(who: str) -> list[str]:
    """Pages of something in a state that the first link of its kind may not lead to."""
    if who not in ROLES:
        return []
    stages = Placement.objects.filter(proposal__school__number=FIRST_NUMBER)
    own = stages.get(proposal__request__trainees__user__email="stagiair@demo.example")
    found = [f"/stages/{own.public_id}/"]
    if who in SIGNERS:
        member = Membership.objects.get(user__email=f"{who}@demo.example")
        version = waiting_for(actor_for(member)).earliest("pk").public_id
        found = [f"/overeenkomsten/{version}/ondertekenen/", *found]
    if who == "coordinator":
        together = f"/overeenkomsten/samen-ondertekenen/?v={version}"
        found = [together, *found, *_of_requests(), *_of_a_cancelled_stage()]
    return found


def _of_requests() -> list[str]:
    looking = MatchingResult.objects.filter(
        status=ResultStatus.SUGGESTED,
        run__state=RunState.PUBLISHED,
        request__institution__memberships__user__email="coordinator@demo.example",
        request__state__in=[RequestState.SUBMITTED, RequestState.REFUSED],
    )
    address = f"/aanvragen/{looking.earliest('pk').request.public_id}/"
    return [address, f"{address}scholen/", f"{address}scholen/vergelijken/"]


def _of_a_cancelled_stage() -> list[str]:
    stage = Placement.objects.get(proposal__state=ProposalState.CANCELLED)
    address = f"/stages/{stage.public_id}/"
    return [address, f"{address}opnieuw-zoeken/"]


looked_at: set[str | None] = set()
"""The kinds of page that axe went over at both widths."""


def look_at(site: Site, chromium: Browser, who: str) -> list[str]:
    """All that is wrong on the pages of one person, at both widths."""
    wrong: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
    page = context.new_page()
    complaints = listen(page)
    site.log_in(page, who)
    if who in SIGNERS:
        site.go(page, "/aanmelden/reauthenticate/?next=/start/")
        site.prove(page)
        page.wait_for_url(f"{site.url}/start/")
    reached = set()
    for path in pages_for(site, page, who, *beginnings(who), "/start/"):
        reached.add(kind_of(page.url))
        # A template that another role had at 320 px has the same marks and colours: axe goes over
        # it at one width only, without contrast, and what sticks out is looked for again.
        widths = WIDTHS[:1] if kind_of(page.url) in looked_at else WIDTHS
        looked_at.add(kind_of(page.url))
        wrong += [f"{who} {path} {what}" for what in look(page, widths)]
        page.set_viewport_size({"width": 1280, "height": 900})
    assert REACHED[who] - reached == set()
    context.close()
    return wrong + complaints


@pytest.fixture
def rounds(site: Site) -> None:
    """Beside the release: a round to look at, which asks the buttons of one."""
    if not MatchingRun.objects.filter(trigger=RunTrigger.ADMIN).exists():
        start_run(year=AcademicYear.objects.get(start_year=2017), actor=ADMIN)
        continue_matching()


@pytest.mark.usefixtures("rounds")
@pytest.mark.parametrize("who", ROLES)
def test_every_page_of_a_role(site: Site, chromium: Browser, who: str) -> None:
    assert look_at(site, chromium, who) == []


@pytest.fixture
def newcomers(site: Site) -> None:
    """Somebody of a new institution, of a new school, and of nothing at all."""
    if User.objects.filter(email="zonder.rol@demo.example").exists():
        return
    people = {
        name: User.objects.create_user(f"{name}@demo.example", PASSWORD, first_name=name)
        for name in EMPTY
    }
    institution = TrainingInstitution.objects.create(
        name="Demo-Nieuw", short_name="Nieuw", kind=InstitutionKind.CVO
    )
    school = PlacementSchool.objects.create(number=999_999, name="Demo-nieuwe school")
    Membership.objects.create(
        user=people["lege.coordinator"], role=Role.COORDINATOR, institution=institution
    )
    Membership.objects.create(
        user=people["lege.schoolmentor"],
        role=Role.SCHOOL_MENTOR,
        school=school,
        handles_requests=True,
    )


@pytest.mark.usefixtures("newcomers")
@pytest.mark.parametrize("who", EMPTY[:2])
def test_every_empty_page(site: Site, chromium: Browser, who: str) -> None:
    assert look_at(site, chromium, who) == []


@pytest.mark.usefixtures("newcomers")
def test_somebody_without_a_role_is_told_what_to_do(site: Site, page: Page) -> None:
    site.log_in(page, "zonder.rol")
    assert violations(page) == []
    assert "nodigt u uit" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path", ["/", "/woordenlijst/", "/kalender/", "/stagecode/", "/aanmelden/login/"]
)
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages(site: Site, chromium: Browser, path: str, width: int, scheme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    complaints = listen(page)
    assert site.go(page, path) == 200
    assert violations(page) == []
    assert sticks_out(page) == []
    assert complaints == []
    context.close()


def test_a_page_that_does_not_exist_is_no_dead_end(site: Site, page: Page) -> None:
    assert site.go(page, "/bestaat-niet/") == 404
    assert violations(page) == []
    assert page.locator("main a").count() > 0
