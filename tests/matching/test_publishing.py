"""What is made known: compared with how things are by then, batch by batch, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from calendar_cfg.exceptions import PhaseClosed
from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import Offer, Subject
from matching import publishing
from matching.continuing import continue_matching
from matching.direct_only import publish_direct
from matching.enums import ResultStatus, RunState
from matching.exceptions import RunRefused
from matching.locks import forbid_pair
from matching.models import MatchingRun
from matching.publishing import publish, publish_batches
from matching.running import work_through
from matching.starting import discard, start_run
from requests_app.ending import withdraw_request
from requests_app.enums import RequestState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from tests.factories import ActivityFactory, SchoolFactory, SubjectFactory, actor_for
from tests.matching.world import ADMIN, looking, offering
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def french() -> Subject:
    """A subject."""
    subject: Subject = SubjectFactory(name="Frans")
    return subject


@pytest.fixture
def release_day(year_2017: AcademicYear) -> Iterator[None]:
    """The day on which schools can answer from."""
    with on("2017-06-15"):
        yield


def held(
    coordinator: Membership,
    year: AcademicYear,
    subject: Subject,
    *schools: object,
    **fields: object,
) -> PlacementRequest:
    """A request filed before the release."""
    with on("2017-06-06"):
        return looking(coordinator, year, subject, *schools, **fields)  # type: ignore[arg-type]


def ready(year: AcademicYear) -> MatchingRun:
    """A run over everything that is ready."""
    run = start_run(year=year, actor=ADMIN)
    work_through(run.pk)
    return MatchingRun.objects.get(pk=run.pk)


def make_known(run: MatchingRun) -> MatchingRun:
    """Publish it, and do what its task does."""
    publish(run, actor=ADMIN)
    publish_batches(run.pk)
    return MatchingRun.objects.get(pk=run.pk)


def test_what_changed_since_is_skipped_with_why_and_the_rest_goes_on(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    schools = [offering(year_2017, french) for _number in range(5)]
    requests = [held(coordinator, year_2017, french, school) for school in schools]
    run = ready(year_2017)
    fine, withdrawn, says_no, lowered, forbidden = requests
    withdraw_request(request_pk=withdrawn.pk, actor=actor_for(coordinator), reason="Gestopt.")
    schools[2].years.update(stance=Stance.NO)
    Offer.objects.filter(school_year__school=schools[3]).update(places=0)
    forbid_pair(request=forbidden, school=schools[4], actor=ADMIN)
    run = make_known(run)
    results = run.results.values_list("request__reference", "status", "skipped_because")
    assert {row[0]: row[1:] for row in results} == {
        fine.reference: ("put_to_school", ""),
        withdrawn.reference: ("skipped", "De aanvraag is intussen gewijzigd."),
        says_no.reference: (
            "skipped",
            f"{schools[2]} neemt in 2017-2018 geen stagiairs. Kies een andere school.",
        ),
        lowered.reference: ("skipped", "De plaatsen van de school zijn intussen ingenomen."),
        forbidden.reference: ("skipped", "De aanvraag mag niet meer naar deze school."),
    }
    assert run.figures["skipped"] == {
        "De aanvraag is intussen gewijzigd.": 1,
        "De school kan niet meer gevraagd worden.": 1,
        "De plaatsen van de school zijn intussen ingenomen.": 1,
        "De aanvraag mag niet meer naar deze school.": 1,
    }
    assert run.state == RunState.PUBLISHED
    assert [row.request for row in Proposal.objects.all()] == [fine]
    assert broken_invariants() == {}


def test_of_two_for_a_place_that_was_lost_the_one_that_lay_fixed_goes(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    school = offering(year_2017, french, places=2)
    named = held(coordinator, year_2017, french, school)
    direct = held(coordinator, year_2017, french, school, route="direct")
    run = ready(year_2017)
    Offer.objects.update(places=1)
    make_known(run)
    assert [row.request for row in Proposal.objects.all()] == [direct]
    assert named.matching_results.get().status == ResultStatus.SKIPPED


def test_a_publication_that_was_broken_off_goes_on_where_it_was(
    year_2017: AcademicYear,
    coordinator: Membership,
    french: Subject,
    release_day: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _number in range(3):
        held(coordinator, year_2017, french, offering(year_2017, french))
    run = ready(year_2017)
    monkeypatch.setattr(publishing, "BATCH", 1)
    publish(run, actor=ADMIN)
    assert publishing._publish_batch(run.pk, 1)
    assert Proposal.objects.count() == 1
    with on("2017-06-15", hour=11):  # its worker was lost: an hour later the sweep finds it
        continue_matching()
        publish(run, actor=ADMIN)
        publish_batches(run.pk)
    run.refresh_from_db()
    assert (run.state, Proposal.objects.count()) == (RunState.PUBLISHED, 3)
    moments = set(Proposal.objects.values_list("released_at", flat=True))
    assert moments == {run.published_at}
    assert broken_invariants() == {}


def test_a_batch_costs_the_same_number_of_queries_however_much_it_holds(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    counts = []
    for size in (1, 6):
        for _number in range(size):
            school = offering(year_2017, french)
            held(coordinator, year_2017, french, school, onward="automatic")
        run = ready(year_2017)
        publish(run, actor=ADMIN)
        with CaptureQueriesContext(connection) as captured:
            publishing._publish_batch(run.pk)
        counts.append(len(captured))
        publish_batches(run.pk)
    assert counts[0] == counts[1]
    assert counts[0] <= 35


def test_nothing_is_made_known_before_schools_can_answer(
    year_2017: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    held(coordinator, year_2017, french, offering(year_2017, french))
    run = ready(year_2017)
    with on("2017-06-14"), pytest.raises(PhaseClosed, match="15 juni 2017"):
        publish(run, actor=ADMIN)
    run.publishes_itself = True
    run.save()
    with on("2017-06-14"):
        continue_matching()
    assert not Proposal.objects.exists()
    with on("2017-06-15"):
        continue_matching()
    assert Proposal.objects.count() == 1


def test_a_discarded_run_is_never_made_known_and_a_published_one_never_discarded(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    held(coordinator, year_2017, french, offering(year_2017, french))
    thrown_away = discard(ready(year_2017), actor=ADMIN)
    with pytest.raises(RunRefused):
        publish(thrown_away, actor=ADMIN)
    run = ready(year_2017)
    with pytest.raises(PermissionDenied):
        publish(run, actor=actor_for(coordinator))
    make_known(run)
    with pytest.raises(RunRefused, match="kan niet meer weggegooid"):
        discard(run, actor=ADMIN)


def split_request(
    coordinator: Membership, year: AcademicYear, french: Subject, dutch: Subject, **fields: object
) -> PlacementRequest:
    """A held request in two subjects that may go to two schools."""
    with on("2017-06-06"):
        request = held(coordinator, year, french, may_split=True, **fields)
    ActivityFactory(request=request, subject=dutch, position=1)
    return request


def test_a_request_that_was_split_lies_with_two_schools(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    dutch = SubjectFactory(name="Nederlands")
    here, there = offering(year_2017, french), offering(year_2017, dutch)
    request = split_request(coordinator, year_2017, french, dutch)
    run = make_known(ready(year_2017))
    follow_up = request.follow_ups.get()
    assert {row.request: row.school for row in Proposal.objects.all()} == {
        request: here,
        follow_up: there,
    }
    assert [line.subject for line in follow_up.activities.all()] == [dutch]
    assert set(run.results.values_list("request", "status")) == {
        (request.pk, "put_to_school"),
        (follow_up.pk, "put_to_school"),
    }
    assert broken_invariants() == {}


def test_of_a_split_request_the_part_without_a_place_looks_further(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    dutch = SubjectFactory(name="Nederlands")
    there = offering(year_2017, dutch)
    request = split_request(coordinator, year_2017, french, dutch)
    make_known(ready(year_2017))
    follow_up = request.follow_ups.get()
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED
    assert request.matching_results.get().status == ResultStatus.WITHOUT_PLACE
    assert [(row.request, row.school) for row in Proposal.objects.all()] == [(follow_up, there)]
    assert broken_invariants() == {}


def test_splitting_many_costs_the_same_number_of_queries_as_splitting_one(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    dutch = SubjectFactory(name="Nederlands")
    counts = []
    for size in (1, 4):
        for _number in range(size):
            offering(year_2017, french)
            offering(year_2017, dutch)
            split_request(coordinator, year_2017, french, dutch, onward="automatic")
        run = ready(year_2017)
        publish(run, actor=ADMIN)
        with CaptureQueriesContext(connection) as captured:
            publishing._publish_batch(run.pk)
        counts.append(len(captured))
        publish_batches(run.pk)
    assert counts[0] == counts[1]
    assert Proposal.objects.count() == 10
    assert broken_invariants() == {}


def test_a_request_in_three_subjects_lies_with_three_schools(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    dutch, greek = SubjectFactory(name="Nederlands"), SubjectFactory(name="Grieks")
    for subject in (french, dutch, greek):
        offering(year_2017, subject)
    request = split_request(coordinator, year_2017, french, dutch)
    ActivityFactory(request=request, subject=greek, position=2)
    run = make_known(ready(year_2017))
    request.refresh_from_db()
    put = [request, *request.follow_ups.all()]
    assert [row.state for row in put] == [RequestState.PROPOSED] * 3
    assert {row.proposals.get().school.name for row in put} == {
        row.school.name for row in run.results.all()
    }
    assert {row.request_version for row in run.results.filter(request=request)} == {request.version}
    assert broken_invariants() == {}


def test_when_a_run_failed_the_direct_requests_can_go_out_alone(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, release_day: None
) -> None:
    school = SchoolFactory()
    direct = held(coordinator, year_2017, french, school, route="direct")
    searching = held(coordinator, year_2017, french, offering(year_2017, french))
    run = start_run(year=year_2017, actor=ADMIN)
    with pytest.raises(RunRefused):
        publish_direct(run, actor=ADMIN)
    MatchingRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, error="Kapot.")
    publish_direct(run, actor=ADMIN)
    publish_batches(run.pk)
    run.refresh_from_db()
    assert (run.state, run.figures["direct_only"]) == (RunState.PUBLISHED, True)
    assert [(row.request, row.school) for row in Proposal.objects.all()] == [(direct, school)]
    continue_matching()
    assert searching.matching_results.get().status == ResultStatus.SUGGESTED
    assert broken_invariants() == {}


def test_a_fault_while_making_known_is_told_and_tried_again_and_the_round_goes_on(
    year_2017: AcademicYear,
    coordinator: Membership,
    french: Subject,
    release_day: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held(coordinator, year_2017, french, offering(year_2017, french))
    run = ready(year_2017)
    publish(run, actor=ADMIN)

    def fails(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("boom")

    with monkeypatch.context() as patched, on("2017-06-15", hour=11):
        patched.setattr(publishing, "propose_many", fails)
        continue_matching()
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.PUBLISHING, "ZeroDivisionError: boom")
    with on("2017-06-15", hour=12):
        continue_matching()
    run.refresh_from_db()
    assert (run.state, run.error, Proposal.objects.count()) == (RunState.PUBLISHED, "", 1)


def test_batches_become_smaller_on_a_busy_machine_and_larger_again() -> None:
    slow, quick = timedelta(seconds=2), timedelta(milliseconds=50)
    sizes = [publishing.BATCH]
    between = timedelta(milliseconds=400)
    for took in (slow, slow, slow, slow, slow, slow, quick, between, quick):
        sizes.append(publishing.next_size(sizes[-1], took))
    assert sizes == [800, 400, 200, 100, 50, 25, 20, 40, 40, 80]
    assert publishing.next_size(publishing.BATCH, quick) == publishing.BATCH
