"""The links that mails carry: one for each proposal and address, at a constant cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from answer_links.addresses import named_in, token_of
from answer_links.enums import Use
from answer_links.issuing import links_for
from answer_links.models import AnswerLink
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from requests_app.models import Proposal
from tests.requests_app.world import filed, on, proposal_of

pytestmark = pytest.mark.django_db
ADDRESS = "Secretariaat@School.example"


@pytest.fixture
def proposals(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> list[Proposal]:
    with on("2017-09-11"):
        return [proposal_of(filed(coordinator, mentor, year_2017)) for _each in range(3)]


def queries_for(proposals: list[Proposal], email: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        links_for([(proposal, email) for proposal in proposals])
    return len(found)


def test_the_same_is_told_again_with_the_same_link(proposals: list[Proposal]):
    pairs = [(proposals[0], ADDRESS), (proposals[1], ADDRESS), (proposals[0], "b@x.example")]
    first = links_for(pairs)
    assert set(first) == {(proposal.pk, email) for proposal, email in pairs}
    assert len(set(first.values())) == 3
    again = links_for([*pairs, (proposals[0], f" {ADDRESS.upper()}")])
    assert {key: again[key] for key in first} == first
    assert again[proposals[0].pk, f" {ADDRESS.upper()}"] == first[proposals[0].pk, ADDRESS]
    assert [link.uses.get().use for link in AnswerLink.objects.all()] == [Use.MADE] * 3


def test_the_number_of_queries_does_not_grow(proposals: list[Proposal]):
    one, many = queries_for(proposals[:1], "a@x.example"), queries_for(proposals, "b@x.example")
    assert one == many
    assert queries_for(proposals, "b@x.example") < many


def test_what_was_revoked_is_not_made_again(proposals: list[Proposal]):
    links_for([(proposals[0], ADDRESS)])
    AnswerLink.objects.update(revoked_at=clock.now())
    assert links_for([(proposals[0], ADDRESS), (proposals[1], "")]) == {}
    assert AnswerLink.objects.count() == 1


def test_an_address_names_nobody_and_cannot_be_changed(proposals: list[Proposal]):
    path = links_for([(proposals[0], ADDRESS)])[proposals[0].pk, ADDRESS]
    link = AnswerLink.objects.get()
    token = token_of(link)
    assert path == f"/antwoord/{token}/"
    assert named_in(token) == link.public_id
    short, _dot, signature = token.partition(".")
    other = token_of(AnswerLink()).partition(".")[0]
    forged = [short, f"{other}.{signature}", f"{token}x", token[:-1], "x" * 5000, "\x00", ""]
    assert [named_in(text) for text in forged] == [None] * len(forged)
