"""Who left the organisation guides nobody any more: the school is asked for another vakmentor."""

from datetime import date

import pytest

from accounts.memberships import end_membership
from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from placements.guides import assign_supervisor
from placements.models import Placement
from placements.phases_in_sql import without_mentor, without_supervisor
from placements.school_assigning import assign_together
from placements.steps import has_supervisor, subjects_without_mentor
from requests_app.agreed import change_period
from requests_app.names import may_read_names
from tests.browsing import logged_in
from tests.factories import MentorFactory, actor_for
from tests.placements.world import fresh, new_placement
from tests.requests_app.world import on
from tests.schedules.world import Stage

pytestmark = pytest.mark.django_db


def lacking(stage: Placement) -> tuple[int, int]:
    """How many stages lack a vakmentor, and a stagebegeleider, by the query of the lists."""
    rows = Placement.objects.filter(pk=stage.pk)
    return rows.filter(without_mentor()).count(), rows.filter(without_supervisor()).count()


def test_a_vakmentor_who_left_is_asked_for_again(
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    year_2017: AcademicYear,
):
    stage = Stage(coordinator, mentor, subject_mentor, year_2017).placement
    follower = MentorFactory(school=mentor.school, user__first_name="Nora")
    with on("2017-10-05"):
        assert lacking(stage) == (0, 1)
        assert subjects_without_mentor(fresh(stage)) == set()
        end_membership(subject_mentor, actor=actor_for(mentor), reason="Andere school")
        subject = fresh(stage).proposal.accepted[0].activity.subject
        assert lacking(stage) == (1, 1)
        assert subjects_without_mentor(fresh(stage)) == {subject.pk}

        client = logged_in(mentor)
        html = client.get(f"/stages/{stage.public_id}/").content.decode()
        assert "Wijs de vakmentor toe" in html
        assert "werkt er niet meer" in html
        assert "werkt er niet meer" in client.get("/stages/lijst/").content.decode()

        came = assign_together(
            placements=[fresh(stage)], slug=subject.slug, member=follower, actor=actor_for(mentor)
        )
        assert came.guided == [stage.reference]
        assert lacking(stage) == (0, 1)
        assert [row.member_id for row in stage.guides.current()] == [follower.pk]


def test_an_account_that_was_closed_guides_nobody_either(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-10-02"):
        stage = new_placement(coordinator, mentor, year_2017)
        actor = actor_for(coordinator)
        assign_supervisor(placement_pk=stage.pk, member=colleague, actor=actor)
        assert has_supervisor(fresh(stage))
        type(colleague.user).objects.filter(pk=colleague.user.pk).update(is_active=False)
        assert not has_supervisor(fresh(stage))
        assert lacking(stage)[1] == 1


def test_a_school_does_not_read_the_names_longer_by_moving_the_period(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-10-02"):
        stage = new_placement(coordinator, mentor, year_2017, period_end=date(2017, 10, 27))
    with on("2017-12-10"):
        school = actor_for(mentor)
        assert not may_read_names(school, stage.proposal)
        days = {"period_start": "2017-10-16", "period_end": "2017-12-08", "reason": "Ziek"}
        answer = logged_in(mentor).post(f"/stages/{stage.public_id}/periode/", days)
        assert answer.status_code == 200
        assert "vraag de lerarenopleiding" in answer.content.decode()
        assert not may_read_names(school, fresh(stage).proposal)
        change_period(
            request_pk=stage.request.pk,
            start=date(2017, 10, 16),
            end=date(2017, 12, 8),
            reason="Ziek geweest",
            actor=actor_for(coordinator),
        )
        assert may_read_names(school, fresh(stage).proposal)
