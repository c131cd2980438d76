"""The head of every page: where one can go, for whom one acts, which year, which day."""

import re

import pytest
import time_machine
from django.test import Client
from django.test.utils import override_settings

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear, PracticeClock
from institutions.enums import Role
from lerarenstage.navigation import ITEMS, nav_links
from tests.browsing import logged_in
from tests.factories import InstitutionFactory, MembershipFactory, YearFactory


def page(client: Client, url: str = "/woordenlijst/") -> str:
    return client.get(url).content.decode()


def test_a_visitor_has_no_menu_and_can_log_in(client: Client, year_2017: AcademicYear) -> None:
    html = page(client)
    assert 'id="menu"' not in html
    assert "/aanmelden/login/" in html
    assert "year-line-small" not in html


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_menu_without_doubles(role: Role) -> None:
    links = nav_links(role, "/kalender/")
    assert len({link.url for link in links}) == len(links)
    assert [link.label for link in links if link.is_current] == ["Kalender"]


def test_somebody_without_a_role_has_no_menu() -> None:
    assert nav_links(None, "/") == []


def test_every_address_of_the_menu_exists() -> None:
    from django.urls import reverse

    for item in ITEMS:
        reverse(item.url_name)


def test_the_year_is_on_every_page_of_somebody_with_a_role(
    coordinator: Membership, year_2017: AcademicYear
) -> None:
    with time_machine.travel("2017-09-19 10:00+02:00"):
        html = page(logged_in(coordinator))
    assert "year-line-small" in html
    assert "4 fasen open" in html
    assert "T1: Aanvragen bij voorkeur versturen, di 19 september 2017" in html


def test_one_switches_between_ones_own_organisations_only(
    coordinator: Membership, coordinator_elsewhere: Membership, year_2017: AcademicYear
) -> None:
    second = MembershipFactory(
        user=coordinator.user,
        role=Role.SUPERVISOR,
        institution=InstitutionFactory(name="Tweede Hogeschool"),
    )
    html = page(logged_in(coordinator))
    assert f'value="{second.public_id}"' in html
    assert "Tweede Hogeschool" in html
    assert "Hogeschool Elders" not in html


def test_the_year_switch_returns_to_this_page_without_the_old_year(
    coordinator: Membership, year_2017: AcademicYear
) -> None:
    YearFactory(start_year=2018)
    html = page(logged_in(coordinator), "/kalender/?jaar=2017-2018&q=a%26b")
    assert re.search(r'name="next"\s+value="/kalender/\?q=a%26b"', html)
    assert re.findall(r'name="jaar"\s+value="([^"]+)"', html) == ["2018-2019", "2017-2018"]


@override_settings(PRACTICE_CLOCK_ALLOWED=True)
def test_the_practice_clock_is_told_on_every_page(
    client: Client, administrator: User, year_2017: AcademicYear
) -> None:
    from calendar_cfg import clock

    PracticeClock.objects.create(believed_date="2017-06-15", set_at=clock.real_now())
    assert "het is hier <strong>do 15 juni 2017</strong>" in page(client)
    assert "Verzet de oefenklok" in page(logged_in(administrator))


def test_administrators_are_told_when_the_sweep_stands_still(
    administrator: User, coordinator: Membership, year_2017: AcademicYear
) -> None:
    from calendar_cfg import heartbeat

    assert "staan stil" in page(logged_in(administrator))
    assert "staan stil" not in page(logged_in(coordinator))
    heartbeat.beat()
    assert "staan stil" not in page(logged_in(administrator))
