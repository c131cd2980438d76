"""2017-2018 walked through on the frozen clock, with every date of the source.

Source: the calendar of the word list (mission), domain.md 2.
"""

from datetime import date

import pytest

from calendar_cfg import phases
from calendar_cfg.enums import EffectState, MilestoneKind, PhaseKind, SweepTrigger
from calendar_cfg.exceptions import PhaseClosed
from calendar_cfg.models import AcademicYear, EffectEntry, SweepRun
from calendar_cfg.selectors import soft_milestones
from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years import default_year
from calendar_cfg.years_admin import save_plan
from institutions.enums import Stance
from institutions.offer_rules import OfferPlan, OfferRow
from institutions.offers import NEW, save_school_year
from requests_app.drafting import prepare_request
from requests_app.due_dates import due_date
from requests_app.enums import ProposalState, RequestState
from requests_app.filing import file_request
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from requests_app.proposing import choose_next_school
from tests.browsing import logged_in
from tests.factories import SchoolFactory, SchoolFreeDayFactory, actor_for
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of, two_lines
from tests.walk.conftest import Cast, sweep

pytestmark = pytest.mark.django_db


def offer_two_places(cast: Cast) -> None:
    """The school offers two places Nederlands in every trimester."""
    save_school_year(
        actor=actor_for(cast.mentor),
        school=cast.mentor.school,
        year=cast.year,
        plan=OfferPlan(
            stance=Stance.YES, total=5, rows=(OfferRow(cast.dutch.pk, places=(2, 2, 2)),)
        ),
        version=NEW,
    )


def seen_by_school(cast: Cast) -> list[str]:
    """What the school's inbox shows: the references on the page itself."""
    page = logged_in(cast.mentor).get("/postvak/").content.decode()
    known = PlacementRequest.objects.values_list("reference", flat=True)
    return sorted(reference for reference in known if reference in page)


def test_before_2_may_nothing_can_be_changed_and_the_date_is_told(cast: Cast) -> None:
    with on("2017-05-01"):
        with pytest.raises(PhaseClosed, match="vanaf di 2 mei 2017"):
            offer_two_places(cast)
        with pytest.raises(PhaseClosed, match="voorbereiden kan vanaf di 2 mei 2017"):
            prepare_request(year=cast.year, actor=actor_for(cast.coordinator))
    assert not cast.year.school_years.exists()


def test_on_2_may_schools_give_their_data_and_drafts_are_prepared(cast: Cast) -> None:
    with on("2017-05-02"):
        offer_two_places(cast)
        prepare_request(year=cast.year, actor=actor_for(cast.coordinator))
        prepared = draft(cast.coordinator, cast.mentor, cast.year)
        with pytest.raises(PhaseClosed, match="vanaf do 1 juni 2017"):
            file_request(request_pk=prepared.pk, actor=actor_for(cast.coordinator))
    assert cast.year.school_years.get().stance == Stance.YES


def test_from_1_june_requests_are_filed_and_no_school_sees_anything(cast: Cast) -> None:
    for day in ("2017-06-01", "2017-06-14"):
        with on(day):
            filed(cast.coordinator, cast.mentor, cast.year)
            sweep(SweepTrigger.BEAT)
            assert seen_by_school(cast) == []
    states = PlacementRequest.objects.values_list("state", flat=True)
    assert set(states) == {RequestState.SUBMITTED}
    assert not Proposal.objects.exists()


def test_on_15_june_all_held_requests_reach_the_schools_together_once(cast: Cast) -> None:
    with on("2017-06-01"):
        early = filed(cast.coordinator, cast.mentor, cast.year)
    with on("2017-06-14"):
        late = filed(cast.coordinator, cast.mentor, cast.year)
    with on("2017-06-15", hour=0):
        sweep(SweepTrigger.BEAT)
        sweep(SweepTrigger.BEAT)
        assert seen_by_school(cast) == sorted([early.reference, late.reference])
    released = Proposal.objects.values_list("released_at", flat=True)
    assert len(released) == 2
    assert len(set(released)) == 1
    assert broken_invariants() == {}


