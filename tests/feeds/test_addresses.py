"""The secret address: shown to its owner, guessed by nobody, dead once revoked."""

import re
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.test import Client

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from feeds import limits
from feeds.addresses import address_of, named_in, token_of
from feeds.making import make_feed, revoke_feed
from feeds.models import Feed
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.rights.crawl import noting_writes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    limits.counts.clear()


def made(member: Membership) -> Feed:
    return make_feed(user=member.user, placement=None, actor=actor_for(member))


def path_of(feed: Feed) -> str:
    return address_of(feed).removeprefix("http://testserver")


def test_a_program_reads_it_without_login_and_it_writes_nothing(coordinator: Membership):
    with noting_writes() as written:
        url = path_of(made(coordinator))
        written.clear()
        answer = Client().get(url)
    assert answer.status_code == 200
    assert written == []
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert Client().post(url).status_code == 405


def test_what_did_not_change_is_not_sent_again(coordinator: Membership):
    url = path_of(made(coordinator))
    first = Client().get(url)
    again = Client().get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(url, headers={"If-None-Match": '"another"'}).status_code == 200


def test_wrong_forged_and_revoked_addresses_answer_alike(
    coordinator: Membership, colleague: Membership
):
    feed = made(coordinator)
    good, other = token_of(feed), token_of(made(colleague))
    never_made = token_of(Feed(public_id=uuid4()))
    wrong = {
        "other": good.rpartition(".")[0] + "." + other.rpartition(".")[2],
        "salt": Signer(salt="elsewhere", sep=".").sign(good.rpartition(".")[0]),
        "cut": good[:-1],
        "plain": str(feed.public_id),
        "long": "x" * 5000,
        "nul": "a%00b.c",
        "never_made": never_made,
    }
    revoked = path_of(feed)
    revoke_feed(feed=feed, actor=actor_for(coordinator))
    paths = [*(f"/agenda/{token}.ics" for token in wrong.values()), revoked]
    answers = {path: Client().get(path) for path in paths}
    assert [answer.status_code for answer in answers.values()] == [404] * len(paths)
    pages = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers.values()}
    assert len(pages) == 1
    assert named_in(never_made) is not None


def test_who_may_not_log_in_any_more_has_no_feed(coordinator: Membership):
    url = path_of(made(coordinator))
    User.objects.update(is_active=False)
    assert Client().get(url).status_code == 404


def test_too_many_readings_and_guesses_wait_and_nobody_else_does(
    coordinator: Membership, colleague: Membership, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "READS_PER_FEED", 2)
    monkeypatch.setattr(limits, "WRONG_PER_VISITOR", 2)
    busy, quiet = path_of(made(coordinator)), path_of(made(colleague))
    assert [Client().get(busy).status_code for _time in range(3)] == [200, 200, 429]
    assert [Client().get("/agenda/x.ics").status_code for _time in range(3)] == [404, 404, 429]
    assert Client().get(quiet).status_code == 200
    assert int(Client().get(busy).headers["Retry-After"]) > 0


def test_made_once_shown_again_revoked_and_made_anew(
    coordinator: Membership, year_2017: AcademicYear
):
    browser = logged_in(coordinator)
    for _time in range(2):
        page = browser.post("/agenda/maken/", follow=True).content.decode()
    feed = Feed.objects.get()
    old = address_of(feed)
    assert f'value="{old}"' in page
    assert "readonly" in page
    assert f'value="{old}"' in browser.get("/agenda/").content.decode()
    url = f"/agenda/{feed.public_id}/intrekken/"
    assert "Alleen intrekken" in browser.get(url).content.decode()
    assert Feed.objects.get().revoked_at is None
    for _time in range(2):
        page = browser.post(url, {"anew": "1"}, follow=True).content.decode()
    assert old not in page
    new = Feed.objects.get(revoked_at=None)
    assert address_of(new) in page
    assert (Client().get(old).status_code, Client().get(address_of(new)).status_code) == (404, 200)
    browser.post(f"/agenda/{new.public_id}/intrekken/")
    assert not Feed.objects.filter(revoked_at=None).exists()
    browser.post(url, {"anew": "1"})  # an old confirmation that was sent once more
    assert Feed.objects.count() == 3
