"""A school marks who was there, from the day on; the lerarenopleiding reads it of its own."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from intromoments.answering import answer_invitation
from intromoments.attendance import mark_attendance
from intromoments.enums import Coming
from intromoments.models import Attendance
from intromoments.placement_page import Answer, OfStage, intromoment_of_stage
from placements.access import placement_of
from placements.models import Placement
from placements.placement_page import PlacementPage
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.intromoments.world import other_coordinator, placed_trainee, planned
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


def content_for(member: Membership, placement: Placement) -> OfStage | None:
    """What the page of the stage shows this person of the intromoment."""
    actor = actor_for(member)
    section = intromoment_of_stage(PlacementPage(placement_of(actor, placement.public_id), actor))
    return section.content if section else None


def test_marked_from_the_day_on_and_corrected(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        one = placed_trainee(coordinator, mentor, year_2017, "Een").trainee
        two = placed_trainee(other_coordinator(), mentor, year_2017, "Twee").trainee
    url = f"/intromomenten/{row.public_id}/"
    both = [str(one.public_id), str(two.public_id)]
    form = {"version": "1", "listed": both, "there": both[:1]}
    with on("2017-10-09"):
        browser = logged_in(mentor)
        assert 'name="there"' not in browser.get(url).content.decode()
        page = browser.post(url, form, follow=True).content.decode()
        assert "vanaf di 10 oktober 2017" in page
        assert not Attendance.objects.exists()
    with on("2017-10-10"):
        browser = logged_in(mentor)
        assert browser.get(url).content.decode().count('name="there"') == 2
        for _time in range(2):  # a double click
            assert "1 stagiair was er." in browser.post(url, form, follow=True).content.decode()
    marks = dict(Attendance.objects.values_list("trainee", "was_there"))
    assert marks == {one.pk: True, two.pk: False}
    assert set(Attendance.objects.values_list("marked_by", flat=True)) == {mentor.user.pk}
    with on("2017-10-12"):
        browser = logged_in(mentor)
        form |= {"version": "2", "there": both}
        assert "2 stagiairs waren er." in browser.post(url, form, follow=True).content.decode()
    assert Attendance.objects.filter(was_there=True).count() == 2


def test_an_old_form_keeps_its_ticks_and_says_what_differs(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        one = placed_trainee(coordinator, mentor, year_2017, "Een").trainee
    ids = {one.public_id}
    with on("2017-10-10"):
        mark_attendance(intromoment=row, listed=ids, there=ids, version=1, actor=actor_for(mentor))
        answer = logged_in(mentor).post(
            f"/intromomenten/{row.public_id}/", {"version": "1", "listed": [str(one.public_id)]}
        )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Intussen gewijzigd" in page
    assert "was er niet" in page
    assert "checked" not in page
    assert 'name="version" value="2"' in page
    assert Attendance.objects.get().was_there is True


def test_only_a_schoolmentor_marks_and_only_who_is_invited(
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        elsewhere = placed_trainee(coordinator, mentor_elsewhere, year_2017, "Elders").trainee
        ids = {elsewhere.public_id}
    with on("2017-10-10"):
        for other in (subject_mentor, mentor_elsewhere):
            with pytest.raises(PermissionDenied):
                mark_attendance(
                    intromoment=row, listed=ids, there=ids, version=1, actor=actor_for(other)
                )
        marked = mark_attendance(
            intromoment=row, listed=ids, there=ids, version=1, actor=actor_for(mentor)
        )
    assert marked == 0
    assert not Attendance.objects.exists()


def test_nobody_is_marked_at_what_was_called_off(mentor: Membership, year_2017: AcademicYear):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        logged_in(mentor).post(f"/intromomenten/{row.public_id}/aflassen/", {"reason": "Staking"})
    with on("2017-10-10"), pytest.raises(DomainError, match="ging niet door"):
        mark_attendance(
            intromoment=row, listed=set(), there=set(), version=2, actor=actor_for(mentor)
        )


def test_the_page_of_a_stage_tells_the_coordinator_whether_the_own_trainee_comes_and_came(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        mine = placed_trainee(coordinator, mentor, year_2017, "Eigen")
        other = placed_trainee(other_coordinator(), mentor, year_2017, "Vreemd")
        assert content_for(coordinator, mine.placement) is None
        row = planned(mentor, year_2017)
        for who in (mine, other):
            answer_invitation(
                intromoment=row, coming=Coming.YES, note="Nota", actor=actor_for(who.member)
            )
        shown = content_for(coordinator, mine.placement)
        assert shown is not None
        assert shown.answers == [Answer(str(mine.trainee), "yes", "Komt", None)]
        page = logged_in(coordinator).get(f"/stages/{mine.placement.public_id}/").content.decode()
    assert "Intromoment" in page
    assert "Onthaal" in page
    assert "Nota" not in page
    with on("2017-10-10"):
        ids = {mine.trainee.public_id, other.trainee.public_id}
        mark_attendance(
            intromoment=row, listed=ids, there=set(), version=1, actor=actor_for(mentor)
        )
        for reader in (coordinator, mine.member):
            shown = content_for(reader, mine.placement)
            assert shown is not None
            assert shown.answers == [Answer(str(mine.trainee), "yes", "Komt", False)]


def test_the_day_itself_may_still_be_answered(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        planned(mentor, year_2017, day=date(2017, 10, 12))
        one = placed_trainee(coordinator, mentor, year_2017, "Eigen")
    seen = {}
    for hour in (15, 16):
        with on("2017-10-12", hour=hour):
            for reader in (one.member, coordinator):
                shown = content_for(reader, one.placement)
                assert shown is not None
                seen[hour, reader.role] = shown.may_answer
    assert seen == {
        (15, "trainee"): True,
        (15, "coordinator"): False,
        (16, "trainee"): False,
        (16, "coordinator"): False,
    }
