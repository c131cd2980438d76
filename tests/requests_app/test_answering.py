"""A school answers: wholly, partly, not; over its offer; twice; too late."""

import pytest

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError, PhaseClosed
from calendar_cfg.models import AcademicYear, Phase
from institutions.models import Offer
from requests_app.answering import LineAnswer, mark_answer_seen
from requests_app.ending import cancel_request, withdraw_request
from requests_app.enums import Decision, ProposalState, RequestState
from requests_app.exceptions import OverOffer, WrongState
from requests_app.filing import file_request
from requests_app.history import events_of, history_of
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Preference
from requests_app.problems import Shortage
from requests_app.proposing import choose_next_school
from requests_app.workflow import what_happened
from tests.factories import (
    ActivityFactory,
    MentorFactory,
    OfferFactory,
    SchoolFactory,
    SchoolYearFactory,
    actor_for,
)
from tests.matching.world import release
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of, two_lines

pytestmark = pytest.mark.django_db


def offer_of(mentor: Membership, request: PlacementRequest, places: int = 1) -> Offer:
    """An offer of the mentor's school for the subject of the request's first line."""
    line = request.activities.first()
    assert line is not None
    return OfferFactory(
        school_year=SchoolYearFactory(school=mentor.school, year=request.year),
        subject=line.subject,
        places=places,
    )


