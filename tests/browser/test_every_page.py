"""axe, 320 px and the console on every page of every role: normal, empty, and with errors.

The pages are found by following the links from the dashboard, one for each kind of address, so
that a new page is looked at without being listed.
"""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import InstitutionKind, Role
from institutions.models import PlacementSchool, TrainingInstitution
from lerarenstage.demo_world import PASSWORD
from matching.continuing import continue_matching
from matching.enums import ResultStatus, RunState, RunTrigger
from matching.models import MatchingResult, MatchingRun
from matching.starting import start_run
from requests_app.enums import RequestState
from tests.browser.accessibility import listen, sticks_out, violations
from tests.browser.site import Site
from tests.matching.world import ADMIN

ROLES = ("coordinator", "begeleider", "schoolmentor", "vakmentor", "stagiair", "beheerder")
EMPTY = ("lege.coordinator", "lege.schoolmentor", "zonder.rol")
NOT_PAGES = ("account_logout", "javascript", "static", "agreement_pdf", "agreement_scan")
LINKS = "a[href]:not(svg a)"
"""Those in a drawing lead to a row of the same page."""
REACHED = {
    "coordinator": {"matching_outcome", "matching_fairness", "shortlist", "compare_schools"},
    "begeleider": {"matching_outcome", "matching_fairness"},
    "schoolmentor": {"school_filling"},
    "vakmentor": {"school_filling"},
    "beheerder": {
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
    },
}
"""Pages that need something to be there; whether it still is."""


def pages_for(site: Site, page: Page, *starts: str) -> list[str]:
    """One address for each kind of page that can be reached from `starts` by links."""
    seen: dict[str, str] = {}
    waiting = deque(starts)
    tried = set(waiting)
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind is None or kind in seen:
            continue
        if site.go(page, path) != 200:
            continue
        seen[kind] = path
        for link in page.eval_on_selector_all(LINKS, "all => all.map(a => a.href)"):
            parts = urlsplit(link)
            target = parts.path
            if link.startswith(site.url) and target not in tried:
                tried.add(target)
                waiting.append(target)
    return sorted(seen.values())


def kind_of(path: str) -> str | None:
    """The name of the address; None for what is not a page of ours to look at here."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    name = match.view_name or match.route
    if name in NOT_PAGES or name.startswith(("admin:", "health", "matching_export")):
        return None
    if "csv" in name:
        return None
    return str(name)


def is_file(name: str) -> bool:
    """Whether an address gives a file and no page."""
    return "csv" in name or "export" in name


def beginnings(who: str) -> list[str]:
    """Pages of something in a state that the first link of its kind may not lead to."""
    if who != "coordinator":
        return []
    looking = MatchingResult.objects.filter(
        status=ResultStatus.SUGGESTED,
        run__state=RunState.PUBLISHED,
        request__institution__memberships__user__email=f"{who}@demo.example",
        request__state__in=[RequestState.SUBMITTED, RequestState.REFUSED],
    )
    address = f"/aanvragen/{looking.earliest('pk').request.public_id}/"
    return [address, f"{address}scholen/", f"{address}scholen/vergelijken/"]


def look_at(site: Site, chromium: Browser, who: str) -> list[str]:
    """All that is wrong on the pages of one person, at both widths."""
    wrong: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
    page = context.new_page()
    complaints = listen(page)
    site.log_in(page, who)
    paths = pages_for(site, page, *beginnings(who), "/start/")
    assert len(paths) > 2, f"{who} reaches nothing"
    assert REACHED.get(who, set()) <= {kind_of(path) for path in paths}
    for path in paths:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            site.go(page, path)
            wrong += [f"{who} {path} {width}: {what}" for what in violations(page)]
            wrong += [f"{who} {path} {width} sticks out: {what}" for what in sticks_out(page)]
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
