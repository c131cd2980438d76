"""People with a window of their own, and what they do in it."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import listen, look
from tests.browser.site import Site


class Person:
    """Somebody with a window of her own, logged in for the whole story."""

    def __init__(self, site: Site, browser: Browser, name: str, width: int = 1280) -> None:
        self.site, self.width = site, width
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-BE")
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.complaints = listen(self.page)
        site.log_in(self.page, name)

    def at(self, path: str) -> Page:
        """Go to a page."""
        assert self.site.go(self.page, path) == 200, path
        return self.page

    def reads(self, path: str) -> str:
        """The text of a page."""
        return self.at(path).locator("main").inner_text()

    def follow(self, name: str, part: str = "main") -> Page:
        """Follow the first link of this name on the page."""
        self.page.locator(part).get_by_role("link", name=name).first.click()
        return self.page

    def choose_from_menu(self, name: str) -> Page:
        """Go where the main menu leads, as wide as the window is."""
        button = self.page.get_by_role("button", name="Menu")
        if button.is_visible():
            button.click()
        menu = self.page.get_by_role("navigation", name="Hoofdmenu")
        menu.get_by_role("link", name=name, exact=True).click()
        return self.page

    def press(self, name: str) -> Page:
        """Press the button that shows this name."""
        press(self.page, name)
        return self.page

    def sees(self, *words: str) -> Page:
        """Wait for words on the page, on which nothing is wrong at either width."""
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)
        assert look(self.page) == []
        assert self.complaints == []
        self.page.set_viewport_size({"width": self.width, "height": 900})
        return self.page


def live_on(administrator: Person, day: str) -> None:
    """The administrator puts the practice clock on a day."""
    page = administrator.at("/oefenklok/")
    page.get_by_label("Datum").fill(day)
    page.get_by_role("button", name="Verzet de klok").click()
    expect(page.locator("main")).to_contain_text(str(int(day[-2:])))


def press(page: Page, name: str) -> None:
    """Press the button that shows this name (not the one that Enter presses)."""
    shown = page.locator("main button:not(.visually-hidden)")
    shown.filter(has_text=re.compile(rf"^\s*{name}")).first.click()
