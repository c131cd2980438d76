"""What is told when a school answers, and when others decide about a request."""

from __future__ import annotations

import pytest

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.withholding import withheld_when
from institutions.enums import Role
from matching.continuing import continue_matching
from matching.looking import match_request
from matching.releasing import start_release
from notices.collecting import collect
from notices.enums import NoticeState
from notices.kind import KINDS
from notices.models import Addressee, Notice
from requests_app.answering import LineAnswer, mark_answer_seen
from requests_app.drafting import offer_for_check
from requests_app.ending import cancel_request, withdraw_request
from requests_app.enums import Decision, ProposalState
from requests_app.filing import file_request
from requests_app.hardship import confirm_hardship, decline_hardship, mark_hardship
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.factories import MembershipFactory, MentorFactory, SchoolFactory, actor_for
from tests.matching.world import ADMIN, looking, offering, release
from tests.notices.world import holding, line_of, told, with_login
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of, two_lines

FULL = LineAnswer(Decision.REFUSED, reason="no_place")


@pytest.fixture
def second_coordinator(coordinator: Membership) -> Membership:
    """Another coordinator of the same institution, who filed nothing."""
    member: Membership = MembershipFactory(institution=coordinator.institution)
    return member


def test_an_answer_is_told_to_who_filed_and_to_the_supervisor(
    coordinator, second_coordinator, colleague, coordinator_elsewhere, mentor, year_2017
):
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017, supervisor=colleague)
        answer(proposal_of(request), mentor, YES)
    assert told(coordinator) == told(colleague) == ["answer_accepted"]
    assert told(second_coordinator) == told(coordinator_elsewhere) == []
    line = line_of(coordinator, "answer_accepted")
    assert line.text == "School Eigen aanvaardde deze stageaanvraag geheel."
    assert line.reference == request.reference
    assert str(request.public_id) in line.url


def test_who_is_no_longer_the_stagebegeleider_gets_no_mail_of_it(
    coordinator, colleague, mentor, year_2017
):
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017, supervisor=colleague)
        answer(proposal_of(request), mentor, YES)
        assert len(holding("answer_accepted")) == 2
        cancel_request(request_pk=request.pk, reason="Ziek", actor=actor_for(mentor))
        kind = "stage_cancelled_by_school"
        assert told(colleague) == ["answer_accepted", kind]
        type(request).objects.filter(pk=request.pk).update(supervisor=None)
    assert holding(kind) == {Notice.objects.get(kind=kind, membership=coordinator).pk}
    proposals = Proposal.objects.filter(request=request)
    proposals.update(state=ProposalState.ACCEPTED)
    kind = "answer_accepted"
    assert holding(kind) == {Notice.objects.get(kind=kind, membership=coordinator).pk}


def test_when_who_filed_is_gone_all_coordinators_are_told(
    coordinator, second_coordinator, mentor, year_2017
):
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017)
        Membership.objects.filter(pk=coordinator.pk).update(is_active=False)
        answer(proposal_of(request), mentor, NO)
    assert told(second_coordinator) == ["answer_refused"]
    assert told(coordinator) == []


def test_a_refusal_says_why_to_the_coordinator_alone(coordinator, colleague, mentor, year_2017):
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017, supervisor=colleague)
        answer(proposal_of(request), mentor, NO)
    why = "geen mentor voor dit vak"
    assert f": {why}. Kies een andere school." in line_of(coordinator, "answer_refused").text
    follows = line_of(colleague, "answer_refused").text
    assert why not in follows
    assert follows.endswith("De stagecoördinator kiest een andere school.")


def test_a_corrected_answer_is_told_again_and_the_first_is_over(coordinator, mentor, year_2017):
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, NO)
        answer(proposal_of(request), mentor, YES)
    assert told(coordinator) == ["answer_refused", "answer_accepted"]
    assert line_of(coordinator, "answer_accepted").text.startswith("Gecorrigeerd antwoord: ")
    assert holding("answer_refused") == set()
    assert len(holding("answer_accepted")) == 1


def test_a_trainee_hears_only_what_a_coordinator_opened(coordinator, mentor, year_2017):
    with on("2017-09-05"):
        request = draft(coordinator, mentor, year_2017)
        two_lines(request)
        trainee = with_login(request)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        answer(proposal_of(request), mentor, YES, FULL)
        assert told(coordinator) == ["answer_partly"]
        assert told(trainee) == []
        for _twice in range(2):
            mark_answer_seen(proposal=proposal_of(request), actor=actor_for(coordinator))
    assert told(trainee) == ["own_answer_partly"]
    assert "School Eigen" in line_of(trainee, "own_answer_partly").text


def test_a_trainee_is_not_told_which_school_refused(coordinator, mentor, year_2017):
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017)
        trainee = with_login(request)
        answer(proposal_of(request), mentor, NO)
        mark_answer_seen(proposal=proposal_of(request), actor=actor_for(coordinator))
    line = line_of(trainee, "own_answer_refused")
    assert "School Eigen" not in line.text + line.subject


def test_a_withdrawn_request_is_told_to_who_had_heard_of_it(coordinator, mentor, year_2017):
    with on("2017-09-05", hour=8):
        known = filed(coordinator, mentor, year_2017)
        assert collect() == 1
        unknown = filed(coordinator, mentor, year_2017)
        for request in (known, unknown):
            withdraw_request(request_pk=request.pk, reason="Ziek", actor=actor_for(coordinator))
    assert told(mentor, request=known) == ["request_reached", "request_taken_away"]
    assert told(mentor, request=unknown) == ["request_reached"]
    assert "Ziek" not in line_of(mentor, "request_taken_away").text


