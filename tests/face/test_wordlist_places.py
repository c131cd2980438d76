"""Each term of the word list is linked to where it lives: none is missing, and each page opens."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from lerarenstage.wordlist import GROUPS, TERMS
from lerarenstage.wordlist_places import HOMES, word_groups
from tests.browsing import logged_in
from tests.factories import MembershipFactory, TraineeFactory
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
READERS = (*Role, None)


@pytest.fixture
def clients(
    year_2017: AcademicYear,
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    administrator: User,
) -> dict[Role | None, Client]:
    """Somebody in each role, and a visitor."""
    trainee = MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution)
    TraineeFactory(institution=coordinator.institution, user=trainee.user)
    return {
        Role.COORDINATOR: logged_in(coordinator),
        Role.SUPERVISOR: logged_in(colleague),
        Role.SCHOOL_MENTOR: logged_in(mentor),
        Role.SUBJECT_MENTOR: logged_in(subject_mentor),
        Role.TRAINEE: logged_in(trainee),
        Role.ADMIN: logged_in(administrator),
        None: Client(),
    }


def test_every_term_has_a_place_that_some_role_opens():
    assert set(HOMES) == set(TERMS)
    for slug, home in HOMES.items():
        assert str(home.sentence).endswith("."), slug
        assert any(place.roles for place in home.places), slug


@on("2017-09-12")
def test_every_place_opens_for_each_role_that_it_is_meant_for(clients: dict[Role | None, Client]):
    meant = {
        (place.url_name, role)
        for home in HOMES.values()
        for place in home.places
        for role in place.roles
    }
    assert {role for _url, role in meant} == set(READERS)
    answers = {
        (url_name, role): clients[role].get(reverse(url_name)).status_code
        for url_name, role in sorted(meant, key=str)
    }
    assert {key: status for key, status in answers.items() if status != 200} == {}


@on("2017-09-12")
def test_the_page_gives_each_reader_a_place_or_a_sentence_for_every_term(
    clients: dict[Role | None, Client],
):
    with override("nl"):
        for role, client in clients.items():
            html = client.get("/woordenlijst/").content.decode()
            for word in (word for group in word_groups(role) for word in group.words):
                shown = told(html, word.term.slug)
                if word.links:
                    assert [url for url, _label in shown[0]] == [link.url for link in word.links]
                else:
                    assert shown == ([], str(word.sentence)), (role, word.term.slug)


def told(html: str, slug: str) -> tuple[list[tuple[str, str]], str]:
    """The links of a term on the page, and the text of its last paragraph."""
    (entry,) = re.findall(rf'<div id="{slug}">(.*?)</dd></div>', html, re.DOTALL)
    last = entry.rpartition("<p")[2].partition(">")[2]
    text = re.sub(r"<[^>]+>", "", last)
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', last), unescape(text).strip()


def test_who_acts_in_no_role_reads_as_a_visitor():
    links = {word.term.slug: word.links for group in word_groups(None) for word in group.words}
    assert sorted(slug for slug, found in links.items() if found) == sorted(
        ("stagecode", "stageovereenkomst", "intromoment", "lesweek")
    )
    assert len(links) == sum(len(group.terms) for group in GROUPS)
