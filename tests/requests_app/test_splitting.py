"""A request whose subjects go to different schools."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM, Actor
from institutions.enums import ActivityKind
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.enums import RequestState
from requests_app.exceptions import WrongState
from requests_app.filing import file_request
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Preference
from requests_app.places import places_at
from requests_app.proposing import propose_many
from requests_app.refusals import schools_that_refused
from requests_app.splitting import split_request
from tests.browsing import logged_in
from tests.factories import ActivityFactory, MentorFactory, SchoolFactory, actor_for
from tests.requests_app.world import NO, YES, answer, draft, on, proposal_of, two_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_day() -> object:
    with on("2017-09-05"):
        yield


@pytest.fixture
def whole(year_2017: AcademicYear, coordinator: Membership, mentor: Membership) -> PlacementRequest:
    """Two subjects and a cross-class activity, filed with a preference and only held."""
    with on("2017-06-02"):
        request = draft(
            coordinator, mentor, year_2017, route="preferences", may_split=True, nets=["go"]
        )
        two_lines(request)
        ActivityFactory(
            request=request,
            kind=ActivityKind.CROSS_CLASS,
            subject=None,
            functional_wholes=[7],
            position=2,
        )
        Preference.objects.create(request=request, school=SchoolFactory(name="Tweede"), rank=2)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
    return PlacementRequest.objects.get(pk=request.pk)


def subjects_of(request: PlacementRequest) -> list[int | None]:
    return [line.subject_id for line in request.activities.order_by("position")]


def split(
    request: PlacementRequest, *subjects: int | None, actor: Actor = SYSTEM
) -> PlacementRequest:
    with transaction.atomic():
        locked = workflow.lock_request(request.pk)
        return split_request(request=locked, subjects=subjects, actor=actor)


def put(request: PlacementRequest, school: PlacementSchool) -> None:
    propose_many([(PlacementRequest.objects.get(pk=request.pk), school)], actor=SYSTEM)


def test_the_lines_of_a_subject_leave_and_the_others_stay(whole: PlacementRequest) -> None:
    first, second, cross = subjects_of(whole)
    new = split(whole, second)
    assert subjects_of(whole) == [first, cross]
    assert subjects_of(new) == [second]
    new.refresh_from_db()
    kept = ("state", "route", "filed_at", "may_split", "nets", "institution_id", "period_start")
    assert {name: getattr(new, name) for name in kept} == {
        name: getattr(whole, name) for name in kept
    }
    assert new.parent == whole
    assert list(new.trainees.all()) == list(whole.trainees.all())
    assert list(new.preferences.values_list("school__name", "rank")) == [
        ("School Eigen", 1),
        ("Tweede", 2),
    ]
    assert broken_invariants() == {}


def test_both_histories_tell(whole: PlacementRequest, coordinator: Membership) -> None:
    new = split(whole, subjects_of(whole)[1])
    client = logged_in(coordinator)
    first = client.get(f"/aanvragen/{whole.public_id}/").content.decode()
    assert f"Gesplitst: een deel van de vakken staat in {new.reference}" in first
    assert "De andere vakken zoeken een school in" in first
    second = client.get(f"/aanvragen/{new.public_id}/").content.decode()
    assert f"Afgesplitst van {whole.reference}" in second
    assert "geen school had plaats voor alle vakken samen" in second


@pytest.mark.parametrize("leaving", [(), (0,), (0, 1)])
def test_a_subject_goes_and_a_subject_stays(
    whole: PlacementRequest, leaving: tuple[int, ...]
) -> None:
    known = subjects_of(whole)
    unknown = [max(pk for pk in known if pk) + 1]
    chosen = {(): [], (0,): unknown, (0, 1): known[:2]}[leaving]
    with pytest.raises(DomainError, match="een vak gaat en een vak blijft"):
        split(whole, *chosen)
    assert not whole.follow_ups.exists()


def test_only_where_the_coordinator_allowed_it(whole: PlacementRequest) -> None:
    PlacementRequest.objects.update(may_split=False)
    with pytest.raises(DomainError, match="mogen niet naar verschillende scholen"):
        split(whole, subjects_of(whole)[1])


def test_not_by_a_colleague(whole: PlacementRequest, colleague: Membership) -> None:
    with pytest.raises(PermissionDenied):
        split(whole, subjects_of(whole)[1], actor=actor_for(colleague))


def test_not_what_lies_with_a_school(whole: PlacementRequest, mentor: Membership) -> None:
    put(whole, mentor.school)
    with pytest.raises(WrongState):
        split(whole, subjects_of(whole)[1])


def test_refusals_move_along_with_their_lines(whole: PlacementRequest, mentor: Membership) -> None:
    put(whole, mentor.school)
    answer(proposal_of(whole), mentor, NO)
    new = split(whole, subjects_of(whole)[1])
    whole.refresh_from_db()
    assert whole.state == new.state == RequestState.SUBMITTED
    for part in (whole, new):
        assert schools_that_refused(part) == {mentor.school_id}
    assert broken_invariants() == {}


def test_each_part_takes_its_own_places_and_is_answered_by_itself(
    whole: PlacementRequest, mentor: Membership, year_2017: AcademicYear
) -> None:
    first, second, _cross = subjects_of(whole)
    elsewhere = MentorFactory()
    new = split(whole, second)
    put(whole, mentor.school)
    put(new, elsewhere.school)
    taken = [places_at(school, year_2017).taken for school in (mentor.school, elsewhere.school)]
    assert [dict(part.by_subject) for part in taken] == [{(first, 1): 1}, {(second, 1): 1}]
    assert [dict(part.total) for part in taken] == [{1: 1}, {1: 1}]
    answer(proposal_of(whole), mentor, YES)
    answer(proposal_of(new), elsewhere, YES)
    for part in (whole, new):
        part.refresh_from_db()
        assert part.state == RequestState.ACCEPTED
    assert broken_invariants() == {}


def test_correcting_the_answer_on_one_part_leaves_the_other_alone(
    whole: PlacementRequest, mentor: Membership
) -> None:
    elsewhere = MentorFactory()
    new = split(whole, subjects_of(whole)[1])
    put(whole, mentor.school)
    put(new, elsewhere.school)
    answer(proposal_of(whole), mentor, YES, NO)
    answer(proposal_of(whole), mentor, YES)  # corrected: all is fine after all
    new.refresh_from_db()
    assert new.state == RequestState.PROPOSED
    follow_up = whole.follow_ups.exclude(pk=new.pk).get()
    assert follow_up.state == RequestState.WITHDRAWN
    assert broken_invariants() == {}


def test_correcting_an_answer_takes_back_what_was_split_off_from_its_follow_up(
    whole: PlacementRequest, mentor: Membership
) -> None:
    put(whole, mentor.school)
    answer(proposal_of(whole), mentor, NO, NO, YES)
    follow_up = whole.follow_ups.get()
    part = split(follow_up, subjects_of(follow_up)[1])
    answer(proposal_of(whole), mentor, YES)
    for row in (follow_up, part):
        row.refresh_from_db()
        assert row.state == RequestState.WITHDRAWN
    assert broken_invariants() == {}


def test_a_part_that_went_on_keeps_the_answer_as_it_is(
    whole: PlacementRequest, mentor: Membership
) -> None:
    put(whole, mentor.school)
    answer(proposal_of(whole), mentor, NO, NO, YES)
    follow_up = whole.follow_ups.get()
    part = split(follow_up, subjects_of(follow_up)[1])
    put(part, SchoolFactory())
    with pytest.raises(WrongState, match="intussen elders een plaats"):
        answer(proposal_of(whole), mentor, YES)


def test_the_parts_are_no_double_booking_and_another_request_is(
    whole: PlacementRequest, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    from requests_app.double_booking import elsewhere_of, why_double

    put(whole, mentor.school)
    answer(proposal_of(whole), mentor, NO)
    new = split(whole, subjects_of(whole)[1])
    put(new, SchoolFactory())
    with transaction.atomic():
        assert (why_double(whole), why_double(new)) == ("", "")
    assert elsewhere_of([whole, new]) == {}
    other = draft(coordinator, mentor, year_2017, trainee=whole.trainees.get())
    PlacementRequest.objects.filter(pk=other.pk).update(state="submitted", filed_at=whole.filed_at)
    assert set(elsewhere_of([whole, new])) == {whole.pk, new.pk}
    assert other.reference in elsewhere_of([whole])[whole.pk]


def test_a_group_is_never_split_over_schools(whole: PlacementRequest) -> None:
    PlacementRequest.objects.update(is_group=True)
    with pytest.raises(DomainError, match="nooit over scholen gesplitst"):
        split(whole, subjects_of(whole)[1])
