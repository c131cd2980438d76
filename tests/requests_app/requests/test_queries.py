"""Queries of the pages of stageaanvragen: the same for 1, 10 and 100 rows (trust.md, 31)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from requests_app.answering import mark_answer_seen
from requests_app.drafting import save_draft
from requests_app.filing import file_request
from requests_app.hardship import mark_hardship
from requests_app.models import PlacementRequest, Preference, Trainee
from tests.browsing import logged_in
from tests.factories import (
    ActivityFactory,
    OfferFactory,
    SchoolFactory,
    SchoolYearFactory,
    TraineeFactory,
    actor_for,
)
from tests.notices.world import told_before
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.looking import looking
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


def test_a_request_that_looks(desk: Desk) -> None:
    request, client = looking(desk, supervisor=desk.coordinator), desk.client
    for name in ("change_wishes", "request_hardship"):
        check_page(name, client, page(name, request), limit=Limit.DETAIL)
    school = SchoolFactory()
    typed = {**fields_of(client.get(page("change_wishes", request))), "max_distance_km": "33"}
    for name, data in (
        ("change_wishes", typed),
        ("wait_for_school", {"school": school.public_id}),
        ("stop_waiting", {}),
        ("request_hardship", {"reason": "care"}),
    ):
        url = page(name, request)
        queries = queries_of(lambda url=url, data=data: client.post(url, data))
        check(f"{name} POST", queries, Limit.POST)


def test_voorrang(desk: Desk, administrator: User) -> None:
    client = logged_in(administrator)
    actor = actor_for(desk.coordinator)

    def make() -> None:
        request = filed(desk.coordinator, desk.mentor, desk.year)
        answer(proposal_of(request), desk.mentor, NO)
        mark_hardship(request_pk=request.pk, reason="care", actor=actor)

    grow = until(PlacementRequest.objects.count, make)
    url = reverse("hardship_requests")
    check_growing_page("hardship_requests", client, url, grow=grow, limit=Limit.LIST)
    first = PlacementRequest.objects.order_by("pk")[0]
    url = page("hardship_confirm", first)
    queries = queries_of(lambda: client.post(url, {"shown": "care"}))
    check("hardship_confirm POST", queries, Limit.POST)
    url = page("hardship_decline", first)
    check_page("hardship_decline", client, url, limit=Limit.DETAIL)
    queries = queries_of(lambda: client.post(url, {"shown": "care", "reason": "Nee."}))
    check("hardship_decline POST", queries, Limit.POST)


def test_filing_with_preferences(desk: Desk) -> None:
    request = draft(
        desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee, route="preferences"
    )
    here = SchoolYearFactory(school=desk.mentor.school, year=desk.year)
    OfferFactory(school_year=here, subject=request.activities.get().subject)
    client = desk.client
    data = fields_of(client.get(page("draft_check", request)))
    told_before(desk.mentor)
    queries = queries_of(lambda: client.post(page("file_request", request), data))
    check("file_request POST preferences", queries, Limit.POST)
