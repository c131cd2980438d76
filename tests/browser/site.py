"""The running site as a person uses it: log in, go somewhere, press a button."""

from dataclasses import dataclass

from playwright.sync_api import Page

from lerarenstage.demo_world import PASSWORD


@dataclass(frozen=True)
class Site:
    """The address of the running site."""

    url: str

    def go(self, page: Page, path: str) -> int:
        """Open a page of the site; its status."""
        response = page.goto(self.url + path)
        assert response is not None
        return response.status

    def log_in(self, page: Page, name: str) -> None:
        """Log in as a person of the demo: "coordinator", "schoolmentor", "beheerder" ..."""
        page.context.clear_cookies()
        self.go(page, "/aanmelden/login/")
        page.get_by_label("E-mailadres").fill(f"{name}@demo.example")
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Aanmelden").click()
        page.wait_for_url(f"{self.url}/start/")

    def prove(self, page: Page) -> None:
        """Give the password once more, on the page that asks for it before a signature."""
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Bevestigen").click()


def heading(page: Page) -> str:
    """What the page says it is for."""
    return page.locator("h1").inner_text()
