"""Who is placed by then is invited, answers, and is seen by the school; each sees the own part."""

from datetime import date

import pytest

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from intromoments.answering import answer_invitation
from intromoments.enums import Coming
from intromoments.invitations import guests_of
from intromoments.models import Attendance
from intromoments.placement_page import invitations_to_answer
from placements.guides import assign_mentors
from placements.models import Placement
from placements.selectors import with_facts
from requests_app.ending import cancel_request
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.intromoments.world import T2, other_coordinator, placed_trainee, planned
from tests.requests_app.world import YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db


def test_invited_is_who_is_placed_in_that_trimester_at_that_school(
    coordinator: Membership,
    mentor: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        placed_trainee(coordinator, mentor, year_2017, "Hier")
        placed_trainee(other_coordinator(), mentor, year_2017, "Tweede")
        placed_trainee(coordinator, mentor, year_2017, "Later", **T2)
        placed_trainee(coordinator, mentor_elsewhere, year_2017, "Elders")
        cancelled = placed_trainee(coordinator, mentor, year_2017, "Geannuleerd")
        cancel_request(
            request_pk=cancelled.placement.request.pk, reason="Ziek", actor=actor_for(mentor)
        )
        waiting = filed(coordinator, mentor, year_2017, trainee__last_name="Wacht")
        unseen = filed(coordinator, mentor, year_2017, trainee__last_name="Ongeopend")
        answer(proposal_of(unseen), mentor, YES)
        guests = guests_of(row, actor_for(mentor))
        browser = logged_in(cancelled.member)
        assert browser.get(f"/intromomenten/{row.public_id}/antwoord/").status_code == 404
    assert [guest.trainee.last_name for guest in guests] == ["Hier", "Tweede"]
    assert waiting.state == "proposed"


def test_a_trainee_answers_until_it_begins(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017, text="Breng uw lesrooster mee.")
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        browser, url = logged_in(one.member), f"/intromomenten/{row.public_id}/antwoord/"
        page = browser.get("/intromomenten/").content.decode()
        assert "di 10 oktober 2017" in page
        assert "Breng uw lesrooster mee." in page
        assert url in page
        assert "Kies of u komt." in browser.post(url, {"note": "Graag"}).content.decode()
        browser.post(url, {"coming": "yes", "note": "Met de trein"})
    with on("2017-10-10", hour=15):
        browser = logged_in(one.member)
        assert browser.post(url, {"coming": "no", "note": ""}).status_code == 302
        said = Attendance.objects.get()
        assert (said.coming, said.note) == (Coming.NO, "")
    with on("2017-10-10", hour=16):
        page = browser.post(url, {"coming": "yes", "note": ""}).content.decode()
        assert "is begonnen" in page
        assert browser.get(url).status_code == 302
    said.refresh_from_db()
    assert said.coming == Coming.NO


def test_a_stage_that_is_cancelled_in_between_cannot_be_answered_for(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        actor = actor_for(mentor)
        cancel_request(request_pk=one.placement.request.pk, reason="Ziek", actor=actor)
        with pytest.raises(DomainError, match="niet \\(meer\\) uitgenodigd"):
            answer_invitation(
                intromoment=row, coming=Coming.YES, note="", actor=actor_for(one.member)
            )
    assert not Attendance.objects.exists()


def test_trainees_see_themselves_alone_and_the_school_sees_all_with_names_until_later(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        one = placed_trainee(coordinator, mentor, year_2017, "Kanarieeen")
        two = placed_trainee(other_coordinator(), mentor, year_2017, "Kanarietwee")
        for who, note in ((one, "Notaeen"), (two, "Notatwee")):
            answer_invitation(
                intromoment=row, coming=Coming.YES, note=note, actor=actor_for(who.member)
            )
        mine = logged_in(one.member)
        pages = [
            mine.get("/intromomenten/").content.decode(),
            mine.get(f"/intromomenten/{row.public_id}/antwoord/").content.decode(),
        ]
        assert mine.get(f"/intromomenten/{row.public_id}/").status_code == 404
        listed = logged_in(mentor).get(f"/intromomenten/{row.public_id}/").content.decode()
    assert all("Notaeen" in page for page in pages)
    for canary in ("Kanarietwee", "Notatwee", "Hogeschool Tweede"):
        assert not any(canary in page for page in pages)
        assert canary in listed
    assert "Kanarieeen" in listed
    assert "2 stagiairs zijn uitgenodigd: 2 komen" in " ".join(listed.split())
    with on("2017-11-27"):  # 31 days after the stageperiode
        later = logged_in(mentor).get(f"/intromomenten/{row.public_id}/").content.decode()
    for canary in ("Kanarie", "Nota", one.trainee.first_name + " "):
        assert canary not in later
    assert "Hogeschool Tweede" in later
    assert 'name="there"' not in later


def test_a_vakmentor_sees_the_trainees_that_they_guide(
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        own = placed_trainee(coordinator, mentor, year_2017, "Kanariemijn").placement
        assign_mentors(
            placement_pk=own.pk,
            subject=own.proposal.lines.get().activity.subject,
            members=[subject_mentor],
            actor=actor_for(mentor),
        )
        placed_trainee(coordinator, mentor, year_2017, "Kanarieander")
        page = logged_in(subject_mentor).get(f"/intromomenten/{row.public_id}/").content.decode()
    assert "Kanariemijn" in page
    assert "Kanarieander" not in page


def test_the_next_step_of_a_trainee_is_the_answer(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        one = placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        stages, actor = list(with_facts(Placement.objects.all())), actor_for(one.member)
        (step,) = invitations_to_answer(stages, actor)[one.placement.pk]
        assert step.url == f"/intromomenten/{row.public_id}/antwoord/"
        assert step.due == date(2017, 10, 9)
        assert not invitations_to_answer(stages, actor_for(coordinator))
        answer_invitation(intromoment=row, coming=Coming.NO, note="", actor=actor)
        assert not invitations_to_answer(stages, actor)
