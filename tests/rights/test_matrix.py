"""The permission matrix: every address x everybody x own, foreign and missing (trust.md, 13).

The table is `matrix.csv`; `table.py` says how to read and extend it.
"""

import re
from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app.querysets import TraineeQuerySet
from tests.rights.addresses import Address, addresses, own_addresses
from tests.rights.table import ROLES, Row, rows
from tests.rights.world import World, missing

pytestmark = pytest.mark.django_db
ROWS = rows()
LOGIN = "/aanmelden/login/"
ADDRESSES = {found.name: found for found in addresses()}
STALE = 409  # allowed, but an empty form is an old one
LISTENS_TO_POST_ALONE = {"set_language"}  # Django's own: a GET of it does nothing
NOT_A_PUBLIC_ID = {
    "token": "geen-echt-token",
    "number": "0",
    "mail": "invitation-staff",
    "language": "nl",
}


def address_of(row: Row, public_id: str) -> str:
    """The address of a row about one object."""
    names = ADDRESSES[row.url].arguments
    return reverse(row.url, kwargs={name: NOT_A_PUBLIC_ID.get(name, public_id) for name in names})


def ask(client: Client, row: Row, public_id: str) -> HttpResponse:
    """Send the request of a row about one object."""
    return send(client, row.method, address_of(row, public_id))


def send(client: Client, method: str, address: str) -> HttpResponse:
    """Send a request, and undo what it wrote."""
    client.cookies.pop("messages", None)  # what an earlier answer would still tell
    with transaction.atomic():
        answer: Any = client.generic(method, address)
        transaction.set_rollback(True)
    return answer


def outcome(answer: HttpResponse) -> str:
    """An answer in the words of the table."""
    if answer.status_code in (301, 302):
        return "login" if answer.headers["Location"].startswith(LOGIN) else "ok"
    return "ok" if answer.status_code in (200, STALE) else str(answer.status_code)


