"""A school without an account: from the mail to an answer in three clicks, and on to an account."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import Membership, OutgoingMail
from answer_links.models import AnswerLink
from answer_links.revoking import revoke_link
from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM
from notices.collecting import collect
from requests_app.ending import withdraw_request
from requests_app.enums import ProposalState
from requests_app.models import Proposal
from tests.browser.accessibility import listen, look
from tests.browser.people import Person, press
from tests.browser.site import Site, heading
from tests.factories import SchoolFactory, actor_for
from tests.requests_app.world import filed, proposal_of


@pytest.fixture
def proposal(site: Site) -> Proposal:
    """A request put to a school where nobody has an account, and the mail that tells so."""
    school = SchoolFactory(name="School Zonder Account")
    school.email = f"secretariaat{school.number}@zonder.example"
    school.save(update_fields=["email"])
    coordinator = Membership.objects.get(user__email="coordinator@demo.example")
    year = AcademicYear.objects.get(start_year=2017)
    found = proposal_of(filed(coordinator, Membership(school=school), year))
    with override_settings(DIGEST_HOUR=0):
        collect()
    return found


def link_in(kind: str, to: str) -> str:
    """The path of the first link of this sort in the last mail to an address."""
    mail = OutgoingMail.objects.filter(to=to, html__contains=f"/{kind}/").latest("pk")
    found = re.search(rf'href="([^"]*/{kind}/[^"]+)"', mail.html)
    assert found is not None
    return urlsplit(found[1]).path


def test_three_clicks_from_the_mail_on_a_phone_without_javascript(
    site: Site, phone: BrowserContext, proposal: Proposal
) -> None:
    page = phone.new_page()
    site.go(page, link_in("antwoord", proposal.school.email))  # the first click
    page.get_by_role("button", name="Alles aanvaarden").click()
    assert heading(page) == "U aanvaardt alles. Klopt dat?"
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN
    page.get_by_role("button", name="Bevestigen").click()
    assert heading(page) == "Uw antwoord is bewaard"
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


def test_from_a_refusal_to_the_first_login(
    site: Site, chromium: Browser, page: Page, proposal: Proposal
) -> None:
    complaints = listen(page)
    site.go(page, link_in("antwoord", proposal.school.email))
    assert look(page) == []
    page.locator("main").get_by_role("link", name="Weigeren").click()
    press(page, "Verder naar nakijken")
    assert look(page) == []  # with errors
    page.get_by_label("Waarom weigert u?").select_option("no_place")
    press(page, "Verder naar nakijken")
    assert look(page) == []
    press(page, "Bevestigen")
    expect(page.locator("h1")).to_have_text("Uw antwoord is bewaard")
    assert look(page) == []
    page.get_by_role("link", name="Meld uw school aan").click()
    press(page, "School aanmelden")
    assert look(page) == []  # with errors
    page.get_by_label("Voornaam").fill("Nele")
    page.get_by_label("Familienaam").fill("Nieuw")
    page.get_by_label("Uw functie op school").fill("directeur")
    press(page, "School aanmelden")
    expect(page.locator("h1")).to_have_text("Uw school is aangemeld")
    assert look(page) == []
    assert complaints == []
    a_coordinator_confirms(site, chromium, proposal.school.email)
    site.go(page, link_in("uitnodiging", proposal.school.email))
    page.get_by_label("Voornaam").fill("Nele")
    page.get_by_label("Familienaam").fill("Nieuw")
    page.get_by_label("Wachtwoord", exact=True).fill("een-lang-wachtwoord-17")
    page.get_by_label("Herhaal het wachtwoord").fill("een-lang-wachtwoord-17")
    press(page, "Uitnodiging aanvaarden")
    page.wait_for_url(f"{site.url}/start/")
    expect(page.locator("main")).to_contain_text("Welkom bij School Zonder Account")


def a_coordinator_confirms(site: Site, chromium: Browser, email: str) -> None:
    """From the first page, behind the list and the page of the registration."""
    coordinator = Person(site, chromium, "coordinator")
    coordinator.at("/start/")
    coordinator.follow("meldt zich aan")
    coordinator.sees("School Zonder Account")
    coordinator.follow("School Zonder Account")
    coordinator.sees("Nele Nieuw", email)
    coordinator.follow("Afwijzen")
    coordinator.sees("Waarom bevestigt u deze aanmelding niet?")
    coordinator.page.go_back()
    coordinator.press("Bevestigen")
    coordinator.sees("krijgt een uitnodiging", "bevestigd")
    coordinator.context.close()


def test_handing_on_and_links_that_do_not_work(site: Site, page: Page, proposal: Proposal) -> None:
    complaints, path = listen(page), link_in("antwoord", proposal.school.email)
    site.go(page, path)
    page.get_by_role("link", name="Geef dit door aan een collega").click()
    press(page, "Doorgeven")
    assert look(page) == []  # with errors
    page.get_by_label("E-mailadres van uw collega").fill("collega@zonder.example")
    press(page, "Doorgeven")
    expect(page.locator("main")).to_contain_text("Doorgegeven aan collega@zonder.example")
    assert look(page) == []
    assert complaints == []
    revoke_link(link=AnswerLink.objects.get(email="collega@zonder.example"), actor=SYSTEM)
    revoked = link_in("antwoord", "collega@zonder.example")
    for address, status in ((revoked, 410), ("/antwoord/verzonnen/", 404)):
        assert site.go(page, address) == status
        assert look(page) == []
        assert page.locator("main a").count() > 0
    withdraw_request(
        request_pk=proposal.request_id,
        reason="Gestopt",
        actor=actor_for(Membership.objects.get(user__email="coordinator@demo.example")),
    )
    assert site.go(page, path) == 410
    expect(page.locator("main")).to_contain_text("trok deze stageaanvraag in")
    assert look(page) == []
