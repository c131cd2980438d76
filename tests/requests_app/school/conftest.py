"""Proposals that lie with the mentor's school, on a frozen day."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from requests_app.enums import RequestState
from requests_app.filing import file_request
from requests_app.models import Proposal
from requests_app.proposing import propose_many
from tests.browsing import logged_in
from tests.factories import RequestFactory, SubjectFactory, actor_for
from tests.requests_app.world import draft, filed, on, proposal_of, two_lines

Put = Callable[..., Proposal]


@pytest.fixture
def today(year_2017: AcademicYear) -> Iterator[None]:
    """Tuesday 12 September 2017, at ten."""
    with on("2017-09-12"):
        yield


@pytest.fixture
def put(year_2017: AcademicYear, coordinator: Membership, mentor: Membership, today: None) -> Put:
    """Put one request to the mentor's school; `lines=2` for two subjects."""

    def one(*, lines: int = 1, **fields: object) -> Proposal:
        if lines == 1:
            return proposal_of(filed(coordinator, mentor, year_2017, **fields))
        request = draft(coordinator, mentor, year_2017, **fields)
        two_lines(request)
        return proposal_of(file_request(request_pk=request.pk, actor=actor_for(coordinator)))

    return one


@pytest.fixture
def grow(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, today: None
) -> Callable[[int], None]:
    """Bring the number of open proposals at the mentor's school to so many, in one go."""
    subject = SubjectFactory(name="Frans")

    def to(size: int) -> None:
        requests = [
            RequestFactory(
                institution=coordinator.institution,
                year=year_2017,
                state=RequestState.SUBMITTED,
                filed_at=clock.now(),
                school=mentor.school,
                subject=subject,
            )
            for _number in range(size - Proposal.objects.count())
        ]
        pairs = [(request, mentor.school) for request in requests]
        propose_many(pairs, actor=actor_for(coordinator))

    return to


@pytest.fixture
def at_school(mentor: Membership, today: None) -> Client:
    """The mentor, logged in on that day."""
    return logged_in(mentor)
