"""The public pages, the errors with a way on, and what every page promises."""

import gzip
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from lerarenstage import error_views
from tests.browsing import logged_in
from tests.queries import Limit, check_page

PUBLIC = ["/", "/woordenlijst/", "/kalender/"]
ENTRANCE = [
    "/aanmelden/login/",
    "/aanmelden/password/reset/",
    "/aanmelden/password/reset/done/",
    "/aanmelden/password/reset/key/x-y/",
    "/aanmelden/signup/",
    "/aanmelden/inactive/",
]
OWN_ACCOUNT = ["/aanmelden/password/change/", "/aanmelden/2fa/", "/aanmelden/logout/"]


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.content.decode()


def assert_sound(html: str) -> None:
    assert len(re.findall(r"<h1\b", html)) == 1
    assert html.count("btn-primary") <= 1
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", html)
    assert len(gzip.compress(html.encode())) < 20_000
    known = re.findall(r'\bid="([^"]+)"', html)
    assert len(known) == len(set(known))


@pytest.mark.parametrize("url", [*PUBLIC, *ENTRANCE])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_visitor_reads_the_public_pages(
    client: Client, year_2017: AcademicYear, url: str, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = text(client, url)
    assert f'<html lang="{language}">' in html
    assert_sound(html)


@pytest.mark.parametrize("url", [*PUBLIC, *OWN_ACCOUNT])
def test_a_coordinator_reads_them_with_a_head(
    coordinator: Membership, year_2017: AcademicYear, url: str
) -> None:
    html = text(logged_in(coordinator), url)
    assert_sound(html)
    assert "Hogeschool Eigen" in html


@pytest.mark.parametrize("url", PUBLIC)
def test_public_pages_stand_without_any_year(client: Client, db: None, url: str) -> None:
    assert_sound(text(client, url))


@pytest.mark.django_db
def test_the_calendar_page_has_every_date_of_the_source(
    client: Client, year_2017: AcademicYear
) -> None:
    with time_machine.travel("2017-09-19 10:00+02:00"):
        html = text(client, "/kalender/?jaar=2017-2018")
    for day in (
        "di 2 mei 2017",
        "do 1 juni 2017",
        "do 15 juni 2017",
        "ma 18 september 2017",
        "di 19 september 2017",
        "di 3 oktober 2017",
        "di 10 oktober 2017",
        "ma 8 januari 2018",
        "di 16 januari 2018",
        "di 23 januari 2018",
        "ma 5 februari 2018",
        "ma 19 februari 2018",
        "ma 26 februari 2018",
        "di 3 juli 2018",
    ):
        assert day in html
    assert html.count("status-good") == 4


@pytest.mark.parametrize("asked", ["2099-2100", "x", "%00", "2017-2019", "9" * 5000, "٢٠١٧-2018"])
def test_a_year_that_is_not_there_is_a_404(
    client: Client, year_2017: AcademicYear, asked: str
) -> None:
    assert_sound(text(client, f"/kalender/?jaar={asked}", 404))


def test_the_gallery_is_for_staff(
    client: Client, coordinator: Membership, administrator: User, year_2017: AcademicYear
) -> None:
    text(client, "/galerij/", 404)
    text(logged_in(coordinator), "/galerij/", 404)
    html = text(logged_in(administrator), "/galerij/")
    assert "Galerij van componenten" in html
    assert not re.search(r"\sstyle=|<script", html)


def test_a_missing_page_has_a_way_on(client: Client, db: None) -> None:
    html = text(client, "/er/is/niets/", 404)
    assert_sound(html)
    assert "Naar de startpagina" in html


def test_a_refusal_shows_its_sentence_and_a_way_on(rf: RequestFactory, db: None) -> None:
    request = rf.get("/x/")
    response = error_views.forbidden(
        request, PermissionDenied("Alleen de stagecoördinator mag dit.")
    )
    assert response.status_code == 403
    assert "Alleen de stagecoördinator mag dit." in response.content.decode()
    assert "Kalender" in response.content.decode()


def test_a_stale_form_is_told_what_to_do(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/i18n/setlang/", {"language": "en"})
    assert response.status_code == 403
    assert "Dit formulier stond te lang open" in response.content.decode()


def test_the_error_page_reads_no_database(rf: RequestFactory) -> None:
    response = error_views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Naar de startpagina" in response.content.decode()


def test_an_error_page_survives_a_head_that_cannot_be_drawn(rf: RequestFactory) -> None:
    class Broken:
        def __getattr__(self, name: str) -> str:
            raise RuntimeError

    request = rf.get("/x/")
    request.actor = Broken()
    response = error_views.not_found(request, Exception())
    assert response.status_code == 404
    assert "Naar de startpagina" in response.content.decode()


def test_the_language_is_switched_and_kept(client: Client, year_2017: AcademicYear) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/kalender/"})
    assert '<html lang="en">' in text(client, "/kalender/")


def test_the_style_sheets_fit_in_twenty_kilobytes() -> None:
    sheets = Path(settings.BASE_DIR, "static", "css").glob("*.css")
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) < 20_000


def test_public_pages_ask_little(client: Client, year_2017: AcademicYear) -> None:
    check_page("calendar", client, "/kalender/", limit=Limit.DETAIL)
    check_page("front", client, "/", limit=Limit.DETAIL)


def test_the_head_of_a_page_asks_little(coordinator: Membership, year_2017: AcademicYear) -> None:
    check_page(
        "wordlist as coordinator", logged_in(coordinator), "/woordenlijst/", limit=Limit.DETAIL
    )
