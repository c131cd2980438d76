"""Every mail can be looked at before anybody gets it, in both languages, as it will look."""

import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.mail_html import policy_for
from accounts.sample_letters import sample_letters
from notices.kind import KINDS
from notices.preview_mails import LANGUAGES, find_preview, shelves
from tests.browsing import logged_in


def all_previews():
    return [preview for shelf in shelves() for preview in shelf.previews]


def test_every_kind_of_notice_and_every_letter_has_its_example(db):
    names = [preview.name for preview in all_previews()]
    assert set(KINDS) <= set(names)
    assert {sample.name for sample in sample_letters()} <= set(names)
    assert {"invitation-staff", "account-password-reset-key", "mfa-totp-activated"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_can_be_written_in_each_language(db, language):
    for preview in all_previews():
        mail = preview.rendered(language)
        assert mail.subject, preview.name
        assert f'lang="{language}"' in mail.html, preview.name
        assert "<img" not in mail.html, preview.name
        links = [unescape(link) for link in re.findall(r'href="([^"]*)"', mail.html)]
        assert all(link.startswith("http://testserver/") for link in links), preview.name
        assert all(link in mail.text for link in links), preview.name  # both say the same


def test_an_administrator_looks_at_one(administrator, year_2017):
    client = logged_in(administrator)
    page = client.get(reverse("outbox_previews")).content.decode()
    assert reverse("outbox_preview", args=["request_reached"]) in page
    shown = client.get(reverse("outbox_preview", args=["request_reached"])).content.decode()
    assert "VOORBEELD-1" in shown
    for language in LANGUAGES:
        assert reverse("outbox_preview_html", args=["request_reached", language]) in shown
    for args in (["geen-mail"], ["geen-mail", "nl"], ["request_reached", "fr"]):
        name = "outbox_preview" if len(args) == 1 else "outbox_preview_html"
        assert client.get(reverse(name, args=args)).status_code == 404


def test_the_page_of_a_mail_allows_its_own_styles_and_nothing_else(administrator):
    mail = find_preview("invitation-staff").rendered("nl").html
    address = reverse("outbox_preview_html", args=["invitation-staff", "nl"])
    answer = logged_in(administrator).get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    styles = {*re.findall(r'style="([^"]*)"', mail), *re.findall(r"<style>[^<]*", mail)}
    assert policy.count("sha256-") == len(styles)
    assert policy_for("<p>Dag</p>").endswith("style-src 'none'")
