"""Who guides a stage, and whom it concerns, is told what changes; nobody of elsewhere."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from placements.guides import assign_mentors, assign_supervisor
from requests_app.agreed import change_hours, change_period
from requests_app.answering import LineAnswer, mark_answer_seen
from requests_app.ending import cancel_request
from requests_app.enums import Decision
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory, TraineeFactory, actor_for
from tests.notices.stage_world import CANARY, Side, mailed, of_own_side, told, wiskunde
from tests.requests_app.world import answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db
Sides = tuple[Side, Side]
ASSIGNED, ENDED = "guidance_assigned", "guidance_ended"
TERMS, CANCELLED = "stage_terms_changed", "guided_stage_cancelled"


def test_an_acceptance_tells_the_vakmentor_and_its_opening_the_stagebegeleider(
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    year_2017: AcademicYear,
) -> None:
    trainee = TraineeFactory(institution=coordinator.institution, last_name=CANARY)
    fields = {"supervisor": colleague, "trainee": trainee, "subject": wiskunde()}
    with on("2017-10-02"):
        proposal = proposal_of(filed(coordinator, mentor, year_2017, **fields))
        guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk)
        answer(proposal, mentor, guided)
        assert told(ASSIGNED) == [(subject_mentor.user.email, ASSIGNED)]
        mark_answer_seen(proposal=proposal, actor=actor_for(coordinator))
        mark_answer_seen(proposal=proposal, actor=actor_for(coordinator))
        both = sorted([subject_mentor.user.email, colleague.user.email])
        assert [to for to, _kind in told(ASSIGNED)] == both
    mails = mailed("2017-10-03")
    assert (
        "vakmentor Wiskunde van een stage van Hogeschool Eigen" in mails[address_of(subject_mentor)]
    )
    assert "stagebegeleider van een stage bij School Eigen" in mails[address_of(colleague)]
    assert "ma 16 oktober – vr 27 oktober 2017" in mails[address_of(colleague)]


def address_of(member: Membership) -> str:
    """The address of somebody."""
    return str(member.user.email)


def test_who_assigns_themselves_and_who_is_unchanged_is_told_nothing(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-04"):
        assign_mentors(
            placement_pk=own.placement.pk,
            subject=wiskunde(),
            members=[own.vak, own.mentor],
            actor=actor_for(own.mentor),
        )
        assign_supervisor(
            placement_pk=own.placement.pk, member=own.coordinator, actor=actor_for(own.coordinator)
        )
    assert told(ASSIGNED, ENDED) == [(own.supervisor.user.email, ENDED)]


def test_who_came_and_went_between_two_mails_hears_nothing_of_it(sides: Sides) -> None:
    own = sides[0]
    new = MentorFactory(role=Role.SUBJECT_MENTOR, school=own.mentor.school, handles_requests=False)

    def guided_by(*members: Membership) -> None:
        assign_mentors(
            placement_pk=own.placement.pk,
            subject=wiskunde(),
            members=members,
            actor=actor_for(own.mentor),
        )

    with on("2017-10-04"):
        guided_by(new)
        guided_by(own.vak)
        assert mailed("2017-10-05") == {}
        client, its_page = logged_in(new), reverse("placement", args=[own.placement.public_id])
        assert its_page not in client.get(reverse("dashboard")).content.decode()
        page = client.get(reverse("notices")).content.decode()
        assert "U bent vakmentor Wiskunde" in page
        assert its_page not in page  # it is no longer theirs to see
        assert its_page in logged_in(own.vak).get(reverse("notices")).content.decode()
    with on("2017-10-05", hour=12):
        guided_by(new)
    mails = mailed("2017-10-06")
    assert set(mails) == {new.user.email, own.vak.user.email}
    assert "niet langer vakmentor Wiskunde" in mails[own.vak.user.email]
    with on("2017-10-06", hour=12):
        guided_by(own.vak)
        guided_by(new)  # as they both know it already
    assert mailed("2017-10-09") == {}


def test_other_days_are_told_to_the_other_side_who_guides_and_the_trainee_once(
    sides: Sides,
) -> None:
    own = sides[0]

    def move(until: date, actor: Membership) -> None:
        change_period(
            request_pk=own.placement.request.pk,
            start=date(2017, 10, 16),
            end=until,
            reason=f"{CANARY} vroeg het.",
            actor=actor_for(actor),
        )

    with on("2017-10-04"):
        move(date(2017, 11, 3), own.coordinator)
        move(date(2017, 11, 10), own.coordinator)
    mails = mailed("2017-10-05")
    concerned = (own.mentor, own.vak, own.supervisor, own.trainee)
    assert set(mails) == {member.user.email for member in concerned}
    assert all("vr 10 november 2017" in text for text in mails.values())
    assert not any("vr 3 november 2017" in text for text in mails.values())
    assert of_own_side(mails, sides)
    with on("2017-10-05"):
        move(date(2017, 10, 27), own.mentor)
    others = {own.coordinator, own.vak, own.supervisor, own.trainee}
    assert {to for to, _kind in told(TERMS)} == {member.user.email for member in others}


def test_a_school_without_members_reads_of_other_lesuren_at_its_address(sides: Sides) -> None:
    own = sides[0]
    school = own.placement.school
    school.email = "directie@school.example"
    school.save()
    school.memberships.update(is_active=False)
    line = own.placement.request.activities.get()
    with on("2017-10-04"):
        change_hours(
            request_pk=own.placement.request.pk,
            hours={line.pk: 4},
            reason="Korter.",
            actor=actor_for(own.coordinator),
        )
    mails = mailed("2017-10-05")
    assert set(mails) == {own.supervisor.user.email, own.trainee.user.email, school.email}
    assert own.placement.reference in mails[school.email]


def test_a_cancelled_stage_is_told_to_who_guides_it_and_nothing_else_of_it_is_mailed(
    sides: Sides,
) -> None:
    own, other = sides
    helper = MembershipFactory(role=Role.SUPERVISOR, institution=own.coordinator.institution)
    with on("2017-10-04"):
        assign_supervisor(
            placement_pk=own.placement.pk, member=helper, actor=actor_for(own.coordinator)
        )
        cancel_request(
            request_pk=own.placement.request.pk, reason="Ziek.", actor=actor_for(own.mentor)
        )
        cancel_request(
            request_pk=other.placement.request.pk,
            reason="Ziek.",
            actor=actor_for(other.coordinator),
        )
    assert told(CANCELLED) == sorted(
        [(own.vak.user.email, CANCELLED), (other.supervisor.user.email, CANCELLED)]
    )
    mails = mailed("2017-10-05")
    assert "gaat niet door" in mails[own.vak.user.email]
    assert not any("U bent stagebegeleider" in text for text in mails.values())
    assert of_own_side(mails, sides)