def test_what_was_seen_on_the_site_counts_as_heard(coordinator, mentor, year_2017):
    with on("2017-09-05", hour=8):
        request = filed(coordinator, mentor, year_2017)
    with on("2017-09-05", hour=9):
        Membership.objects.filter(pk=mentor.pk).update(looked_at=clock.now())
    with on("2017-09-05", hour=10):
        withdraw_request(request_pk=request.pk, reason="Ziek", actor=actor_for(coordinator))
    assert told(mentor)[-1] == "request_taken_away"


def test_what_was_withheld_and_seen_on_the_site_counts_as_heard(coordinator, mentor, year_2017):
    with on("2017-09-05", hour=8), withheld_when(late=True):
        request = filed(coordinator, mentor, year_2017)
    Membership.objects.filter(pk=mentor.pk).update(looked_at="2017-09-05 09:00+02:00")
    with on("2017-09-05", hour=10):
        withdraw_request(request_pk=request.pk, reason="Ziek", actor=actor_for(coordinator))
    assert told(mentor) == ["request_reached", "request_taken_away"]


def test_a_cancelled_stage_is_told_to_the_other_side(
    coordinator, mentor, subject_mentor, year_2017
):
    guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk)
    with on("2017-09-05"):
        requests = [filed(coordinator, mentor, year_2017) for _ in range(2)]
        trainees = [with_login(request) for request in requests]
        for request in requests:
            answer(proposal_of(request), mentor, guided)
        mark_answer_seen(proposal=proposal_of(requests[0]), actor=actor_for(coordinator))
        before = {who.pk: told(who) for who in (coordinator, mentor, subject_mentor)}
        cancel_request(request_pk=requests[0].pk, reason="Ziek", actor=actor_for(coordinator))
        cancel_request(request_pk=requests[1].pk, reason="Ziek", actor=actor_for(mentor))
    new = {who.pk: told(who)[len(before[who.pk]) :] for who in (coordinator, mentor)}
    assert new == {
        coordinator.pk: ["stage_cancelled_by_school"],
        mentor.pk: ["stage_cancelled_by_institution"],
    }
    assert told(subject_mentor)[len(before[subject_mentor.pk]) :] == [
        "stage_cancelled_by_institution",
        "guided_stage_cancelled",
    ]
    assert told(trainees[0])[-1] == "own_request_ended"
    assert told(trainees[1]) == []  # never knew of the stage


def test_a_draft_to_check_is_told_to_the_coordinators_until_it_is_checked(
    coordinator, second_coordinator, colleague, mentor, year_2017
):
    with on("2017-09-05"):
        request = draft(coordinator, mentor, year_2017)
        offer_for_check(request_pk=request.pk, actor=actor_for(colleague))
        assert told(coordinator) == told(second_coordinator) == ["request_to_check"]
        assert told(colleague) == []
        assert len(holding("request_to_check")) == 2
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        assert holding("request_to_check") == set()


def test_a_decision_on_priority_is_told_to_the_coordinator(coordinator, mentor, year_2017):
    actor = actor_for(coordinator)
    with on("2017-06-05"):  # held
        for decide in ("confirm", "decline"):
            request = filed(coordinator, mentor, year_2017)
            mark_hardship(request_pk=request.pk, reason="care", actor=actor)
            if decide == "confirm":
                confirm_hardship(request_pk=request.pk, reason="care", actor=ADMIN)
            else:
                decline_hardship(request_pk=request.pk, reason="care", why="Nee", actor=ADMIN)
    assert told(coordinator) == ["priority_confirmed", "priority_declined"]


def test_a_suggestion_waits_for_the_coordinator_once(coordinator, year_2017, french):
    with on("2017-06-15"):
        release(year_2017)
    with on("2017-09-05"):
        offering(year_2017, french, name="School Voorstel")
        request = looking(coordinator, year_2017, french)
        match_request(request.pk)
        match_request(request.pk)
    assert told(coordinator) == ["school_suggested"]
    assert "School Voorstel" in line_of(coordinator, "school_suggested").text
    assert len(holding("school_suggested")) == 1


def test_what_a_late_release_tells_is_withheld(coordinator, year_2017, french):
    with on("2017-06-05"):
        mentor = MentorFactory(school=offering(year_2017, french, places=2))
        held = [looking(coordinator, year_2017, french) for _number in range(2)]
    with on("2017-06-20"):
        start_release(year_2017, is_late=True)
        continue_matching()
    rows = Notice.objects.filter(membership=mentor).order_by("request")
    assert list(rows.values_list("request", "kind", "state")) == [
        (request.pk, "request_reached", NoticeState.WITHHELD) for request in held
    ]


def test_a_school_without_members_is_told_at_its_address(coordinator, year_2017):
    school = SchoolFactory(name="School Stil", email="Onthaal@stil.example.be")
    with on("2017-09-05"):
        request = filed(coordinator, MentorFactory.build(school=school), year_2017)
        Addressee.objects.update(last_mail_on=None)
        notice = Notice.objects.for_lines().get(request=request)
        kind = KINDS[notice.kind]
        line = kind.line(notice, kind.prepare([notice]))
    assert told("Onthaal@stil.example.be") == ["request_reached"]
    assert line.mail_url not in ("", line.url)
    assert broken_invariants() == {}


def test_nobody_elsewhere_is_told_anything(
    coordinator, coordinator_elsewhere, mentor, mentor_elsewhere, year_2017
):
    stranger = MembershipFactory(
        role=Role.SUPERVISOR, institution=coordinator_elsewhere.institution
    )
    with on("2017-09-05"):
        request = filed(coordinator, mentor, year_2017)
        answer(proposal_of(request), mentor, YES)
        cancel_request(request_pk=request.pk, reason="Ziek", actor=actor_for(mentor))
    assert [told(who) for who in (coordinator_elsewhere, mentor_elsewhere, stranger)] == [[]] * 3
