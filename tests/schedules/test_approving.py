"""Approving the planning: who may, what was shown, and what lets it fall."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from placements.guides import assign_mentors
from placements.page_sections import next_steps
from requests_app.ending import cancel_request
from requests_app.exceptions import StaleForm
from schedules.approving import approve, withdraw_approval
from schedules.approving_invariants import CHECKS
from schedules.entries import entry_of
from schedules.models import Approval, PlannedActivity, Visit
from schedules.planning import change_planned, remove_planned
from tests.browsing import logged_in
from tests.factories import MentorFactory, SchoolFreeDayFactory, actor_for
from tests.queries import Limit, check, check_page, queries_of
from tests.requests_app.world import on
from tests.schedules.planned_world import Stage, new_stage


@pytest.fixture
def stage(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: object
) -> Stage:
    """French and maths are planned on Monday."""
    with on("2017-10-02"):
        stage = new_stage(coordinator, colleague, mentor, year_2017)
        stage.plan(stage.french, 16, 9)
        stage.plan(stage.maths, 16, 11)
        return stage


def say_yes(stage: Stage, who: Membership, *, line: str = "french", version: int = 1) -> Approval:
    return approve(
        placement_pk=stage.placement.pk,
        subject=getattr(stage, line).subject,
        expected_version=version,
        actor=actor_for(who),
    )


def page_of(stage: Stage, who: Membership) -> str:
    return logged_in(who).get(url_of(stage)).content.decode()


def url_of(stage: Stage) -> str:
    return reverse("schedule_approve", args=[stage.placement.public_id])


def test_only_who_guides_the_subject_now_or_answers_for_the_school_approves(
    stage: Stage, mentor_elsewhere: Membership
):
    silent = MentorFactory(school=stage.mentor.school, handles_requests=False)
    strangers = (stage.wim, silent, mentor_elsewhere, stage.trainee, stage.supervisor)
    with on("2017-10-03"):
        for who in (*strangers, stage.coordinator):
            with pytest.raises(PermissionDenied):
                say_yes(stage, who)
        assert not Approval.objects.exists()

        assert say_yes(stage, stage.vik).member == stage.vik
        assert say_yes(stage, stage.mentor, line="maths").member == stage.mentor


def test_who_stopped_guiding_approves_no_more(stage: Stage):
    with on("2017-10-03"):
        assign_mentors(
            placement_pk=stage.placement.pk,
            subject=stage.french.subject,
            members=[stage.wim],
            actor=actor_for(stage.mentor),
        )
        with pytest.raises(PermissionDenied):
            say_yes(stage, stage.vik)

        assert say_yes(stage, stage.wim).member == stage.wim


def test_approving_twice_is_once(stage: Stage):
    with on("2017-10-03"):
        first = say_yes(stage, stage.vik)
    with on("2017-10-04"):
        assert say_yes(stage, stage.mentor, version=99) == first


def test_another_version_than_the_one_shown_is_not_approved(stage: Stage):
    with on("2017-10-03"), pytest.raises(StaleForm):
        say_yes(stage, stage.vik, version=2)

    assert not Approval.objects.exists()


def test_nothing_planned_is_nothing_to_approve_and_neither_is_a_cancelled_stage(stage: Stage):
    with on("2017-10-03"):
        with pytest.raises(DomainError, match="nog niets gepland"):
            say_yes(stage, stage.mentor, line="cross")
        cancel_request(
            request_pk=stage.placement.request.pk,
            reason="Verhuisd.",
            actor=actor_for(stage.coordinator),
        )
        with pytest.raises(DomainError, match="gaat niet door"):
            say_yes(stage, stage.vik)


def test_a_change_lets_the_approval_of_its_subject_alone_fall(stage: Stage):
    lesson = PlannedActivity.objects.get(line=stage.french)
    with on("2017-10-03"):
        french, maths = say_yes(stage, stage.vik), say_yes(stage, stage.wim, line="maths")
    with on("2017-10-05"):
        moved = replace(entry_of(lesson), day=date(2017, 10, 17), class_name="5B")
        change_planned(planned_pk=lesson.pk, entry=moved, actor=actor_for(stage.trainee))
        french.refresh_from_db()
        maths.refresh_from_db()

        assert (french.void_at is None, maths.void_at) == (False, None)
        page = page_of(stage, stage.vik)
        assert "Wacht op goedkeuring" in page
        assert "(di 3 oktober 2017) verviel op do 5 oktober 2017" in page
        assert f"Goedgekeurd door {stage.wim.user} op di 3 oktober 2017" in page

        again = say_yes(stage, stage.vik, version=2)
        remove_planned(planned_pk=lesson.pk, actor=actor_for(stage.trainee))
        again.refresh_from_db()
        assert again.void_at is not None


def test_an_approval_is_taken_back_by_who_may_give_it(stage: Stage):
    subject, pk = stage.french.subject, stage.placement.pk
    with on("2017-10-03"):
        given = say_yes(stage, stage.vik)
        with pytest.raises(PermissionDenied):
            withdraw_approval(placement_pk=pk, subject=subject, actor=actor_for(stage.wim))
        for _twice in range(2):
            withdraw_approval(placement_pk=pk, subject=subject, actor=actor_for(stage.vik))
        given.refresh_from_db()

    assert given.void_because == f"Ingetrokken door {stage.vik.user}."


def test_the_page_approves_what_it_showed_and_says_what_changed_since(stage: Stage):
    with on("2017-10-03"):
        url = url_of(stage)
        shown = page_of(stage, stage.vik)
        assert "Tine Geheimnaam" in shown
        assert "1 van 20 lesuren gepland: nog 19 te plannen" in shown
        assert 'value="wiskunde"' not in shown
        old = {"part": "frans", "version": "1", "shown": "2017-10-03T10:00:00+02:00"}
    with on("2017-10-04"):
        lesson = PlannedActivity.objects.get(line=stage.french)
        change_planned(
            planned_pk=lesson.pk,
            entry=replace(entry_of(lesson), room="99"),
            actor=actor_for(stage.trainee),
        )
        stage.plan(stage.maths, 17, 9)
        client = logged_in(stage.vik)
        late = client.post(url, old)
        text = late.content.decode()
        assert late.status_code == 409
        assert "De planning is gewijzigd sinds u ze opende" in text
        assert text.count("Gewijzigd</span>") == 2
        assert not Approval.objects.exists()

        for _double_click in range(2):
            answer = client.post(url, {**old, "version": "2"}, follow=True)
            assert "De planning is goedgekeurd: Frans." in answer.content.decode()
        assert Approval.objects.count() == 1

        client.post(url, {"part": "frans", "intrekken": "1"})
        assert Approval.objects.get().void_at is not None


def test_the_page_warns_of_what_stands_against_the_planning(
    stage: Stage, colleague: Membership, year_2017: object
):
    with on("2017-10-03"):
        quiet = page_of(stage, stage.vik)
        assert "Let op" not in quiet
        SchoolFreeDayFactory(school=stage.mentor.school, date=date(2017, 10, 16))
        other = new_stage(stage.coordinator, colleague, stage.mentor, year_2017)
        other.plan(other.french, 16, 9, class_name="3 a")
        page = page_of(stage, stage.vik)

    assert "heeft de school een vrije dag: Pedagogische studiedag." in page
    assert (
        "Klas 3A heeft op ma 16 oktober 2017 van 9.00 tot 9.50 al iets van een andere stage."
        in page
    )
    assert other.placement.reference not in page


def test_the_page_takes_nothing_else(stage: Stage):
    with on("2017-10-03"):
        client, url = logged_in(stage.vik), url_of(stage)

        assert "Kies wat u goedkeurt." in client.post(url, {"part": "latijn"}).content.decode()
        assert client.post(url, {"part": "wiskunde", "version": "1"}).status_code == 403
        assert client.post(url, {"part": "frans", "version": "x" * 500}).status_code == 409
        assert client.post(url, {"part": "frans", "shown": "9999-99-99T1"}).status_code == 409

    assert not Approval.objects.exists()


def test_names_leave_the_page_thirty_days_after_the_stage(stage: Stage):
    lesson = PlannedActivity.objects.get(line=stage.french)
    with on("2017-10-04"):
        say_yes(stage, stage.vik)
        moved = replace(entry_of(lesson), class_name="5B")
        change_planned(planned_pk=lesson.pk, entry=moved, actor=actor_for(stage.trainee))
        assert "Tine Geheimnaam wijzigde" in page_of(stage, stage.vik)
    with on("2017-12-01"):
        page = page_of(stage, stage.vik)
        assert "1 stagiair" in page
        assert "Geheimnaam" not in page


def test_vakmentors_are_told_what_waits_for_them(stage: Stage):
    def board(who: Membership) -> str:
        return logged_in(who).get(reverse("dashboard")).content.decode()

    def steps(who: Membership) -> list[str]:
        found = next_steps([stage.fresh()], actor_for(who))
        return [step.title for step in found.get(stage.placement.pk, [])]

    stage.plan(stage.cross, 17, functional_wholes=[6])
    with on("2017-10-03"):
        assert "1 planning wacht op uw goedkeuring" in board(stage.vik)
        assert "(tot ma 16 oktober 2017)" in board(stage.vik)
        assert url_of(stage) in board(stage.vik)
        assert "Keur de planning goed: Frans" in steps(stage.vik)
        assert "Keur de planning goed: Wiskunde" not in steps(stage.vik)
        assert "Keur de planning goed: Klasoverstijgende activiteiten" in steps(stage.mentor)
        assert "Keur de planning goed: Frans" not in steps(stage.mentor)
        assert not [title for title in steps(stage.trainee) if "goed:" in title]

        say_yes(stage, stage.vik)
        assert "wacht op uw goedkeuring" not in board(stage.vik)
        assert "1 planning wacht op uw goedkeuring" in board(stage.wim)
        assert "Keur de planning goed: Wiskunde" in steps(stage.wim)
    with on("2017-10-28"):
        assert "wacht op uw goedkeuring" not in board(stage.wim)
        assert not [title for title in steps(stage.wim) if "goed:" in title]


def test_what_no_service_does_is_found_by_the_invariants(
    stage: Stage, coordinator_elsewhere: Membership, mentor_elsewhere: Membership
):
    with on("2017-10-03"):
        say_yes(stage, stage.vik)
        assert not any(one() for one in CHECKS)

        row = PlannedActivity.objects.get(line=stage.french)
        moment = row.changed_at
        Visit.objects.create(planned=row, member=coordinator_elsewhere, marked_at=moment)
        PlannedActivity.objects.filter(pk=row.pk).update(removed_at=moment)
        Approval.objects.update(member=mentor_elsewhere)

        assert [one() for one in CHECKS] == [[stage.placement.reference]] * 3


def test_approving_and_visiting_ask_few_queries(stage: Stage):
    row = PlannedActivity.objects.get(line=stage.french)
    visit = reverse("planned_visit", args=[row.public_id])
    form = {"part": "frans", "version": "1"}
    with on("2017-10-03"):
        mentor, supervisor = logged_in(stage.vik), logged_in(stage.supervisor)
        mentor.get(url_of(stage))
        check_page("planned_visit", supervisor, visit, limit=Limit.DETAIL)
        approving = queries_of(lambda: mentor.post(url_of(stage), form))
        visiting = queries_of(lambda: supervisor.post(visit, {"note": ""}))

    assert (Approval.objects.count(), Visit.objects.count()) == (1, 1)
    check("POST schedule_approve", approving, Limit.POST)
    check("POST planned_visit", visiting, Limit.POST)