def test_a_beat_that_is_down_from_14_to_17_june_releases_once_on_the_17th(cast: Cast) -> None:
    with on("2017-06-14"):
        held = filed(cast.coordinator, cast.mentor, cast.year)
        sweep(SweepTrigger.BEAT)
    with on("2017-06-16"):
        late = filed(cast.coordinator, cast.mentor, cast.year)
        assert phases.is_open(cast.year, PhaseKind.ANSWERS), "no task keeps a phase shut"
        assert late.state == RequestState.PROPOSED
    with on("2017-06-17"):
        sweep(SweepTrigger.WORKER)
        sweep(SweepTrigger.BEAT)
    entry = EffectEntry.objects.get(effect="release_held_requests")
    assert (entry.state, entry.scheduled_on) == (EffectState.DONE, date(2017, 6, 15))
    assert entry.outcome == {"looking": 1}
    assert entry.run == SweepRun.objects.get(trigger=SweepTrigger.WORKER)
    assert Proposal.objects.filter(request=held).count() == 1


def test_a_partial_acceptance_makes_a_follow_up_that_another_school_accepts(cast: Cast) -> None:
    with on("2017-06-06"):
        request = draft(cast.coordinator, cast.mentor, cast.year, subject=cast.dutch)
        two_lines(request)
        file_request(request_pk=request.pk, actor=actor_for(cast.coordinator))
    with on("2017-06-15"):
        sweep(SweepTrigger.BEAT)
    with on("2017-09-12"):
        answer(proposal_of(request), cast.mentor, YES, NO)
        follow_up = request.follow_ups.get()
        choose_next_school(
            request_pk=follow_up.pk,
            school=cast.other_mentor.school,
            actor=actor_for(cast.coordinator),
        )
    with on("2017-09-14"):
        answer(proposal_of(follow_up), cast.other_mentor, YES)
    request.refresh_from_db()
    follow_up.refresh_from_db()
    assert request.state == RequestState.PARTIALLY_ACCEPTED
    assert follow_up.state == RequestState.ACCEPTED
    assert broken_invariants() == {}


@pytest.mark.parametrize(
    ("reached", "due"),
    [
        ("2017-06-15", "2017-09-18"),  # before summer: never before the general answer date
        ("2017-06-28", "2017-09-18"),
        ("2017-09-05", "2017-09-19"),  # two lesweken: ten lesdagen
        ("2017-09-19", "2017-10-03"),
        ("2017-10-23", "2017-11-13"),  # herfst: a week without lesdagen
        ("2017-11-06", "2017-11-20"),  # 11 November is a Saturday
        ("2017-12-18", "2018-01-15"),  # kerst: two weeks
        ("2018-02-05", "2018-02-26"),  # krokus
        ("2018-06-25", "2018-09-10"),  # four lesdagen before summer, six after
    ],
)
def test_answers_are_due_two_lesweken_later_holidays_left_out(
    cast: Cast, reached: str, due: str
) -> None:
    school = cast.mentor.school
    assert school is not None
    assert due_date(school, cast.year, date.fromisoformat(reached)) == date.fromisoformat(due)


def test_a_free_day_of_a_school_counts_for_that_school_alone(cast: Cast) -> None:
    own, other = SchoolFactory(), SchoolFactory()
    SchoolFreeDayFactory(school=own, date=date(2017, 9, 25))
    reached = date(2017, 9, 19)
    assert due_date(own, cast.year, reached) == date(2017, 10, 4)
    assert due_date(other, cast.year, reached) == date(2017, 10, 3)


@pytest.mark.parametrize(
    ("trimester", "kind", "day"),
    [
        (1, MilestoneKind.SEND, "2017-09-19"),
        (1, MilestoneKind.APPROVE, "2017-10-03"),
        (2, MilestoneKind.SEND, "2018-01-08"),
        (2, MilestoneKind.APPROVE, "2018-01-16"),
        (3, MilestoneKind.SEND, "2018-02-05"),
        (3, MilestoneKind.APPROVE, "2018-02-19"),
    ],
)
def test_milestones_are_there_and_never_refuse(
    cast: Cast, trimester: int, kind: MilestoneKind, day: str
) -> None:
    found = {(m.trimester, m.kind): m.date for m in soft_milestones(cast.year)}
    assert found[trimester, kind] == date.fromisoformat(day)
    period = {
        1: ("2017-11-20", "2017-12-01"),
        2: ("2018-01-29", "2018-02-09"),
        3: ("2018-04-16", "2018-04-27"),
    }[trimester]
    first, last = (date.fromisoformat(end) for end in period)
    with on((date.fromisoformat(day).replace(day=date.fromisoformat(day).day + 1)).isoformat()):
        request = filed(
            cast.coordinator,
            cast.mentor,
            cast.year,
            trimester=trimester,
            period_start=first,
            period_end=last,
        )
        answer(proposal_of(request), cast.mentor, YES)
    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED


