"""In Chromium: no axe violations, nothing wider than 320 px, and everything by keyboard."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from tests.browsing import logged_in

Scheme = Literal["light", "dark"]
CHROMIUM = "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM}"),
]

WIDTHS = (1280, 320)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PUBLIC = ("/", "/woordenlijst/", "/kalender/", "/aanmelden/login/", "/er/is/niets/")
ACCOUNT = ("/kalender/", "/aanmelden/password/change/", "/aanmelden/2fa/", "/aanmelden/logout/")
BENIGN = ("Password forms should have", "404 (Not Found)")


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Playwright a process: a second one cannot start beside it."""
    chromium = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    yield chromium
    chromium.close()


def open_page(
    browser: Browser, live_server: LiveServer, width: int, scheme: Scheme, client: Client | None
) -> tuple[Page, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nl-BE"
    )
    if client is not None:
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    return page, said


def faults(page: Page, url: str) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    page.goto(url)
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    found = [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in violations]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["wider than the window"] if too_wide else [])]


def check(
    browser: Browser, live_server: LiveServer, urls: tuple[str, ...], client: Client | None
) -> None:
    wrong = {}
    for width, scheme in product(WIDTHS, SCHEMES):
        page, said = open_page(browser, live_server, width, scheme, client)
        for url in urls:
            if found := faults(page, live_server.url + url):
                wrong[width, scheme, url] = found
        serious = [text for text in said if not any(benign in text for benign in BENIGN)]
        assert serious == []
        page.context.close()
    assert wrong == {}


def test_the_public_pages(
    browser: Browser, live_server: LiveServer, year_2017: AcademicYear
) -> None:
    check(browser, live_server, PUBLIC, None)


def test_the_pages_of_an_account(
    browser: Browser, live_server: LiveServer, coordinator: Membership, year_2017: AcademicYear
) -> None:
    check(browser, live_server, ACCOUNT, logged_in(coordinator))


def test_every_component_in_every_state(
    browser: Browser, live_server: LiveServer, administrator: User, year_2017: AcademicYear
) -> None:
    check(browser, live_server, ("/galerij/",), logged_in(administrator))


def test_the_keyboard_reaches_the_content_first_and_the_menu_on_a_phone(
    browser: Browser, live_server: LiveServer, coordinator: Membership, year_2017: AcademicYear
) -> None:
    page, _said = open_page(browser, live_server, 320, "light", logged_in(coordinator))
    page.goto(live_server.url + "/woordenlijst/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.locator(".menu-button").focus()
    assert not page.locator("#menu").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    page.context.close()


def test_the_summary_of_errors_leads_to_the_field(
    browser: Browser, live_server: LiveServer, db: None
) -> None:
    page, _said = open_page(browser, live_server, 320, "light", None)
    page.goto(live_server.url + "/aanmelden/login/")
    page.locator("main button[type=submit]").click()
    assert page.title().startswith("Fout:")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "login"
    page.context.close()
