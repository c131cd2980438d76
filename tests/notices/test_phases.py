"""What is told when a phase opens, closes soon and closes, through the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from calendar_cfg.enums import PhaseKind, SweepTrigger
from calendar_cfg.ledger import sweep
from calendar_cfg.models import Phase
from notices.dates_ahead import tell_closing
from notices.enums import NoticeState
from notices.kind import KINDS
from notices.models import Notice
from requests_app.enums import RequestState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Trainee
from tests.factories import MentorFactory, OfferFactory, SchoolFactory, SchoolYearFactory
from tests.notices.world import holding, line_of, told, with_login
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db(transaction=True)


def swept(day: str) -> None:
    """Sweep the ledger on a day."""
    with on(day, hour=0):
        assert not sweep(SweepTrigger.BEAT).failed


def opened(*people: object) -> list[list[str]]:
    """The phases that each was told of."""
    rows = Notice.objects.filter(kind="phase_opened").order_by("pk")
    return [[row.data["phase"] for row in rows.filter(membership=who)] for who in people]


def test_each_opening_is_told_once_to_who_can_do_something_with_it(
    coordinator, colleague, mentor, subject_mentor, year_2017
):
    reader = MentorFactory(school=mentor.school, handles_requests=False)
    for day in ("2017-05-02", "2017-05-02", "2017-06-01", "2017-06-15"):
        swept(day)
    assert opened(reader) == [["school_data"]]
    everybody = opened(coordinator, colleague, mentor, subject_mentor)
    assert everybody == [["templates", "requests"]] * 2 + [["school_data", "answers"], []]
    with on("2017-06-16"):
        line = line_of(coordinator, "phase_opened")
        assert "stageaanvragen indienen voor 2017-2018" in line.text
        assert "tot en met di 3 juli 2018" in line.text
        assert len(holding("phase_opened")) == 7
    with on("2018-07-04"):
        assert holding("phase_opened") == set()


def test_an_opening_that_comes_too_late_is_withheld(coordinator, year_2017):
    swept("2017-06-04")  # the templates since 2 May, the requests since 1 June
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.WITHHELD}


def test_a_week_before_the_end_only_who_has_something_open_is_told(
    coordinator, coordinator_elsewhere, mentor, mentor_elsewhere, year_2017
):
    with on("2018-06-01"):
        filed(coordinator, mentor, year_2017)
        draft(coordinator, mentor, year_2017)
        answered = filed(coordinator_elsewhere, mentor_elsewhere, year_2017)
        answer(proposal_of(answered), mentor_elsewhere, YES)
    OfferFactory(school_year=SchoolYearFactory(school=mentor.school, year=year_2017))
    before = Notice.objects.count()
    for day in ("2018-06-25", "2018-06-26", "2018-06-27"):
        with on(day, hour=0):
            tell_closing(date.fromisoformat(day))
    assert Notice.objects.count() == before + 2
    with on("2018-06-26"):
        assert "2 stageaanvragen" in line_of(coordinator, "phase_closes").text
        assert "1 stageaanvraag" in line_of(mentor, "phase_closes").text
        assert len(holding("phase_closes")) == 2
        PlacementRequest.objects.update(state=RequestState.WITHDRAWN)
        assert len(holding("phase_closes")) == 1  # the school's own still waits


def test_school_data_that_end_while_requests_go_on_are_asked_to_be_confirmed(mentor, year_2017):
    OfferFactory(school_year=SchoolYearFactory(school=mentor.school, year=year_2017))
    Phase.objects.filter(kind=PhaseKind.SCHOOL_DATA).update(last_day=date(2017, 9, 8))
    with on("2017-09-01", hour=0):
        assert tell_closing(date(2017, 9, 1)) == 1
    assert told(mentor) == ["phase_closes"]


def test_the_end_of_the_year_tells_what_expired(
    coordinator, coordinator_elsewhere, mentor, mentor_elsewhere, year_2017
):
    with on("2018-06-20", hour=0):
        sweep(SweepTrigger.BEAT)
    with on("2018-06-20"):
        lies_there = filed(coordinator, mentor, year_2017)
        trainee = with_login(lies_there)
        draft(coordinator, mentor, year_2017)
        never_released = with_login(draft(coordinator, mentor, year_2017))
    Notice.objects.all().delete()
    swept("2018-07-04")
    swept("2018-07-04")
    assert told(coordinator) == ["year_closed"]
    assert "2 ontwerpen, 1 aanvraag zonder antwoord" in line_of(coordinator, "year_closed").text
    assert told(mentor) == ["year_closed"]
    assert "Vervallen: 1 aanvraag zonder antwoord." in line_of(mentor, "year_closed").text
    assert told(trainee) == ["own_request_ended"]
    assert "vervallen" in line_of(trainee, "own_request_ended").text
    others = (never_released, coordinator_elsewhere, mentor_elsewhere)
    assert [told(who) for who in others] == [[]] * 3


def test_who_ends_the_year_without_a_stage_is_told_once(coordinator, mentor, year_2017):
    with on("2018-06-20", hour=0):
        sweep(SweepTrigger.BEAT)
    with on("2018-06-20"):
        first = [filed(coordinator, mentor, year_2017) for _number in range(3)]
        unlucky, placed, waits = [with_login(request) for request in first]
        for request in first:
            answer(proposal_of(request), mentor, NO)
        second = [
            filed(coordinator, mentor, year_2017, trainee=Trainee.objects.get(user=who.user))
            for who in (unlucky, placed, waits)
        ]
        answer(proposal_of(second[0]), mentor, NO)
        answer(proposal_of(second[1]), mentor, YES)
    Notice.objects.all().delete()
    swept("2018-07-04")
    kind = "own_year_without_stage"
    assert told(unlucky) == [kind]
    assert told(placed) == []
    assert told(waits) == ["own_request_ended"]
    line = line_of(unlucky, kind)
    assert "geen school met plaats gevonden" in line.text
    assert line.reference == first[0].reference
    assert "zoekt" not in line.text
    assert len(holding(kind)) == 1


def test_a_school_without_members_is_told_at_its_address_what_expired(coordinator, year_2017):
    school = SchoolFactory(email="onthaal@stil.example.be")
    with on("2018-06-20", hour=0):
        sweep(SweepTrigger.BEAT)
    with on("2018-06-20"):
        filed(coordinator, MentorFactory.build(school=school), year_2017)
    Notice.objects.all().delete()
    Phase.objects.filter(kind=PhaseKind.ANSWERS).update(last_day=date(2018, 6, 21))
    swept("2018-06-22")
    swept("2018-07-04")
    assert told("onthaal@stil.example.be") == ["answers_closed", "year_closed"]
    for notice in Notice.objects.for_lines().filter(addressee__school=school):
        line = KINDS[notice.kind].line(notice)
        assert "1 " in line.text
        assert line.mail_url == "/"


def test_answers_that_end_while_requests_go_on_are_told_to_both_sides(
    coordinator, mentor, year_2017
):
    MentorFactory(school=mentor.school, handles_requests=False)
    with on("2017-10-02"):
        filed(coordinator, mentor, year_2017)
    Phase.objects.filter(kind=PhaseKind.ANSWERS).update(last_day=date(2017, 10, 3))
    Notice.objects.all().delete()
    swept("2017-10-04")
    rows = Notice.objects.filter(kind="answers_closed")
    assert set(rows.values_list("membership", flat=True)) == {coordinator.pk, mentor.pk}
    assert "1 stageaanvraag bleef" in line_of(mentor, "answers_closed").text


def test_what_is_told_holds_its_invariants(coordinator, mentor, year_2017):
    with on("2017-10-02"):
        request = filed(coordinator, mentor, year_2017)
    assert broken_invariants() == {}
    Notice.objects.create(
        key="x", kind="answer_accepted", addressee=Notice.objects.get().addressee,
        request=request, proposal=proposal_of(request),
    )  # fmt: skip
    assert list(broken_invariants()) == ["notice_without_cause"]
