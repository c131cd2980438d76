"""A mentor between two lessons: three clicks on a phone, a pile of requests by keyboard."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from requests_app.enums import ProposalState
from requests_app.filing import file_request
from requests_app.models import Proposal
from tests.browser.accessibility import WIDTHS, listen, look
from tests.browser.site import Site, heading
from tests.factories import actor_for
from tests.requests_app.world import YES, answer, draft, proposal_of, two_lines


def open_proposals() -> list[Proposal]:
    """What waits at the school of the demo's mentor, the most urgent first."""
    rows = Proposal.objects.filter(
        state=ProposalState.OPEN, school__memberships__user__email="schoolmentor@demo.example"
    )
    return list(rows.order_by("due_on", "pk"))


def membership(name: str) -> Membership:
    """The membership of a person of the demo."""
    return Membership.objects.get(user__email=f"{name}@demo.example")


def put_to_school() -> Proposal:
    """One more request put to the school, so that no test uses up what another needs."""
    coordinator, mentor = membership("coordinator"), membership("schoolmentor")
    request = draft(coordinator, mentor, AcademicYear.objects.get(start_year=2017))
    two_lines(request)
    return proposal_of(file_request(request_pk=request.pk, actor=actor_for(coordinator)))


def test_three_clicks_from_the_mail_on_a_phone_without_javascript(
    site: Site, phone: BrowserContext
) -> None:
    page, proposal = phone.new_page(), put_to_school()
    site.log_in(page, "schoolmentor")
    site.go(page, f"/postvak/{proposal.public_id}/")  # the link in the mail is the first click
    page.get_by_role("button", name="Alles aanvaarden").click()
    assert heading(page) == "U aanvaardt alles. Klopt dat?"
    knows = page.get_by_label("Ik weet dat dit boven ons aanbod gaat")
    if knows.count():
        knows.check()
    page.get_by_role("button", name="Bevestigen").click()
    assert heading(page) == "Uw antwoord is bewaard"
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


def test_every_step_of_an_answer_is_accessible(site: Site, page: Page) -> None:
    complaints, proposal = listen(page), put_to_school()
    site.log_in(page, "schoolmentor")
    site.go(page, f"/postvak/{proposal.public_id}/antwoord/")
    page.get_by_label("Weigeren").first.check()
    page.get_by_role("button", name="Verder naar nakijken").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert look(page) == []
    page.locator(".error-summary a").first.click()
    page.locator("select:visible").first.select_option("no_mentor")
    for fieldset in page.locator("fieldset.answer-line").all()[1:]:
        fieldset.get_by_label("Aanvaarden").check()
    page.get_by_role("button", name="Verder naar nakijken").click()
    assert heading(page) == "U aanvaardt een deel. Klopt dat?"
    assert look(page) == []
    page.get_by_role("button", name="Bevestigen").click()
    if page.get_by_text("Vink aan dat u dit weet").count():
        assert look(page) == []
        page.get_by_label("Ik weet dat dit boven ons aanbod gaat en aanvaard toch.").check()
        page.get_by_role("button", name="Bevestigen").click()
    assert heading(page) == "Uw antwoord is bewaard"
    assert look(page) == []
    assert complaints == []


def test_a_pile_is_answered_by_keyboard_alone(site: Site, page: Page) -> None:
    for _request in range(2):
        put_to_school()
    waiting = open_proposals()
    site.log_in(page, "schoolmentor")
    site.go(page, "/postvak/samen-beantwoorden/")
    page.locator("input[type=radio]").first.focus()
    for number in range(len(waiting)):  # "Later" is chosen: two steps right is "Weigeren"
        if number:
            page.keyboard.press("Tab")  # past the link to the request
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type("Geen plaats")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kijk uw antwoorden na")
    assert look(page) == []
    page.get_by_role("button", name="Bevestigen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Uw antwoorden zijn bewaard")
    assert look(page) == []
    # Places came free, so the matching may have put others to the school by now.
    assert {p.state for p in Proposal.objects.filter(pk__in=[p.pk for p in waiting])} == {
        ProposalState.REFUSED
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_an_accepted_stage_is_cancelled_behind_a_page(
    site: Site, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-BE")
    page = context.new_page()
    accepted = answer(put_to_school(), membership("schoolmentor"), YES, over_offer_known=True)
    site.log_in(page, "schoolmentor")
    site.go(page, f"/postvak/{accepted.public_id}/")
    page.get_by_role("link", name="de pagina van de stage").click()
    assert look(page) == []
    page.get_by_role("link", name="Stage annuleren").click()
    assert look(page) == []
    page.get_by_role("button", name="Stage annuleren").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert look(page) == []
    page.get_by_label("Waarom annuleert u?").fill("De vakmentor is langdurig afwezig.")
    page.get_by_role("button", name="Stage annuleren").click()
    expect(page.locator("main")).to_contain_text("De stage is geannuleerd.")
    context.close()
