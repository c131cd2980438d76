"""When a request looks for a school: who hears of it, and what goes to a school at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import TestCase
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM
from institutions.models import PlacementSchool
from requests_app.enums import RequestState
from requests_app.filing import file_request
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Preference, Proposal
from requests_app.proposing import choose_next_school, propose_many
from requests_app.signals import looks_for_school
from requests_app.waiting import stop_waiting, wait_for
from requests_app.widen import change_wishes
from tests.factories import OfferFactory, SchoolFactory, SchoolYearFactory, actor_for
from tests.queries import queries_of
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of, two_lines

pytestmark = pytest.mark.django_db
Make = Callable[..., PlacementRequest]


@pytest.fixture(autouse=True)
def _open_day() -> Iterator[None]:
    with on("2017-09-05"):
        yield


@pytest.fixture
def make(year_2017: AcademicYear, coordinator: Membership, mentor: Membership) -> Make:
    """Makes a complete draft."""
    return lambda **fields: draft(coordinator, mentor, year_2017, **fields)


@pytest.fixture
def file_it(coordinator: Membership) -> Callable[[PlacementRequest], PlacementRequest]:
    """Files a draft."""
    return lambda row: file_request(request_pk=row.pk, actor=actor_for(coordinator))


@contextmanager
def heard() -> Iterator[list[int]]:
    """The requests of which the matching hears, once all is committed."""
    told: list[int] = []

    def hear(sender: type, request_pk: int, **_more: Any) -> None:
        told.append(request_pk)

    looks_for_school.connect(hear, weak=False)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            yield told
    finally:
        looks_for_school.disconnect(hear)


class TestFiling:
    """After the release."""

    def test_a_direct_request_goes_to_its_school(self, make: Make, file_it: Any) -> None:
        with heard() as told:
            request = file_it(make())
        assert (request.state, told) == (RequestState.PROPOSED, [])

    def test_wishes_look_for_a_school(self, make: Make, file_it: Any) -> None:
        with heard() as told:
            request = file_it(make(route="wishes", school=False))
        assert (request.state, told) == (RequestState.SUBMITTED, [request.pk])

    def test_a_first_preference_with_room_gets_it(
        self, make: Make, file_it: Any, mentor: Membership, year_2017: AcademicYear
    ) -> None:
        request = make(route="preferences")
        here = SchoolYearFactory(school=mentor.school, year=year_2017)
        OfferFactory(school_year=here, subject=request.activities.get().subject, places=1)
        with heard() as told:
            filed_one = file_it(request)
        assert (filed_one.state, told) == (RequestState.PROPOSED, [])

    def test_a_first_preference_that_offered_nothing_yet_can_be_asked(
        self, make: Make, file_it: Any
    ) -> None:
        assert file_it(make(route="preferences")).state == RequestState.PROPOSED

    def test_with_a_full_first_preference_the_matching_decides(
        self, make: Make, file_it: Any, mentor: Membership, year_2017: AcademicYear
    ) -> None:
        first = make()
        subject = first.activities.get().subject
        here = SchoolYearFactory(school=mentor.school, year=year_2017)
        OfferFactory(school_year=here, subject=subject, places=1)
        file_it(first)
        with heard() as told:
            second = file_it(make(route="preferences", subject=subject))
        assert (second.state, told) == (RequestState.SUBMITTED, [second.pk])

    def test_who_waits_for_the_school_comes_first(
        self, make: Make, file_it: Any, mentor: Membership, coordinator: Membership
    ) -> None:
        waits = file_it(make(route="wishes", school=False))
        wait_for(request_pk=waits.pk, school=mentor.school, actor=actor_for(coordinator))
        assert file_it(make(route="preferences")).state == RequestState.SUBMITTED

    def test_before_the_release_everything_is_held(self, make: Make, file_it: Any) -> None:
        with on("2017-06-02"), heard() as told:
            states = {file_it(make(route=r)).state for r in ("direct", "preferences")}
        assert (states, told) == ({RequestState.SUBMITTED}, [])


class TestAfterwards:
    """What makes a filed request look again."""

    def test_a_refusal(self, make: Make, file_it: Any, mentor: Membership) -> None:
        request = file_it(make())
        with heard() as told:
            answer(proposal_of(request), mentor, NO)
        assert told == [request.pk]

    def test_a_partial_acceptance(self, make: Make, file_it: Any, mentor: Membership) -> None:
        request = make()
        two_lines(request)
        file_it(request)
        with heard() as told:
            answer(proposal_of(request), mentor, YES, NO)
        assert told == [request.follow_ups.get().pk]

    def test_an_acceptance_does_not(self, make: Make, file_it: Any, mentor: Membership) -> None:
        request = file_it(make())
        with heard() as told:
            answer(proposal_of(request), mentor, YES)
        assert told == []

    def test_wishes_that_change_and_the_waiting_list(
        self, make: Make, file_it: Any, coordinator: Membership, mentor: Membership
    ) -> None:
        pk, actor = file_it(make(route="wishes", school=False)).pk, actor_for(coordinator)
        for act in (
            lambda: change_wishes(request_pk=pk, actor=actor, may_split=True),
            lambda: wait_for(request_pk=pk, school=mentor.school, actor=actor),
            lambda: stop_waiting(request_pk=pk, actor=actor),
        ):
            with heard() as told:
                act()
            assert told == [pk]

    def test_before_the_release_nobody_hears(
        self, make: Make, file_it: Any, coordinator: Membership
    ) -> None:
        with on("2017-06-02"), heard() as told:
            request = file_it(make(route="wishes", school=False))
            change_wishes(request_pk=request.pk, actor=actor_for(coordinator), may_split=True)
        assert told == []

    def test_who_fails_to_listen_fails_nothing(
        self, make: Make, file_it: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(sender: type, request_pk: int, **_more: Any) -> None:
            raise RuntimeError("de wachtrij is weg")

        looks_for_school.connect(fail, weak=False)
        try:
            with heard() as told:
                request = file_it(make(route="wishes", school=False))
        finally:
            looks_for_school.disconnect(fail)
        assert told == [request.pk]
        assert "de wachtrij is weg" in caplog.text


class TestProposingMany:
    """What the matching calls with rows that it has locked."""

    def refused(self, make: Make, file_it: Any, mentor: Membership, **fields: Any) -> Any:
        request = file_it(make(**fields))
        answer(proposal_of(request), mentor, NO)
        return PlacementRequest.objects.select_related("year").get(pk=request.pk)

    def test_refused_and_submitted_ones_together(
        self, make: Make, file_it: Any, mentor: Membership
    ) -> None:
        refused = self.refused(make, file_it, mentor)
        looking = file_it(make(route="wishes", school=False))
        school = SchoolFactory(name="Volgende")
        proposals = propose_many([(refused, school), (looking, school)], actor=SYSTEM)
        assert [p.request_id for p in proposals] == [refused.pk, looking.pk]
        for row in (refused, looking):
            row.refresh_from_db()
            assert row.state == RequestState.PROPOSED
        told = list(refused.events.order_by("pk").values_list("action", "user", "data"))[-2:]
        assert told == [
            ("choose_next_school", None, {"school": "Volgende"}),
            ("propose", None, {"school": "Volgende"}),
        ]
        assert broken_invariants() == {}

    def test_one_moment_for_all_and_a_due_date_from_it(self, make: Make, file_it: Any) -> None:
        rows = [file_it(make(route="wishes", school=False)) for _n in range(2)]
        from calendar_cfg import clock

        moment = clock.now()
        with on("2017-09-20"):
            made = propose_many(
                [(row, SchoolFactory()) for row in rows], actor=SYSTEM, moment=moment
            )
        assert {p.released_at for p in made} == {moment}
        assert {str(p.due_on) for p in made} == {"2017-09-19"}

    def test_the_system_reads_no_answer_and_a_coordinator_does(
        self, make: Make, file_it: Any, mentor: Membership, coordinator: Membership
    ) -> None:
        for actor, seen in ((SYSTEM, False), (actor_for(coordinator), True)):
            request = self.refused(make, file_it, mentor)
            first = proposal_of(request)
            propose_many([(request, SchoolFactory())], actor=actor)
            first.refresh_from_db()
            assert (first.seen_at is not None) is seen

    def test_as_many_queries_for_ten_as_for_one(
        self, make: Make, file_it: Any, mentor: Membership
    ) -> None:
        counts = []
        for size in (1, 10):
            pairs = [(self.refused(make, file_it, mentor), SchoolFactory()) for _n in range(size)]
            counts.append(len(queries_of(lambda pairs=pairs: propose_many(pairs, actor=SYSTEM))))
        assert counts[0] == counts[1]

    def test_what_it_moved_on_from_cannot_be_corrected_any_more(
        self, make: Make, file_it: Any, mentor: Membership, client: Any
    ) -> None:
        from requests_app.exceptions import WrongState
        from tests.browsing import logged_in

        request = self.refused(make, file_it, mentor)
        first = proposal_of(request)
        propose_many([(request, SchoolFactory())], actor=SYSTEM)
        with pytest.raises(WrongState, match="intussen elders een plaats"):
            answer(first, mentor, YES)
        url = reverse("proposal_answered", args=[first.public_id])
        shown = logged_in(mentor).get(url).content.decode()
        assert "intussen elders een plaats" in shown

    def test_a_refusal_that_was_moved_on_from_is_read_later(
        self, make: Make, file_it: Any, mentor: Membership, coordinator: Membership
    ) -> None:
        from tests.browsing import logged_in

        request = self.refused(make, file_it, mentor)
        propose_many([(request, SchoolFactory())], actor=SYSTEM)
        own, client = f"/aanvragen/{request.public_id}/", logged_in(coordinator)
        assert request.reference in client.get("/aanvragen/?toestand=beantwoord").content.decode()
        shown = client.get(own).content.decode()
        assert "Geweigerd, en vanzelf verder gezocht" in shown
        assert "geen mentor voor dit vak" in shown
        client.post(f"{own}antwoord/")
        assert "vanzelf verder gezocht" not in client.get(own).content.decode()
        assert not Proposal.objects.filter(answered_at__isnull=False, seen_at=None).exists()


def test_a_school_chosen_for_wishes_leaves_them_wishes(
    make: Make, file_it: Any, coordinator: Membership
) -> None:
    """After a refusal it looks on by its wishes, not only at that one school."""
    request = file_it(make(route="wishes", school=False))
    school: PlacementSchool = SchoolFactory()
    chosen = choose_next_school(request_pk=request.pk, school=school, actor=actor_for(coordinator))
    assert (chosen.state, chosen.route) == (RequestState.PROPOSED, "wishes")
    assert not Preference.objects.filter(request=request).exists()


def test_filing_with_preferences_stays_within_the_limit(
    make: Make, file_it: Any, mentor: Membership, year_2017: AcademicYear
) -> None:
    request = make(route="preferences")
    here = SchoolYearFactory(school=mentor.school, year=year_2017)
    OfferFactory(school_year=here, subject=request.activities.get().subject, places=1)
    queries = queries_of(lambda: file_it(request))
    # One of them tells the school.
    assert len(queries) <= 22, "\n".join(query[:150] for query in queries)


def test_filed_as_ever(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    assert filed(coordinator, mentor, year_2017).state == RequestState.PROPOSED
