"""The school's pages ask the same with 1, 10 and 100 rows (trust.md, 31)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from tests.factories import SchoolYearFactory
from tests.notices.world import told_before
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.school.conftest import Put
from tests.requests_app.school.test_answer import form
from tests.requests_app.world import YES, answer

Grow = Callable[[int], None]

pytestmark = pytest.mark.django_db


def test_inbox(at_school: Client, grow: Grow) -> None:
    check_growing_page("inbox", at_school, reverse("inbox"), grow=grow, limit=Limit.LIST)


def test_answering_together(at_school: Client, grow: Grow) -> None:
    url = reverse("answer_together")
    check_growing_page("answer_together", at_school, url, grow=grow, limit=Limit.LIST)


def test_one_request(at_school: Client, put: Put, mentor: Membership) -> None:
    proposal = put(lines=2)
    args = [proposal.public_id]
    check_page("proposal", at_school, reverse("proposal", args=args), limit=Limit.DETAIL)
    url = reverse("answer_proposal", args=args)
    check_page("answer_proposal", at_school, url, limit=Limit.DETAIL)
    answer(proposal, mentor, YES)
    url = reverse("proposal_answered", args=args)
    check_page("proposal_answered", at_school, url, limit=Limit.DETAIL)
    check_page("proposal accepted", at_school, reverse("proposal", args=args), limit=Limit.DETAIL)


def test_sending_an_answer(
    at_school: Client, put: Put, mentor: Membership, coordinator: Membership
) -> None:
    told_before(coordinator)
    SchoolYearFactory(school=mentor.school, year=AcademicYear.objects.get())
    proposal = put(lines=2)
    url = reverse("answer_proposal", args=[proposal.public_id])
    at_school.get(url)
    data = form(proposal, "accepted", "refused")
    asked = queries_of(lambda: at_school.post(url, data))
    check("answer_proposal POST check", asked, Limit.POST)
    sent = queries_of(lambda: at_school.post(url, data | {"bevestigen": "1"}))
    check("answer_proposal POST partly", sent, Limit.POST_OF_TWO_REQUESTS)
    other = put(lines=2)
    url = reverse("answer_proposal", args=[other.public_id])
    data = form(other, "accepted", "accepted") | {"bevestigen": "1"}
    check("answer_proposal POST", queries_of(lambda: at_school.post(url, data)), Limit.POST)
