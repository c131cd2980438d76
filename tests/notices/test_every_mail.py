"""Every mail in both languages: no trainee's name, nothing of another organisation, one button.

The notices come from a world of two organisations on each side, whose names nobody can guess
(`tests.rights.world`). What its events told is taken as it is; a kind that none of them tells gets
the rows of a side in the places where its example has examples.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.letters import Letter, Rendered, render
from accounts.models import Membership, OutgoingMail, User
from answer_links.deciding import decline_registration
from answer_links.handing_on import HandOver, hand_on
from calendar_cfg.enums import PhaseKind
from institutions.enums import Role
from notices.digest import digest_letter
from notices.kind import KINDS, Kind
from notices.kinds.answering import ANSWERING
from notices.models import Addressee, Notice
from notices.preview_mails import shelves
from notices.recipients import Recipient
from notices.telling import Told, tell
from requests_app.models import PlacementRequest, Proposal
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.queries import Limit, queries_of
from tests.requests_app.world import on
from tests.rights.conftest import world  # noqa: F401
from tests.rights.world import Side, World

pytestmark = pytest.mark.django_db
BUTTON = re.compile(r'<a class="button"\s+href="([^"]+)"')
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
DUTCH = re.compile(r"\b(?:het|een|uw|niet|wordt|werd|deze|voor|naar|nog|bij)\b", re.IGNORECASE)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, eq=False)
class Reader:
    """Somebody of a side in a role, as the canaries know it; nobody logs in at an address."""

    role: str
    side: Side
    who: Membership | User | None

    @cached_property
    def client(self) -> Client:
        """Their browser."""
        return logged_in(self.who) if self.who else Client()


@dataclass(frozen=True)
class Fact:
    """A kind of notice, told to somebody."""

    reader: Reader
    kind: Kind
    notice: Notice

    def letter(self) -> Letter:
        """The mail about this alone, in the language that is active."""
        return letter_about([self])


@dataclass(frozen=True)
class Mail:
    """One mail as it leaves, and who reads it."""

    name: str
    reader: Reader
    language: str
    written: Rendered

    @property
    def all(self) -> str:
        """All that it says."""
        return f"{self.written.subject}\n{self.written.text}\n{self.written.html}".lower()

    def __str__(self) -> str:
        return f"{self.name} to {self.reader.role} in {self.language}"


def letter_about(facts: list[Fact]) -> Letter:
    """One mail about these."""
    told = [(fact.kind, fact.notice, fact.kind.prepare([fact.notice])) for fact in facts]
    return digest_letter(facts[0].notice.addressee, told)


def readers_of(side: Side, administrator: User) -> dict[Role, Reader]:
    """Who of a side is told things in each role."""
    return {
        Role.COORDINATOR: Reader("coordinator", side, side.coordinator),
        Role.SUPERVISOR: Reader("colleague", side, side.colleague),
        Role.SCHOOL_MENTOR: Reader("schoolmentor", side, side.schoolmentor),
        Role.SUBJECT_MENTOR: Reader("vakmentor", side, side.vakmentor),
        Role.TRAINEE: Reader("trainee", side, side.trainee_member),
        Role.ADMIN: Reader("admin", side, administrator),
    }


def notice_for(kind: Kind, reader: Reader) -> Notice:
    """What an event told this reader, else a notice with the rows of their side."""
    member = reader.who if isinstance(reader.who, Membership) else None
    user = member.user if member else reader.who
    told = Notice.objects.for_lines().filter(kind=kind.name, addressee__user=user)
    found: Notice | None = told.filter(membership=member).last()
    if found is None or member is None:
        notice = with_rows_of(reader, kind.sample()[0])
        notice.membership, notice.key = member, f"test:{kind.name}:{user}:{reader.side.year}"
        notice.addressee = Addressee.objects.get_or_create(user=user)[0]
        notice.key += f":{Notice.objects.count()}"
        notice.save()
        found = Notice.objects.for_lines().get(pk=notice.pk)
    return found


def with_rows_of(reader: Reader, notice: Notice) -> Notice:
    """An example with real rows, in the states of its examples where there are such."""
    side = reader.side
    if notice.proposal is not None:
        rows = Proposal.objects.filter(school=side.schoolmentor.school)
        notice.proposal = rows.filter(state=notice.proposal.state).last() or side.proposal
    if notice.request is not None:
        asked = PlacementRequest.objects.filter(institution=side.coordinator.institution)
        notice.request = asked.filter(state=notice.request.state).last() or side.proposed
    notice.placement = side.placement if notice.placement is not None else None
    notice.year = side.year if notice.year is not None else None
    if "phase" in notice.data and reader.role == "schoolmentor":
        notice.data["phase"] = PhaseKind.ANSWERS.value
    if "registration" in notice.data:
        notice.data["registration"] = str(side.registration.public_id)
    if "version" in notice.data:
        notice.data["version"] = str(side.agreement_version.public_id)
    if "intromoment" in notice.data:
        notice.data["intromoment"] = str(side.intromoment.public_id)
    return notice


def told_to_address(side: Side) -> list[Fact]:
    """What a school without members gets at its address."""
    school, proposal = side.schoolmentor.school, side.proposal
    to = Recipient(email=school.email, school_id=school.pk)
    for kind in ANSWERING:
        tell(kind, [Told(to, "address", side.year, proposal.request, proposal)])
    rows = Notice.objects.for_lines().filter(addressee__email=school.email)
    reader = Reader("schoolmentor", side, None)
    return [Fact(reader, KINDS[row.kind], row) for row in rows]


@pytest.fixture(scope="module")
def facts(world: World) -> Iterator[list[Fact]]:  # noqa: F811
    """A notice of each kind for each role that can get it, of both sides; and to an address."""
    with transaction.atomic():
        found: list[Fact] = []
        for side in (world.own, world.other):
            readers = readers_of(side, world.administrator)
            for kind in KINDS.values():
                to = [readers[role] for role in kind.roles]
                found += [Fact(reader, kind, notice_for(kind, reader)) for reader in to]
            found += told_to_address(side)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def mails(world: World, facts: list[Fact]) -> list[Mail]:  # noqa: F811
    """Each notice alone, all of a reader in one mail, and what others queue; in all languages."""
    found = []
    by_reader: dict[Reader, list[Fact]] = {}
    for fact in facts:
        by_reader.setdefault(fact.reader, []).append(fact)
    for language in LANGUAGES:
        with translation.override(language):
            found += [
                Mail(fact.kind.name, fact.reader, language, render(fact.letter())) for fact in facts
            ]
            found += [
                Mail("digest", reader, language, render(letter_about(told)))
                for reader, told in by_reader.items()
            ]
    return found + [mail for side in (world.own, world.other) for mail in letters_of(side)]


def letters_of(side: Side) -> list[Mail]:
    """The mails that are no notices: a request handed on, a registration declined, invitations."""
    hand_on(
        proposal_pk=side.proposal.pk, to=HandOver("andere@example.be"), user=side.schoolmentor.user
    )
    decline_registration(
        pk=side.registration.pk, reason="Onbekend.", actor=actor_for(side.coordinator)
    )
    reader = Reader("schoolmentor", side, None)
    to = {side.registration.email: reader, "andere@example.be": reader}
    for invitation in (side.institution_invitation, side.school_invitation):
        role = "coordinator" if invitation.institution else "vakmentor"
        to[invitation.email] = Reader(role, side, None)
    rows = OutgoingMail.objects.filter(to__in=to, kind__in=OTHERS).order_by("pk")
    mails = [
        Mail(row.kind, to[row.to], "nl", Rendered(row.subject, row.body, row.html)) for row in rows
    ]
    OutgoingMail.objects.filter(pk__in=rows).update(kind="")
    return mails


OTHERS = ("handed_on", "registration_declined", "invitation")


def test_every_kind_is_told_to_every_role_that_it_names(facts: list[Fact]):
    told = {(fact.kind.name, fact.reader.role) for fact in facts if fact.reader.who}
    assert len(told) == sum(len(kind.roles) for kind in KINDS.values())


def test_every_other_mail_is_looked_at(mails: list[Mail]):
    assert set(OTHERS) <= {mail.name for mail in mails}


def test_no_mail_names_a_trainee_or_shows_what_is_not_the_readers(
    world: World,  # noqa: F811
    mails: list[Mail],
):
    wrong = {line for mail in mails for line in shown_wrongly(world, mail)}
    assert not wrong, "\n".join(sorted(wrong))


def shown_wrongly(world: World, mail: Mail) -> list[str]:  # noqa: F811
    """The names in a mail that its reader may not see there."""
    own = mail.reader.side
    other = world.other if own is world.own else world.own
    forbidden = own.forbidden_to(mail.reader.role, same_side=True)
    forbidden |= {what: name for what, name in own.canaries.items() if "trainee" in what}
    forbidden |= {
        f"other {what}": name
        for what, name in other.canaries.items()
        if "trainee" in what or mail.reader.role != "admin"
    }
    return [f"{mail} shows {what}" for what, name in forbidden.items() if name in mail.all]


def test_a_name_in_a_mail_would_be_noticed(world: World, mails: list[Mail]):  # noqa: F811
    """The negative control: a trainee, an organisation elsewhere, and what only others read."""
    mail = next(mail for mail in mails if mail.name == "request_reached")
    for name in (
        world.own.canaries["trainee"],
        world.other.canaries["institution"],
        world.own.canaries["template_text"],
    ):
        written = replace(mail.written, text=f"{mail.written.text} {name.upper()}")
        assert len(shown_wrongly(world, replace(mail, written=written))) == 1


def test_every_mail_has_a_plain_subject_and_at_most_one_button(mails: list[Mail]):
    wrong = []
    for mail in mails:
        buttons = [unescape(url) for url in BUTTON.findall(mail.written.html)]
        if len(buttons) != (mail.name != "registration_declined"):
            wrong.append(f"{mail}: {len(buttons)} buttons")
        if not 8 <= len(mail.written.subject) <= 100 or "@" in mail.written.subject:
            wrong.append(f"{mail}: {mail.written.subject}")
        if buttons and buttons[0] not in mail.written.text:
            wrong.append(f"{mail}: the text lacks the address of the button")
    assert not wrong, "\n".join(wrong)


def test_every_address_in_a_mail_answers_its_reader(
    world: World,  # noqa: F811
    mails: list[Mail],
):
    """Of one side: the other has the same mails."""
    wrong, asked = [], set()
    for mail in mails:
        if mail.reader.side is not world.own:
            continue
        for url in ADDRESS.findall(mail.written.text):
            if (mail.reader, url) in asked:
                continue
            asked.add((mail.reader, url))
            path, client = url.removeprefix(settings.SITE_URL), mail.reader.client
            with transaction.atomic():
                answer: Any = client.get(path)
                transaction.set_rollback(True)
            login = answer.status_code == 302 and "/login/" in answer.headers["Location"]
            if not path.startswith("/") or answer.status_code not in (200, 302) or login:
                wrong.append(f"{mail}: {url} answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert len(asked) > 30


@pytest.mark.parametrize("asked", ["", "?toon=te-doen"])
def test_berichten_shows_every_kind_in_few_queries(facts: list[Fact], asked: str):
    wrong = []
    for reader in {fact.reader for fact in facts if fact.reader.who}:
        client, url = reader.client, reverse("notices") + asked
        with on("2017-09-12", hour=12):
            client.get(url)  # the first look is written
            sql = queries_of(lambda client=client, url=url: client.get(url))
        if len(sql) > Limit.DASHBOARD:  # each kind that asks something is looked up by itself
            wrong.append(f"{reader.role}: {len(sql)}\n" + "\n".join(q[:150] for q in sql))
    assert not wrong, "\n".join(wrong)


def test_english_mails_are_english(facts: list[Fact]):
    """A sentence that nobody translated stays Dutch."""
    wrong = set()
    for fact in facts:
        with translation.override("nl"):
            dutch = fact.letter()
        with translation.override("en"):
            english = fact.letter()
            text = english.parts[0].items[0].text
        if text == dutch.parts[0].items[0].text or english.subject == dutch.subject:
            wrong.add(f"{fact.kind.name}: {text}")
        found = DUTCH.findall(f"{english.subject} {render(english).text}")
        wrong |= {f"{fact.kind.name}: {word}" for word in found}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_preview_is_one_mail_in_one_language(language: str):
    wrong = []
    for shelf in shelves():
        for preview in shelf.previews:
            written = preview.rendered(language)
            if f'<html lang="{language}">' not in written.html or not written.subject:
                wrong.append(f"{preview.name}: {written.subject}")
            if language == "en" and (found := DUTCH.findall(f"{written.subject} {written.text}")):
                wrong.append(f"{preview.name}: {found}")
    assert not wrong, "\n".join(wrong)
