"""The mailbox of a demo: anyone who is logged in there reads and follows every mail."""

import re

from django.test import Client
from django.urls import reverse

from accounts.invitations import invite_colleague
from accounts.models import OutgoingMail
from institutions.enums import Role
from tests.accounts.mails import SECRET, queue
from tests.browsing import logged_in
from tests.factories import UserFactory, actor_for

MAILBOX = "/postbus/"


def test_there_is_none_outside_a_demo(administrator, coordinator):
    queue()
    html = reverse("demo_mail", args=[OutgoingMail.objects.get().public_id])
    for who in (administrator, coordinator):
        assert logged_in(who).get(MAILBOX).status_code == 404
        assert logged_in(who).get(html).status_code == 404
        assert MAILBOX not in logged_in(who).get("/kalender/").content.decode()


def test_every_role_reads_every_mail_and_finds_it_in_the_menu(
    settings, administrator, coordinator, mentor, subject_mentor, year_2017
):
    settings.DEMO = True
    queue(to="school@example.be")
    for who in (administrator, coordinator, mentor, subject_mentor, UserFactory()):
        client = logged_in(who)
        page = client.get(MAILBOX).content.decode()
        assert "school@example.be" in page
        assert f'href="{SECRET}"' in page
        assert f'href="{MAILBOX}"' in client.get("/kalender/").content.decode()
    assert "/aanmelden/" in Client().get(MAILBOX).url


def test_an_invitation_is_followed_from_its_mail_as_it_looks(settings, coordinator, mentor):
    settings.DEMO = True
    invite_colleague("nieuw@example.be", Role.SUPERVISOR, actor=actor_for(coordinator))
    client = logged_in(mentor)
    html = reverse("demo_mail", args=[OutgoingMail.objects.get().public_id])
    assert html in client.get(MAILBOX).content.decode()
    mail = client.get(html)
    assert "unsafe-inline" not in mail.headers["Content-Security-Policy"]
    link = re.search(r'href="http://testserver(/uitnodiging/[^"]+)"', mail.content.decode())[1]
    assert "Hogeschool Eigen" in Client().get(link).content.decode()


def test_mails_are_found_by_address_the_newest_first(settings, mentor):
    settings.DEMO = True
    for number, to in enumerate(["an@example.be", "bo@example.be", "an@example.be"]):
        queue(f"m:{number}", to, subject=f"Mail {number}")
    client = logged_in(mentor)
    found = re.findall(r"Mail \d", client.get(MAILBOX).content.decode())
    assert found == ["Mail 2", "Mail 1", "Mail 0"]
    found = re.findall(r"Mail \d", client.get(MAILBOX, {"address": "AN@"}).content.decode())
    assert found == ["Mail 2", "Mail 0"]
    none = client.get(MAILBOX, {"address": "niemand@example.be"}).content.decode()
    assert "Er zijn geen mails aan dit adres." in none


def test_links_lead_to_where_the_demo_runs_now(settings, coordinator):
    settings.DEMO = True
    queue()
    mail = OutgoingMail.objects.get()
    mail.body, mail.html = (f"http://localhost:8123/x/ {text}" for text in (mail.body, mail.html))
    mail.save()
    client = logged_in(coordinator)
    for url in (MAILBOX, reverse("demo_mail", args=[mail.public_id])):
        page = client.get(url).content.decode()
        assert "http://testserver/x/" in page
        assert "localhost:8123" not in page
