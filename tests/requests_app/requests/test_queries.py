"""Queries of the pages of stageaanvragen: the same for 1, 10 and 100 rows (trust.md, 31)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from requests_app.answering import mark_answer_seen
from requests_app.drafting import save_draft
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Preference, Trainee
from tests.factories import (
    ActivityFactory,
    SchoolFactory,
    TraineeFactory,
    actor_for,
)
from tests.queries import Limit, check, check_growing_page, queries_of
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.typing import fields_of
from tests.requests_app.world import NO, answer, draft, filed, proposal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def until(count: Callable[[], int], make: Callable[[], Any]) -> Callable[[int], None]:
    """Makes rows until there are so many."""

    def grow(size: int) -> None:
        while count() < size:
            make()

    return grow


def test_list(desk: Desk) -> None:
    grow = until(
        PlacementRequest.objects.count,
        lambda: filed(desk.coordinator, desk.mentor, desk.year, supervisor=desk.coordinator),
    )
    check_growing_page("requests", desk.client, "/aanvragen/", grow=grow, limit=Limit.LIST)


def test_list_to_check(desk: Desk) -> None:
    def make() -> None:
        draft(desk.coordinator, desk.mentor, desk.year)
        PlacementRequest.objects.update(offered_for_check_at="2017-06-19T10:00Z")

    grow = until(PlacementRequest.objects.count, make)
    url = "/aanvragen/te-controleren/"
    check_growing_page("requests_to_check", desk.client, url, grow=grow, limit=Limit.LIST)


def test_new(desk: Desk) -> None:
    def make() -> None:
        TraineeFactory(institution=desk.coordinator.institution).subjects.add(desk.subject)

    grow = until(Trainee.objects.count, make)
    check_growing_page("new_request", desk.client, "/aanvragen/nieuw/", grow=grow, limit=Limit.LIST)


@pytest.mark.parametrize(
    "name", ["draft_trainees", "draft_period", "draft_activities", "draft_school", "draft_check"]
)
def test_steps_of_a_draft(desk: Desk, name: str) -> None:
    request = draft(desk.coordinator, desk.mentor, desk.year, route="preferences")
    PlacementRequest.objects.update(is_group=True)

    def grow(size: int) -> None:
        while request.trainees.count() < min(size, 20):
            request.trainees.add(TraineeFactory(institution=desk.coordinator.institution))
            ActivityFactory(request=request)
        while request.preferences.count() < min(size, 5):
            rank = request.preferences.count() + 1
            Preference.objects.create(request=request, school=SchoolFactory(), rank=rank)

    check_growing_page(name, desk.client, page(name, request), grow=grow, limit=Limit.DETAIL)


@pytest.mark.parametrize("name", ["request", "request_filed", "withdraw_request", "choose_school"])
def test_one_request(desk: Desk, name: str) -> None:
    request = filed(desk.coordinator, desk.mentor, desk.year, route="preferences")
    answer(proposal_of(request), desk.mentor, NO)
    mark_answer_seen(proposal=proposal_of(request), actor=actor_for(desk.coordinator))

    def grow(size: int) -> None:
        while request.activities.count() < min(size, 30):
            line = ActivityFactory(request=request)
            proposal_of(request).lines.create(activity=line, decision="refused", reason="no_place")
        while request.preferences.count() < min(size, 5):
            rank = request.preferences.count() + 1
            Preference.objects.create(request=request, school=SchoolFactory(), rank=rank)

    check_growing_page(name, desk.client, page(name, request), grow=grow, limit=Limit.DETAIL)


def test_a_held_request_just_filed(desk: Desk) -> None:
    from tests.requests_app.world import on

    with on("2017-06-02"):
        request = filed(desk.coordinator, desk.mentor, desk.year)
        url, client = page("request_filed", request), desk.client
        client.get(url)
        check("request_filed held", queries_of(lambda: client.get(url)), Limit.DETAIL)


def test_confirming_a_batch(desk: Desk) -> None:
    counts = set()
    client = desk.client
    for size in (1, 10, 100):
        while PlacementRequest.objects.count() < size:
            draft(desk.coordinator, desk.mentor, desk.year)
        ids = [str(row.public_id) for row in PlacementRequest.objects.all()]
        sent = {"aanvraag": ids}
        client.post("/aanvragen/indienen/", sent)
        queries = queries_of(lambda sent=sent: client.post("/aanvragen/indienen/", sent))
        counts.add(check("file_together POST check", queries, Limit.POST))
    assert len(counts) == 1


def test_saving_steps_and_filing(desk: Desk) -> None:
    request = draft(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
    client = desk.client
    for name, typed in (
        ("draft_trainees", {"is_group": ""}),
        ("draft_period", {"text_for_school": "Hallo"}),
        ("draft_activities", {"lines-0-hours": "21"}),
        ("draft_school", {"max_distance_km": "20"}),
    ):
        url = page(name, request)
        data = {**fields_of(client.get(url)), **typed, "verder": "1"}
        queries = queries_of(lambda url=url, data=data: client.post(url, data))
        check(f"{name} POST", queries, Limit.POST)
    save_draft(
        request_pk=request.pk, actor=actor_for(desk.coordinator), schools=[desk.mentor.school]
    )
    data = fields_of(client.get(page("draft_check", request)))
    queries = queries_of(lambda: client.post(page("file_request", request), data))
    check("file_request POST", queries, Limit.POST)


def test_choosing_the_next_school(desk: Desk) -> None:
    request = draft(desk.coordinator, desk.mentor, desk.year)
    file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))
    answer(proposal_of(request), desk.mentor, NO)
    sent = {"school": SchoolFactory().public_id}
    client = desk.client
    queries = queries_of(lambda: client.post(page("choose_school", request), sent))
    check("choose_school POST", queries, Limit.POST)
