"""The public pages of the Stagecode, and the page on which it is accepted."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from placement_code.accepting import accept_code
from placement_code.example import accept_for_everybody, make_example
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from placement_code.selectors import waiting_for
from tests.browsing import logged_in
from tests.factories import MembershipFactory, actor_for
from tests.placement_code.world import first, second, version
from tests.queries import Limit, check_page
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


def read(client: Client, address: str = "/stagecode/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_before_the_first_version_everybody_is_told_so(coordinator: Membership):
    for client in (Client(), logged_in(coordinator)):
        assert "Er geldt nog geen Stagecode" in read(client)
    assert logged_in(coordinator).get("/stagecode/aanvaarden/").status_code == 302


@on("2018-02-01")
def test_anybody_reads_the_version_in_force_what_changed_and_what_comes(db: None):
    first(), second()
    version(3, date(2018, 9, 1), "# Nieuw & <b>vet</b>\n")
    html = read(Client())
    assert "Versie 2 geldt sinds ma 8 januari 2018." in html
    assert "Een antwoord zegt waarom; het intromoment." in html
    assert '<del lang="nl">Wij antwoorden binnen twee lesweken.</del>' in html
    assert '<ins lang="nl">Wij antwoorden binnen twee lesweken en zeggen waarom.</ins>' in html
    assert "Versie 3 geldt vanaf za 1 september 2018." in html
    assert "Deze versie geldt niet meer." in read(Client(), "/stagecode/versie-1/")
    coming = read(Client(), "/stagecode/versie-3/")
    assert "Nieuw &amp; &lt;b&gt;vet&lt;/b&gt;" in coming
    for nothing in ("versie-4", "versie-01", "versie-x"):
        assert Client().get(f"/stagecode/{nothing}/").status_code == 404


@on("2018-02-01")
def test_an_example_says_so_wherever_its_text_stands(colleague: Membership):
    for _ in range(2):
        make_example(first_day=date(2017, 5, 2), second_day=date(2018, 1, 8))
    assert PlacementCode.objects.count() == 2
    client = logged_in(colleague)
    stopped = client.post("/mijn-gegevens/", {}).content.decode()
    pages = [read(client, f"/stagecode/{page}") for page in ("", "versie-1/", "aanvaarden/")]
    for html in (*pages, stopped):
        assert "Dit is een voorbeeldtekst: de echte Stagecode is niet bekend." in html


@on("2017-10-02")
def test_in_a_demonstration_everybody_has_accepted(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, colleague: Membership
):
    first_version, _second = make_example(first_day=date(2017, 5, 2), second_day=date(2018, 1, 8))
    MembershipFactory(institution=coordinator.institution)
    for _ in range(2):
        accept_for_everybody(first_version, year=year_2017, at=clock.now())
    for who in (coordinator, mentor, colleague):
        assert waiting_for(actor_for(who), year_2017) is None
    assert OrganisationCodeAcceptance.objects.count() == 2


@on("2017-10-02")
def test_a_page_shows_only_ones_own_acceptance(
    year_2017: AcademicYear, coordinator: Membership, coordinator_elsewhere: Membership
):
    code = first()
    accept_code(code, actor=actor_for(coordinator), year=year_2017)
    assert "Cora" in read(logged_in(coordinator))
    for client in (Client(), logged_in(coordinator_elsewhere)):
        for page in ("/stagecode/", "/stagecode/versie-1/"):
            html = read(client, page)
            assert "Cora" not in html
            assert "Hogeschool Eigen" not in html
    waits = read(logged_in(coordinator_elsewhere))
    assert "Voor Hogeschool Elders is ze nog niet aanvaard voor 2017-2018." in waits


@on("2017-10-02")
def test_accepting_on_its_own_page_goes_back_on_this_site_only(
    year_2017: AcademicYear, coordinator: Membership
):
    code = first()
    client = logged_in(coordinator)
    page = read(client, "/stagecode/aanvaarden/?next=/mijn-gegevens/")
    assert 'name="next" value="/mijn-gegevens/"' in page
    sent = {"stagecode-version": str(code.public_id), "stagecode-person": "on"}
    missing = client.post("/stagecode/aanvaarden/", {**sent, "next": "/mijn-gegevens/"})
    assert "Vink aan dat u de Stagecode aanvaardt voor uw organisatie." in missing.content.decode()
    sent["stagecode-organisation"] = "on"
    for address, goes_to in (
        ("https://elders.example/", "/stagecode/"),
        ("/mijn-gegevens/", "/mijn-gegevens/"),
        ("//elders.example/", "/stagecode/"),
    ):
        done = client.post("/stagecode/aanvaarden/", {**sent, "next": address})
        assert (done.status_code, done.headers["Location"]) == (302, goes_to)
    assert CodeAcceptance.objects.count() == 1
    assert client.get("/stagecode/aanvaarden/").status_code == 302


@on("2018-02-01")
def test_queries(year_2017: AcademicYear, coordinator: Membership):
    first(), second()
    client = logged_in(coordinator)
    check_page("placement_code waiting", client, "/stagecode/", limit=Limit.DETAIL)
    check_page("accept_code", client, "/stagecode/aanvaarden/", limit=Limit.DETAIL)
    accept_code(PlacementCode.objects.get(number=2), actor=actor_for(coordinator), year=year_2017)
    check_page("placement_code", client, "/stagecode/", limit=Limit.DETAIL)
