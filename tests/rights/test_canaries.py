"""What belongs to one organisation never shows elsewhere; reading changes nothing.

trust.md, 14 and 15.

Each organisation has names in its data that nobody can guess. Everybody walks through the whole
site; `world._readers` says from domain.md, 7, who may come across which name.
"""

import logging
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.forms import BaseModelForm
from django.urls import reverse

from accounts.models import Membership
from answer_links.addresses import path_of
from feeds.addresses import token_of
from feeds.making import make_feed
from feeds.models import Feed
from placements.models import Placement
from tests.factories import actor_for
from tests.rights.crawl import first_addresses, get, noting_writes, pages_for, text_of
from tests.rights.table import ROLES
from tests.rights.world import World, mails

pytestmark = pytest.mark.django_db
EVERYBODY = (*ROLES, "deactivated")
TRAINEES = ("trainee", "other_trainee", "trainee_user")


@pytest.mark.parametrize("role", [role for role in EVERYBODY if role != "admin"])
def test_nobody_sees_what_is_not_theirs(world: World, role: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    reader = {"deactivated": "anonymous", "without": "anonymous"}.get(role, role)
    forbidden = world.forbidden_to(reader)
    wrong, world.told[role] = [], ""
    for address, source, answer, written in pages_for(world, role):
        told = text_of(answer)
        world.told[role] += told
        wrong += [f"{address} shows {what}" for what, name in forbidden.items() if name in told]
        wrong += [f"{address} writes: {sql}" for sql in written]
        if answer.status_code >= 500:
            wrong.append(f"{address}: {answer.status_code}")
        if source and answer.status_code in (403, 404):
            wrong.append(f"{source} links to {address}, which answers {answer.status_code}")
    every = world.own.canaries | world.other.canaries
    wrong += [f"the log shows {what}" for what, name in every.items() if name in caplog.text]
    assert not wrong, "\n".join(sorted(set(wrong)))


def all_told_to(world: World, role: str) -> str:
    """What all pages tell somebody, where no test walked through them before."""
    return "".join(text_of(answer) for _address, _source, answer, _w in pages_for(world, role))


def test_an_administrator_reads_without_writing(world: World):
    wrong = []
    for address, _source, answer, written in pages_for(world, "admin"):
        wrong += [f"{address} writes: {sql}" for sql in written]
        if answer.status_code >= 500:
            wrong.append(f"{address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


OF_INSTITUTION = ("institution", "supervisor", "template", "institution_invited")
OF_SCHOOL = ("school", "school_invited", "school_info", "intro_note", "unopened_answer")
OF_BOTH = (
    *("trainee", "vakmentor", "placed_note", "placed_visit", "ended_reason", "clause_text"),
    *("scan_text", "scan_signer", "intro_place"),
)


def test_everybody_does_see_what_is_theirs(world: World):
    """The negative control: without it, a site that shows nothing would pass."""
    roles = ("coordinator", "schoolmentor", "coordinator_elsewhere", "mentor_elsewhere")
    seen = {role: world.told.get(role) or all_told_to(world, role) for role in roles}
    for side, institution_role, school_role in (
        (world.own, "coordinator", "schoolmentor"),
        (world.other, "coordinator_elsewhere", "mentor_elsewhere"),
    ):
        for what in (*OF_INSTITUTION, *OF_BOTH):
            assert side.name(what) in seen[institution_role], what
        for what in (*OF_SCHOOL, *OF_BOTH):
            assert side.name(what) in seen[school_role], what


FILES = (
    # a page that is a file, its object, who reads it, and a name that stands in it
    ("agreement_pdf", "agreement_version", "coordinator", "clause_text"),
    ("agreement_pdf", "agreement_version", "vakmentor", "trainee"),
    ("agreement_scan", "signed_copy", "trainee", "scan_text"),
    ("schedule_pdf", "placement", "schoolmentor", "placed_note"),
    ("schedule_xlsx", "placement", "colleague", "placed_class"),
)


def test_the_words_of_files_are_read(world: World):
    """The negative control of files: a name in a PDF or a workbook would be noticed."""
    for page, about, role, what in FILES:
        address = reverse(page, args=[world.own.objects[about]])
        answer, _written = get(world.client(role), address)
        assert world.own.name(what) in text_of(answer), (page, role, what)


def test_feeds_show_nothing_of_others_and_no_trainee(world: World):
    """Of everything, and of one stage; a text that people typed is for the trainee alone."""
    sides = (world.own, world.other)
    names = [side.name(what) for side in sides for what in (*TRAINEES, "unopened_note")]
    typed = [side.name(what) for side in sides for what in ("placed_note", "placed_visit")]
    told = {}
    for role, member in people_of(world).items():
        stages = Placement.objects.visible_to(actor_for(member))
        feeds = [
            make_feed(user=member.user, placement=stage, actor=actor_for(member))
            for stage in (None, *stages)
        ]
        told[role] = "".join(read_feed(world, feed) for feed in feeds)
        forbidden = [*world.forbidden_to(role).values(), *names]
        forbidden += [] if role == "trainee" else typed
        assert not [name for name in forbidden if name in told[role]], role
        near = world.other if role.endswith("_elsewhere") else world.own
        assert near.name("placed_class") in told[role], role
    assert all(world.own.name("intro_text") in told[role] for role in ("schoolmentor", "trainee"))
    assert all(name in told["trainee"] for name in typed[:2])


def people_of(world: World) -> dict[str, Membership]:
    """Who has feeds, by role: an administrator, who sees every stage, has none."""
    return {
        "coordinator": world.own.coordinator,
        "colleague": world.own.colleague,
        "schoolmentor": world.own.schoolmentor,
        "vakmentor": world.own.vakmentor,
        "trainee": world.own.trainee_member,
        "coordinator_elsewhere": world.other.coordinator,
        "mentor_elsewhere": world.other.schoolmentor,
    }


def read_feed(world: World, feed: Feed) -> str:
    """What a calendar program gets."""
    answer, written = get(world.client("anonymous"), f"/agenda/{token_of(feed)}.ics")
    assert (answer.status_code, written) == (200, [])
    return text_of(answer)


TOLD_BY_A_LINK = {
    *("institution", "institution_mail", "programme", "trainee", "proposed_text", "school"),
    "link_mail",
}


def test_a_link_tells_of_its_own_request_and_names_nobody_of_the_school(world: World):
    """Of the trainee no more than a school may read; of the school its name and its places."""
    visitor, path = world.client("anonymous"), path_of(world.own.answer_link)
    with transaction.atomic():
        pages = ("", "invullen/", "doorgeven/")
        answers: list[Any] = [visitor.get(f"{path}{page}") for page in pages]
        answers.append(visitor.get(f"{path}aanmelden/"))
        answers.append(visitor.post(f"{path}invullen/", {"alles": "aanvaarden", "version": "1"}))
        transaction.set_rollback(True)
    assert [answer.status_code for answer in answers] == [200] * 5
    told = "".join(text_of(answer) for answer in answers)
    found = {what for what, name in world.own.canaries.items() if name in told}
    assert found <= TOLD_BY_A_LINK, found - TOLD_BY_A_LINK
    assert {"institution", "trainee", "proposed_text", "school"} <= found
    assert not [what for what, name in world.other.canaries.items() if name in told]


def test_a_write_would_be_noticed(world: World):
    """The negative control of the other half."""
    with noting_writes() as written:
        world.own.coordinator.user.save(update_fields=["first_name"])
    assert written


def test_mails_carry_no_trainees_name(world: World):
    told = mails()
    assert told
    for side in (world.own, world.other):
        for what in ("trainee", "other_trainee", "draft_trainee"):
            assert side.name(what) not in told


def test_a_page_of_the_other_side_says_nothing_in_its_error_either(world: World):
    names = world.other.canaries.values()
    for address in first_addresses(world):
        answer, _written = get(world.client("anonymous"), address)
        assert not any(name in text_of(answer) for name in names), address


# --- Extra fields ---

DECIDED_ELSEWHERE = {
    *("id", "public_id", "version", "reference", "form_key", "state", "created_at"),
    *("institution", "school", "user", "request", "proposal", "membership"),
    *("filed_by", "filed_at", "prepared_by", "answered_by", "answered_at", "released_at"),
    *("is_staff", "is_superuser", "is_active", "password", "email", "last_membership"),
}
# Forms that rightly offer one of these, each with why.
OFFERED_ON_PURPOSE = {
    ("TraineeForm", "email"): "the trainee's own address, not an account's",
    ("SchoolProfileForm", "email"): "where the school is reached",
}


OUR_FORMS = (
    *("calendar_cfg", "institutions", "accounts", "placement_code", "requests_app", "matching"),
    *("placements", "agreements", "schedules", "feeds", "intromoments", "answer_links", "notices"),
)


def test_every_app_with_forms_is_looked_at():
    ours = {path.parent.name for path in Path(settings.BASE_DIR).glob("*/*forms.py")}
    assert ours - {"lerarenstage"} <= set(OUR_FORMS)


def forms_of_pages() -> list[Any]:
    """The model forms of our apps, without those of the administration."""
    for app in OUR_FORMS:
        config = apps.get_app_config(app)
        for path in sorted(Path(config.path).rglob("*forms.py")):
            import_module(f"{app}.{path.stem}")
    found: list[Any] = []
    waiting: list[Any] = [BaseModelForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            ours = form.__module__.split(".")[0] in OUR_FORMS
            if ours and "admin" not in form.__module__ and form._meta.model:
                found.append(form)
    return found


def test_no_form_offers_what_is_decided_elsewhere():
    forms = forms_of_pages()
    assert forms
    for form in forms:
        offered = DECIDED_ELSEWHERE & set(form.base_fields)
        offered -= {field for name, field in OFFERED_ON_PURPOSE if name == form.__name__}
        assert not offered, f"{form.__name__} offers {sorted(offered)}"
        assert form._meta.fields not in (None, "__all__"), form.__name__


@pytest.mark.parametrize("role", ["coordinator", "schoolmentor", "trainee"])
def test_extra_fields_make_nobody_more_than_they_are(world: World, role: str):
    extra = {
        "first_name": "A",
        "last_name": "B",
        "language": "nl",
        "is_staff": "on",
        "is_superuser": "on",
        "role": "admin",
        "institution": str(world.other.coordinator.institution.pk),
    }
    client = world.client(role)
    client.post(reverse("profile"), extra)
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("profile")).wsgi_request.actor.is_admin is False