def test_accepting_everything_ends_the_search(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
    with on("2017-09-05"):
        proposal = answer(proposal_of(request), mentor, YES, note="Welkom.")
    request.refresh_from_db()
    assert (proposal.state, request.state) == (ProposalState.ACCEPTED, RequestState.ACCEPTED)
    assert proposal.answered_by == mentor.user
    assert list(request.events.values_list("action", flat=True)) == [
        "prepare",
        "file",
        "propose",
        "accept",
    ]
    assert not request.follow_ups.exists()
    assert broken_invariants() == {}


def test_refused_lines_of_a_partial_acceptance_look_for_another_school(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = draft(coordinator, mentor, year_2017)
        _kept, refused = two_lines(request)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        answer(proposal_of(request), mentor, YES, NO)
    request.refresh_from_db()
    follow_up = request.follow_ups.get()
    assert request.state == RequestState.PARTIALLY_ACCEPTED
    assert follow_up.state == RequestState.SUBMITTED
    assert [line.subject for line in follow_up.activities.all()] == [refused]
    assert set(follow_up.trainees.all()) == set(request.trainees.all())
    assert broken_invariants() == {}


def test_the_school_that_refused_a_line_is_not_asked_again_for_it(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, NO)
        with pytest.raises(DomainError, match="heeft dit al geweigerd"):
            choose_next_school(
                request_pk=request.pk, school=mentor.school, actor=actor_for(coordinator)
            )
        other = SchoolFactory()
        choose_next_school(request_pk=request.pk, school=other, actor=actor_for(coordinator))
    request.refresh_from_db()
    assert request.state == RequestState.PROPOSED
    assert proposal_of(request).school == other
    assert broken_invariants() == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LineAnswer(Decision.REFUSED), "Kies waarom"),
        (LineAnswer(Decision.REFUSED, reason="zomaar"), "Kies waarom"),
        (LineAnswer(Decision.REFUSED, reason="other", reason_text="  "), "Leg uit waarom"),
        (LineAnswer(Decision.ACCEPTED, subject_mentor_id=0), "vakmentor van uw school"),
    ],
)
def test_an_answer_that_misses_something_changes_nothing(
    year_2017: AcademicYear,
    coordinator: Membership,
    mentor: Membership,
    line: LineAnswer,
    message: str,
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        with pytest.raises(DomainError, match=message):
            answer(proposal_of(request), mentor, line)
    request.refresh_from_db()
    assert request.state == RequestState.PROPOSED


def test_going_over_the_offer_is_asked_first_and_remembered(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        first = filed(coordinator, mentor, year_2017)
        subject = offer_of(mentor, first).subject
        second = filed(coordinator, mentor, year_2017, subject=subject)
        answer(proposal_of(first), mentor, YES)
        with pytest.raises(OverOffer) as caught:
            answer(proposal_of(second), mentor, YES)
        assert caught.value.shortages == [Shortage(subject.name, 1, offered=1, taken=1, asked=1)]
        knowingly = answer(proposal_of(second), mentor, YES, over_offer_known=True)
    assert knowingly.over_offer is True
    assert proposal_of(first).over_offer is False
    assert broken_invariants() == {}


def test_the_same_answer_twice_is_one_answer(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, YES)
        answer(proposal_of(request), mentor, YES)
    assert request.events.filter(action="accept").count() == 1


def test_an_answer_is_corrected_until_the_coordinator_has_seen_it(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = draft(coordinator, mentor, year_2017)
        two_lines(request)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        answer(proposal_of(request), mentor, YES, NO)
        answer(proposal_of(request), mentor, YES)
        request.refresh_from_db()
        assert request.state == RequestState.ACCEPTED
        assert request.follow_ups.get().state == RequestState.WITHDRAWN
        mark_answer_seen(proposal=proposal_of(request), actor=actor_for(coordinator))
        with pytest.raises(WrongState, match="al gezien"):
            answer(proposal_of(request), mentor, NO)
    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED
    assert broken_invariants() == {}


def test_a_mentor_is_told_when_the_request_was_withdrawn_meanwhile(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        withdraw_request(
            request_pk=request.pk, reason="De stagiair stopt.", actor=actor_for(coordinator)
        )
        with pytest.raises(WrongState, match="ingetrokken door Hogeschool Eigen op di 20 juni"):
            answer(proposal_of(request), mentor, YES)
    assert proposal_of(request).state == ProposalState.WITHDRAWN
    assert broken_invariants() == {}


def test_after_the_last_day_nobody_answers(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
    with on("2018-07-04"), pytest.raises(PhaseClosed, match="di 3 juli 2018"):
        answer(proposal_of(request), mentor, YES)


def test_a_school_that_refused_cannot_cancel_what_another_school_accepted(
    year_2017: AcademicYear,
    coordinator: Membership,
    mentor: Membership,
    mentor_elsewhere: Membership,
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, NO)
        choose_next_school(
            request_pk=request.pk, school=mentor_elsewhere.school, actor=actor_for(coordinator)
        )
        answer(proposal_of(request), mentor_elsewhere, YES)
        with pytest.raises(WrongState) as caught:
            cancel_request(request_pk=request.pk, reason="Toch niet.", actor=actor_for(mentor))
        request.refresh_from_db()
        assert request.state == RequestState.ACCEPTED
        assert "Elders" not in caught.value.message
        cancel_request(request_pk=request.pk, reason="Ziek.", actor=actor_for(mentor_elsewhere))
    request.refresh_from_db()
    assert request.state == RequestState.CANCELLED


def test_an_answer_is_not_corrected_once_its_follow_up_reached_another_school(
    year_2017: AcademicYear,
    coordinator: Membership,
    mentor: Membership,
    mentor_elsewhere: Membership,
) -> None:
    with on("2017-06-20"):
        request = draft(coordinator, mentor, year_2017, route="preferences")
        Preference.objects.create(request=request, school=mentor_elsewhere.school, rank=2)
        two_lines(request)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        answer(proposal_of(request), mentor, YES, NO)
        release(year_2017)  # an administrator moved the date of the release
        assert request.follow_ups.get().state == RequestState.PROPOSED
        with pytest.raises(WrongState, match="intussen elders een plaats") as caught:
            answer(proposal_of(request), mentor, YES)
    request.refresh_from_db()
    assert request.state == RequestState.PARTIALLY_ACCEPTED
    assert "Elders" not in caught.value.message
    assert broken_invariants() == {}


def test_a_refused_request_gives_way_to_another_for_the_same_trainee_in_the_same_days(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        refused = filed(coordinator, mentor, year_2017)
        answer(proposal_of(refused), mentor, NO)
        instead = filed(coordinator, mentor, year_2017, trainee=refused.trainees.get())
        with pytest.raises(DomainError, match=f"al aanvraag {instead.reference}"):
            choose_next_school(
                request_pk=refused.pk, school=SchoolFactory(), actor=actor_for(coordinator)
            )
        with pytest.raises(WrongState, match="intussen elders een plaats"):
            answer(proposal_of(refused), mentor, YES)
    refused.refresh_from_db()
    assert refused.state == RequestState.REFUSED


def test_a_refused_follow_up_finds_another_school_beside_what_was_accepted_before(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    """The first request of the family is live, for the same trainee in the same days."""
    schools = [MentorFactory(), MentorFactory()]
    with on("2017-06-20"):
        request = draft(coordinator, mentor, year_2017)
        two_lines(request)
        third = ActivityFactory(request=request, position=2)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        answer(proposal_of(request), mentor, YES, NO, NO)
        for other, given in zip(schools, ((YES, NO), (NO,)), strict=True):
            follow_up = PlacementRequest.objects.order_by("pk").last()
            assert follow_up is not None
            choose_next_school(
                request_pk=follow_up.pk, school=other.school, actor=actor_for(coordinator)
            )
            answer(proposal_of(follow_up), other, *given)
        choose_next_school(
            request_pk=follow_up.pk, school=SchoolFactory(), actor=actor_for(coordinator)
        )
    follow_up.refresh_from_db()
    assert follow_up.state == RequestState.PROPOSED
    assert [line.subject for line in follow_up.activities.all()] == [third.subject]
    assert broken_invariants() == {}


def test_a_school_chosen_while_schools_cannot_answer_is_asked_at_the_release(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, NO)
        Phase.objects.filter(year=year_2017, kind=PhaseKind.ANSWERS).update(opens_on="2017-06-26")
        other = SchoolFactory()
        choose_next_school(request_pk=request.pk, school=other, actor=actor_for(coordinator))
    with on("2017-06-26"):
        release(year_2017)
        release(year_2017)
    assert proposal_of(request).school == other
    assert broken_invariants() == {}


def test_a_school_that_lowers_its_offer_afterwards_breaks_nothing(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
        offer = offer_of(mentor, request)
        answer(proposal_of(request), mentor, YES)
        offer.places = 0
        offer.save()
        assert "places_taken_unknowingly" in broken_invariants()
    with on("2017-06-21"):
        offer.school_year.confirmed_at = clock.now()
        offer.school_year.save()
    assert broken_invariants() == {}


def test_a_school_hears_nothing_of_what_another_school_did(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    other = SchoolFactory(name="School Andere")
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, YES)
    assert mentor.school is not None
    assert mentor.school.name in what_happened(request, mentor.school)
    assert what_happened(request, other) == "Deze aanvraag is intussen gewijzigd."


def test_the_last_event_is_the_last_written_also_on_a_clock_that_went_back(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017)
    with on("2017-06-20"):
        answer(proposal_of(request), mentor, YES)
        assert "geheel aanvaard" in what_happened(request)
    assert next(row.action for row in history_of(events_of(request))) == "accept"
    assert broken_invariants() == {}
