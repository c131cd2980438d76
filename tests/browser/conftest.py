"""A real browser on a real site with the demo's data and a practice clock.

Each file has its own site and data, made once; its tests run in their order.
"""

import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.site import Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium: without it, say so."""
    no_browser = pytest.mark.skip(reason="no Chromium here (apt-get install chromium)")
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)  # so that the test database is made
            if CHROMIUM is None:
                item.add_marker(no_browser)


@pytest.fixture(autouse=True)
def _django_db_marker(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's: data here outlive a test, and are seen by the site's threads."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def begins_on() -> date:
    """The date of the practice clock when the file begins; files override it."""
    return date(2017, 9, 5)


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, begins_on: date
) -> Iterator[Site]:
    """The demo, running."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, PRACTICE_CLOCK_ALLOWED=True),
    ):
        assert "test" in str(connection.settings_dict["NAME"]), "never flush another database"
        call_command("load_demo", date=begins_on, verbosity=0)
        server = LiveServer("localhost")
        try:
            yield Site(server.url)
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            connections.close_all()


@pytest.fixture
def wide(chromium: Browser) -> Iterator[BrowserContext]:
    """A desktop window."""
    yield from _window(chromium, 1280)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone, 320 px wide, without JavaScript: everything has to work there."""
    yield from _window(chromium, 320, java_script=False)


def _window(chromium: Browser, width: int, *, java_script: bool = True) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        locale="nl-BE",
        java_script_enabled=java_script,
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(wide: BrowserContext) -> Page:
    """A page in the desktop window."""
    return wide.new_page()