def said(answer: HttpResponse) -> str:
    """What an answer says, without what differs from one request to the next."""
    text = answer.content.decode() + answer.headers.get("Location", "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)


# --- The table is complete ---


def test_every_address_stands_in_the_table():
    listed = {row.url for row in ROWS}
    known = {found.name for found in own_addresses()}
    assert sorted(known - listed) == [], "add rows to tests/rights/matrix.csv"
    assert sorted(listed - known) == [], "rows without an address"


def test_addresses_about_an_object_name_it():
    for row in ROWS:
        about = "public_id" in ADDRESSES[row.url].arguments
        assert bool(row.object) == about, row


def test_no_address_has_a_guessable_number():
    for found in own_addresses():
        assert "<int:" not in found.route, found


# --- The table is true ---


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_the_table_says(world: World, row: Row):
    wrong = wrong_answers(world, row)
    assert not wrong, "\n".join(wrong)


def test_a_scope_left_open_would_be_noticed(world: World, monkeypatch: pytest.MonkeyPatch):
    """The negative control."""
    monkeypatch.setattr(TraineeQuerySet, "visible_to", lambda rows, actor: rows)
    (row,) = (row for row in ROWS if (row.url, row.method) == ("trainee", "GET"))
    assert wrong_answers(world, row) == [
        "coordinator: foreign ok, missing 404",
        "colleague: foreign ok, missing 404",
        "coordinator_elsewhere: own ok instead of 404",
    ]


def wrong_answers(world: World, row: Row) -> list[str]:
    """Who gets something else than the table says, about which object."""
    own, foreign = world.own.objects.get(row.object, ""), world.other.objects.get(row.object, "")
    wrong = []
    for role in (*ROLES, "deactivated"):
        client = world.client(role)
        expected = row.expected["anonymous" if role == "deactivated" else role]
        answer = ask(client, row, own)
        if outcome(answer) != expected:
            wrong.append(f"{role}: own {outcome(answer)} instead of {expected}")
        if row.object and expected != "login":
            wrong += _about_others(client, row, role, answer, foreign)
    return wrong


def _about_others(
    client: Client, row: Row, role: str, about_own: HttpResponse, foreign: str
) -> list[str]:
    nothing = ask(client, row, missing())
    about_foreign = ask(client, row, foreign)
    wrong = []
    if outcome(nothing) not in ("403", "404"):
        wrong.append(f"{role}: missing {outcome(nothing)}")
    expected = row.expected_for_foreign(role)
    if expected is not None:
        if outcome(about_foreign) != expected:
            wrong.append(f"{role}: foreign {outcome(about_foreign)} instead of {expected}")
    elif _differ(about_foreign, nothing):
        wrong.append(f"{role}: foreign {outcome(about_foreign)}, missing {outcome(nothing)}")
    outside = role.endswith("_elsewhere") and outcome(about_own) in ("403", "404")
    if outside and _differ(about_own, nothing):
        wrong.append(f"{role}: what is foreign to them is not as what is missing")
    return wrong


def _differ(one: HttpResponse, other: HttpResponse) -> bool:
    return outcome(one) != outcome(other) or said(one) != said(other)


UNOPENED = {"placement": "unopened", "planned": "unopened_planned"}
"""Objects of the table, and the same of a stage of which nobody opened the school's answer."""


@pytest.mark.parametrize("role", ["coordinator", "colleague", "trainee", "vakmentor"])
def test_a_stage_is_the_schools_alone_until_its_answer_is_opened(world: World, role: str):
    """The trainee, the stagebegeleider and the vakmentor who does not guide it: docs, 0005."""
    about = [row for row in ROWS if row.object in UNOPENED]
    assert len(about) > 30
    school, reader = world.client("schoolmentor"), world.client(role)
    wrong = []
    for row in about:
        public_id = str(getattr(world.own, UNOPENED[row.object]).public_id)
        answer = ask(reader, row, public_id)
        if _differ(answer, ask(reader, row, missing())):
            wrong.append(f"{row}: {outcome(answer)}, not as what is missing")
        if (seen := outcome(ask(school, row, public_id))) != row.expected["schoolmentor"]:
            wrong.append(f"{row}: the schoolmentor gets {seen}")
    assert not wrong, "\n".join(wrong)


def test_an_address_takes_only_the_methods_of_the_table(world: World):
    methods = defaultdict(set)
    for row in ROWS:
        methods[row.url].add(row.method)
    wrong = []
    for row in ROWS:
        (other,) = {"GET", "POST"} - {row.method}
        allowed = [role for role, what in row.expected.items() if what == "ok"]
        if other in methods[row.url] or not allowed or row.url in LISTENS_TO_POST_ALONE:
            continue
        swapped = Row(row.url, other, row.object, row.expected, row.foreign_ok)
        code = ask(world.client(allowed[-1]), swapped, world.own.objects.get(row.object, ""))
        if code.status_code != 405:
            wrong.append(f"{swapped}: {code.status_code}")
    assert not wrong, "\n".join(wrong)


# --- The administration and the login, by rule ---


def is_admin(found: Address) -> bool:
    """An address of Django admin that needs no object."""
    return found.route.startswith("beheer/") and not found.arguments and ":" in found.name


def test_the_administration_is_for_administrators_only(world: World):
    pages = [found for found in addresses() if is_admin(found) and found.name != "admin:login"]
    assert len(pages) > 20
    wrong = []
    for role in (*ROLES, "deactivated"):
        if role == "admin":
            continue
        client = world.client(role)
        for found in pages:
            for method in ("GET", "POST"):
                if found.name == "admin:logout":
                    continue
                answer = send(client, method, reverse(found.name))
                to_login = answer.status_code == 302 and "/login/" in answer.headers["Location"]
                if not (to_login or answer.status_code in (403, 404)):
                    wrong.append(f"{role} {method} {found.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_administrators_open_every_page_of_the_administration(world: World):
    client = world.client("admin")
    wrong = []
    for found in addresses():
        if is_admin(found) and not found.name.endswith(("logout", "login", "autocomplete")):
            answer = send(client, "GET", reverse(found.name))
            if answer.status_code not in (200, 302, 403, 405):
                wrong.append(f"{found.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


BEFORE_THE_LOGIN = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}


def test_only_the_ways_in_are_open_before_the_login(world: World):
    wrong = []
    for found in addresses():
        if not found.route.startswith("aanmelden/") or found.name in BEFORE_THE_LOGIN:
            continue
        kwargs = {name: {"pk": 1}.get(name, "x") for name in found.arguments}
        path = reverse(found.name, kwargs=kwargs) if "/" not in found.name else f"/{found.route}"
        answer = send(world.client("anonymous"), "GET", path)
        if outcome(answer) != "login":
            wrong.append(f"{found.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