def test_2018_2019_opens_on_2_may_2018_beside_it(cast: Cast) -> None:
    with on("2017-05-03"):
        offer_two_places(cast)
        sweep(SweepTrigger.BEAT)
    next_year = save_plan(plan_for(2018))
    with on("2018-05-02"):
        sweep(SweepTrigger.BEAT)
        assert phases.is_open(cast.year, PhaseKind.REQUESTS)
        assert phases.is_open(next_year, PhaseKind.TEMPLATES)
        assert not phases.is_open(next_year, PhaseKind.REQUESTS)
        assert default_year() == cast.year
        prepare_request(year=next_year, actor=actor_for(cast.coordinator))
    carried = next_year.school_years.get(school=cast.mentor.school)
    assert carried.confirmed_at is None
    assert [offer.places for offer in carried.offers.all()] == [2]


def test_the_last_request_is_filed_on_3_july_and_none_on_4_july(cast: Cast) -> None:
    summer = {"trimester": 3, "period_start": date(2018, 6, 4), "period_end": date(2018, 6, 15)}
    with on("2018-07-03", hour=23):
        unanswered = filed(cast.coordinator, cast.mentor, cast.year, **summer)
        forgotten = draft(cast.coordinator, cast.mentor, cast.year, **summer)
        sweep(SweepTrigger.BEAT)
        unanswered.refresh_from_db()
        assert unanswered.state == RequestState.PROPOSED
    with on("2018-07-04", hour=0):
        with pytest.raises(PhaseClosed, match="di 3 juli 2018 en is nu afgesloten"):
            file_request(request_pk=forgotten.pk, actor=actor_for(cast.coordinator))
        sweep(SweepTrigger.BEAT)
    for request in (unanswered, forgotten):
        request.refresh_from_db()
        assert request.state == RequestState.EXPIRED
    assert proposal_of(unanswered).state == ProposalState.EXPIRED
    assert "2017-2018 is afgesloten" in unanswered.events.last().reason
    assert broken_invariants() == {}


def test_what_was_accepted_does_not_expire(cast: Cast) -> None:
    with on("2017-09-12"):
        request = filed(cast.coordinator, cast.mentor, cast.year)
        answer(proposal_of(request), cast.mentor, YES)
    with on("2018-07-04"):
        sweep(SweepTrigger.BEAT)
    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED


def test_a_date_moved_by_an_administrator_holds_at_once(cast: Cast) -> None:
    with on("2017-06-15"):
        filed(cast.coordinator, cast.mentor, cast.year)
        cast.year.phases.filter(kind=PhaseKind.ANSWERS).update(opens_on=date(2017, 6, 20))
        late = filed(cast.coordinator, cast.mentor, cast.year)
        assert late.state == RequestState.SUBMITTED
        sweep(SweepTrigger.BEAT)
        late.refresh_from_db()
        assert late.state == RequestState.SUBMITTED
    with on("2017-06-20"):
        sweep(SweepTrigger.BEAT)
    late.refresh_from_db()
    assert late.state == RequestState.PROPOSED


def test_each_phase_tells_when_it_was_really_opened_and_by_which_run(cast: Cast) -> None:
    with on("2017-06-17"):
        sweep(SweepTrigger.COMMAND)
    opened = EffectEntry.objects.filter(effect="edge_recorded", edge="open")
    assert {entry.phase.kind for entry in opened} == set(PhaseKind.values)
    assert {entry.run.trigger for entry in opened if entry.run} == {SweepTrigger.COMMAND}
    assert AcademicYear.objects.get(start_year=2017) == cast.year
