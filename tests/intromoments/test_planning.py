"""A school plans on or near the day of the calendar, in the phase in which its data are open."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError, PhaseClosed
from calendar_cfg.models import AcademicYear, Phase
from institutions.exceptions import StaleVersion
from intromoments.answering import answer_invitation
from intromoments.enums import Coming
from intromoments.models import Attendance, Intromoment
from intromoments.planning import NEW, call_off
from tests.browsing import logged_in
from tests.factories import SchoolFreeDayFactory, actor_for
from tests.intromoments.world import T1_DAY, placed_trainee, planned
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
T1_EDIT = "/intromomenten/trimester-1/"
TYPED = {"start": "16:00", "end": "17:30", "place": "Lokaal B12", "text": "Rondleiding"}


def post(mentor: Membership, day: str, version: int = NEW, **fields: str) -> Any:
    data = {**TYPED, "day": day, "version": str(version), **fields}
    return logged_in(mentor).post(T1_EDIT, data, follow=True)


def test_the_form_begins_on_the_day_of_the_calendar(mentor: Membership, year_2017: AcademicYear):
    with on("2017-09-12"):
        page = logged_in(mentor).get(T1_EDIT).content.decode()
    assert 'value="2017-10-10"' in page
    assert "di 10 oktober 2017" in page


def test_a_day_near_that_of_the_calendar_is_planned_without_a_warning(
    mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        page = post(mentor, "2017-10-12").content.decode()
    row = Intromoment.objects.get()
    assert (row.school, row.day, row.start) == (mentor.school, date(2017, 10, 12), time(16))
    assert (row.place, row.text, row.sequence, row.version) == ("Lokaal B12", "Rondleiding", 0, 1)
    assert row.changed_by == mentor.user
    assert "do 12 oktober 2017" in page
    assert "lesdag" not in page


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        ("2017-10-25", ""),  # the tenth lesdag after, as the school counts
        ("2017-10-26", "meer dan 10 lesdagen voor of na de dag in de kalender, di 10 oktober 2017"),
        ("2017-09-25", "meer dan 10 lesdagen"),
        ("2017-10-14", "za 14 oktober 2017 is geen lesdag"),
        ("2017-10-31", "di 31 oktober 2017 is geen lesdag"),  # herfst
        ("2017-10-11", "wo 11 oktober 2017 is geen lesdag"),  # a free day of the school alone
    ],
)
def test_what_is_far_or_no_lesdag_is_planned_with_a_warning(
    mentor: Membership, year_2017: AcademicYear, day: str, warning: str
):
    SchoolFreeDayFactory(school=mentor.school, date=date(2017, 10, 11))
    with on("2017-09-12"):
        page = post(mentor, day).content.decode()
    assert Intromoment.objects.get().day == date.fromisoformat(day)
    assert ("lesdag" in page) == bool(warning)
    assert warning in page


@pytest.mark.parametrize(
    ("today", "fields", "said"),
    [
        ("2017-09-12", {"day": date(2018, 1, 9)}, "Kies een dag in trimester 1"),
        ("2017-10-12", {"day": date(2017, 10, 11)}, "Kies een dag die nog moet komen."),
        ("2017-09-12", {"end": time(16)}, "Het einduur moet na het beginuur liggen."),
    ],
)
def test_what_cannot_be_is_refused(
    mentor: Membership, year_2017: AcademicYear, today: str, fields: dict[str, Any], said: str
):
    with on(today), pytest.raises(DomainError, match=said):
        planned(mentor, year_2017, **fields)
    assert not Intromoment.objects.exists()


def test_outside_its_phase_nothing_is_planned_changed_or_called_off(
    mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        Phase.objects.filter(kind=PhaseKind.SCHOOL_DATA).update(last_day=date(2017, 9, 30))
    with on("2017-10-02"):
        with pytest.raises(PhaseClosed, match="za 30 september 2017"):
            planned(mentor, year_2017, version=row.version, place="Elders")
        with pytest.raises(PhaseClosed):
            planned(mentor, year_2017, trimester=2, day=date(2018, 1, 23))
        with pytest.raises(PhaseClosed):
            call_off(intromoment=row, reason="Ziek", actor=actor_for(mentor))
        page = post(mentor, "2017-10-11", row.version)
    assert "Lokaal B12" in page.content.decode()
    row.refresh_from_db()
    assert (row.place, row.sequence, row.cancelled_at) == ("Onthaal", 0, None)


def test_a_vakmentor_and_another_school_plan_nothing(
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        with pytest.raises(PermissionDenied):
            planned(subject_mentor, year_2017, place="Elders")
        for other in (subject_mentor, mentor_elsewhere):
            with pytest.raises(PermissionDenied):
                call_off(intromoment=row, reason="Zomaar", actor=actor_for(other))
        page = logged_in(subject_mentor).get("/intromomenten/").content.decode()
    row.refresh_from_db()
    assert (row.place, row.cancelled_at) == ("Onthaal", None)
    assert "di 10 oktober 2017" in page
    assert "/trimester-" not in page


def test_a_move_asks_again_what_was_answered_and_another_room_does_not(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        row = planned(mentor, year_2017)
        say = {"intromoment": row, "note": "Graag", "actor": actor_for(one.member)}
        answer_invitation(coming=Coming.YES, **say)  # type: ignore[arg-type]
        same = planned(mentor, year_2017, version=row.version)
        assert (same.version, same.sequence) == (1, 0)
        room = planned(mentor, year_2017, version=1, place="Lokaal 3")
        assert (room.version, room.sequence) == (2, 1)
        assert Attendance.objects.get().coming == Coming.YES
        page = post(mentor, "2017-10-12", 2).content.decode()
    said = Attendance.objects.get()
    assert (said.coming, said.answered_at, said.note) == ("", None, "Graag")
    assert Intromoment.objects.get().sequence == 2
    assert "1 uitgenodigde stagiair ziet het" in page
    assert "krijgt de vraag opnieuw" in page


def test_an_old_form_keeps_what_was_typed_and_says_what_changed(
    mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        planned(mentor, year_2017, version=row.version, place="Turnzaal")
        answer = post(mentor, "2017-10-12", row.version)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Intussen gewijzigd" in page
        assert "Turnzaal" in page
        assert 'value="Lokaal B12"' in page
        assert 'name="version" value="2"' in page
        with pytest.raises(StaleVersion):
            planned(mentor, year_2017, place="Refter")  # somebody who saw none planned yet
    assert Intromoment.objects.get().place == "Turnzaal"


def test_called_off_with_a_reason_once_and_planned_again(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        row = planned(mentor, year_2017)
        url = f"/intromomenten/{row.public_id}/aflassen/"
        browser = logged_in(mentor)
        assert "Zeg waarom" in browser.post(url, {"reason": ""}).content.decode()
        for _time in range(2):
            assert browser.post(url, {"reason": "Staking"}).status_code == 302
        row.refresh_from_db()
        assert (row.sequence, row.cancel_reason) == (1, "Staking")
        mine = logged_in(one.member).get("/intromomenten/").content.decode()
        assert "Afgelast" in mine
        assert "Staking" in mine
        again = planned(mentor, year_2017, version=row.version)
    assert (again.sequence, again.cancelled_at, again.cancel_reason) == (2, None, "")
    assert Intromoment.objects.count() == 1


def test_once_it_began_it_stays_as_it_was(mentor: Membership, year_2017: AcademicYear):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
    with on("2017-10-10", hour=16):
        with pytest.raises(DomainError, match=r"begon op di 10 oktober 2017 om 16\.00"):
            planned(mentor, year_2017, version=row.version, day=date(2017, 10, 17))
        with pytest.raises(DomainError, match="begon op"):
            call_off(intromoment=row, reason="Te laat", actor=actor_for(mentor))
    row.refresh_from_db()
    assert (row.day, row.cancelled_at) == (T1_DAY, None)
