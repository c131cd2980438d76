"""2017-2018 after the yes, on the frozen clock: what follows an acceptance, until it is used up.

Source: the calendar of the word list (mission): herfst, 11 November, the intromoment of
10 October; domain.md 6.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import Membership
from agreements.enums import AgreementStatus, Party
from agreements.models import AgreementVersion
from agreements.signing import OtherDocument, sign_version
from agreements.standing import standing_of
from agreements.versions import make_agreement
from calendar_cfg.enums import SweepTrigger
from feeds.addresses import address_of
from feeds.making import make_feed
from institutions.enums import Role, Stance
from institutions.offer_rules import OfferPlan, OfferRow
from institutions.offers import NEW as NEW_OFFER
from institutions.offers import save_school_year
from intromoments.answering import answer_invitation
from intromoments.enums import Coming
from intromoments.planning import NEW, Plan, plan_intromoment
from placements.enums import PlacementPhase
from placements.guides import assign_mentors, assign_supervisor
from placements.models import Placement
from requests_app.ending import cancel_request
from requests_app.enums import RequestState
from requests_app.invariants import broken_invariants
from requests_app.looking_again import look_again
from requests_app.places import places_at
from schedules.approving import approve
from schedules.entries import Entry
from schedules.exceptions import CannotPlan
from schedules.models import Approval, PlannedActivity, Schedule
from schedules.planning import change_planned, plan_activity, remove_planned
from schedules.repeating import repeat_weekly
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory, TraineeFactory, actor_for
from tests.placements.world import fresh, placed
from tests.requests_app.world import filed, on, proposal_of
from tests.walk.conftest import Cast, sweep

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
AUTUMN = {"period_start": date(2017, 10, 16), "period_end": date(2017, 11, 17)}
WINTER = {
    "trimester": 2,
    "period_start": date(2018, 1, 29),
    "period_end": date(2018, 2, 9),
}


@dataclass
class Story:
    """Who plays after the yes, and the stage that it is about."""

    cast: Cast
    trainee: Membership
    supervisor: Membership
    vik: Membership
    wim: Membership
    placement: Placement

    @property
    def version(self) -> AgreementVersion:
        """The version of the stageovereenkomst in force."""
        return AgreementVersion.objects.get(agreement__placement=self.placement, superseded_at=None)

    def sign(self, version: AgreementVersion, party: Party) -> None:
        """Sign as the one who signs for a party."""
        cast = self.cast
        who = {
            Party.TRAINEE: self.trainee,
            Party.INSTITUTION: cast.coordinator,
            Party.SCHOOL: cast.mentor,
        }[party]
        sign_version(
            version_pk=version.pk, party=party, sha256=version.sha256, actor=actor_for(who)
        )

    def entry(self, day: date, lesuur: int = 2, **fields: object) -> Entry:
        """A lesson Nederlands in 3A on a day."""
        line = self.placement.proposal.accepted[0].activity  # type: ignore[attr-defined]
        given = {"class_name": "3A", "room": "B12", "mentor": self.vik, **fields}
        return Entry(line=line, day=day, first_lesuur=lesuur, last_lesuur=lesuur, **given)  # type: ignore[arg-type]

    def plan(self, day: date, **fields: object) -> PlannedActivity:
        """The trainee plans a lesson."""
        return plan_activity(
            placement_pk=self.placement.pk,
            entry=self.entry(day, **fields),  # type: ignore[arg-type]
            actor=actor_for(self.trainee),
            form_key=uuid4(),
        )


@pytest.fixture
def story(cast: Cast) -> Story:
    """A request of June that the school accepts in the last week of June."""
    with on("2017-05-10"):
        save_school_year(
            actor=actor_for(cast.mentor),
            school=cast.mentor.school,
            year=cast.year,
            plan=OfferPlan(
                stance=Stance.YES, total=5, rows=(OfferRow(cast.dutch.pk, places=(1, 1, 1)),)
            ),
            version=NEW_OFFER,
        )
    member = MembershipFactory(role=Role.TRAINEE, institution=cast.coordinator.institution)
    record = TraineeFactory(institution=cast.coordinator.institution, user=member.user)
    with on("2017-06-06"):
        request = filed(
            cast.coordinator, cast.mentor, cast.year, subject=cast.dutch, trainee=record, **AUTUMN
        )
    with on("2017-06-15"):
        sweep(SweepTrigger.BEAT)
    with on("2017-06-27"):
        placement = placed(request, cast.mentor, cast.coordinator)
    teachers = [
        MentorFactory(school=cast.mentor.school, role=Role.SUBJECT_MENTOR, handles_requests=False)
        for _name in ("Vik", "Wim")
    ]
    supervisor = MembershipFactory(role=Role.SUPERVISOR, institution=cast.coordinator.institution)
    vik, wim = teachers
    return Story(cast, member, supervisor, vik, wim, placement)


def events_of(address: str) -> dict[str, tuple[int, str, datetime]]:
    """What a calendar program reads: by UID the sequence, the status and when it begins.

    Without the days of the calendar, which have no hour.
    """
    answer = Client().get(address.removeprefix("http://testserver"))
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {
        str(event["UID"]): (
            int(str(event["SEQUENCE"])),
            str(event.get("STATUS", "")),
            event["DTSTART"].dt,
        )
        for event in found
        if isinstance(event["DTSTART"].dt, datetime)
    }


def test_from_an_acceptance_in_june_to_a_new_vakmentor_in_november(story: Story) -> None:
    guides_are_assigned(story)
    three_sign(story)
    the_intromoment_of_10_october(story)
    october_is_planned(story)
    a_calendar_follows_three_moves(story)
    another_vakmentor_in_november(story)
    assert broken_invariants() == {}


def guides_are_assigned(story: Story) -> None:
    """In September the school names a vakmentor, and the institution a stagebegeleider."""
    pk, cast = story.placement.pk, story.cast
    page = f"/stages/{story.placement.public_id}/"
    with on("2017-09-04"):
        assert logged_in(story.vik).get(page).status_code == 404
        assign_mentors(
            placement_pk=pk, subject=cast.dutch, members=[story.vik], actor=actor_for(cast.mentor)
        )
        assign_supervisor(
            placement_pk=pk, member=story.supervisor, actor=actor_for(cast.coordinator)
        )
        assert logged_in(story.vik).get(page).status_code == 200
        assert logged_in(story.supervisor).get(page).status_code == 200
        assert logged_in(cast.other_mentor).get(page).status_code == 404
        told = logged_in(story.trainee).get("/stages/").content.decode()
    assert str(story.vik.user) in told
    assert str(story.supervisor.user) in told
    story.placement = fresh(story.placement)
    assert story.placement.phase_on(date(2017, 9, 4)) == PlacementPhase.PLANNED


def three_sign(story: Story) -> None:
    """The stageovereenkomst is made, and signed by three in any order."""
    with on("2017-09-11"):
        first = make_agreement(
            placement_pk=story.placement.pk, actor=actor_for(story.cast.coordinator)
        )
        assert first.sha256 == hashlib.sha256(first.file.pdf).hexdigest()
    for day, party in (
        ("2017-09-12", Party.SCHOOL),
        ("2017-09-13", Party.TRAINEE),
        ("2017-09-14", Party.INSTITUTION),
    ):
        with on(day):
            assert standing_of(story.version).status == AgreementStatus.WAITING
            story.sign(first, party)
    assert standing_of(story.version).status == AgreementStatus.SIGNED


def the_intromoment_of_10_october(story: Story) -> None:
    """The school plans it on the day of the calendar; the trainee is invited and comes."""
    school = story.cast.mentor.school
    assert school is not None
    plan = Plan(date(2017, 10, 10), time(16), time(17, 30), "Leraarskamer")
    with on("2017-09-20"):
        moment = plan_intromoment(
            school=school,
            year=story.cast.year,
            trimester=1,
            plan=plan,
            version=NEW,
            actor=actor_for(story.cast.mentor),
        )
        answer_invitation(
            intromoment=moment, coming=Coming.YES, note="", actor=actor_for(story.trainee)
        )
        feed = make_feed(user=story.trainee.user, placement=None, actor=actor_for(story.trainee))
        starts = [start for _sequence, _status, start in events_of(address_of(feed)).values()]
    assert starts == [datetime(2017, 10, 10, 16, tzinfo=BRUSSELS)]
    with on("2017-10-10", hour=18):
        shown = logged_in(story.cast.mentor).get(f"/intromomenten/{moment.public_id}/")
    assert "Komt" in shown.content.decode()


def october_is_planned(story: Story) -> None:
    """A weekly lesson is refused in herfst and outside the period, and approved."""
    with on("2017-10-09"):
        with pytest.raises(CannotPlan, match="Herfstvakantie"):
            story.plan(date(2017, 10, 31))
        with pytest.raises(CannotPlan, match="11 november 2017"):
            story.plan(date(2017, 11, 11))
        with pytest.raises(CannotPlan, match="stageperiode"):
            story.plan(date(2017, 11, 20))
        lesson = story.plan(date(2017, 10, 17))
        report = repeat_weekly(
            planned_pk=lesson.pk,
            until=date(2017, 11, 30),
            actor=actor_for(story.trainee),
            form_key=uuid4(),
        )
    assert [row.day for row in report.made] == [
        date(2017, 10, 24),
        date(2017, 11, 7),
        date(2017, 11, 14),
    ]
    assert [skipped.day for skipped in report.skipped][:1] == [date(2017, 10, 31)]
    with on("2017-10-10"):
        schedule = Schedule.objects.get(placement=story.placement)
        approve(
            placement_pk=story.placement.pk,
            subject=story.cast.dutch,
            expected_version=schedule.version,
            actor=actor_for(story.vik),
        )


def a_calendar_follows_three_moves(story: Story) -> None:
    """The vakmentor's calendar keeps each UID while the sequence grows, and names no trainee."""
    lesson = PlannedActivity.objects.get(day=date(2017, 11, 7))
    with on("2017-10-11"):
        feed = make_feed(user=story.vik.user, placement=None, actor=actor_for(story.vik))
        address = address_of(feed)
        seen = [events_of(address)]
    uid = next(uid for uid in seen[0] if uid.startswith(str(lesson.public_id)))
    for day, new_day, lesuur in (("2017-10-12", 8, 2), ("2017-10-13", 8, 5), ("2017-10-16", 9, 5)):
        with on(day):
            change_planned(
                planned_pk=lesson.pk,
                entry=story.entry(date(2017, 11, new_day), lesuur),
                actor=actor_for(story.trainee),
            )
            seen.append(events_of(address))
    assert [set(events) for events in seen] == [set(seen[0])] * 4, "no UID comes or goes"
    sequences = [events[uid][0] for events in seen]
    assert sequences == sorted(set(sequences)), "each move is a higher sequence"
    others = set(seen[0]) - {uid}
    assert {other: seen[0][other] for other in others} == {o: seen[3][o] for o in others}
    assert seen[3][uid][2].date() == date(2017, 11, 9)
    with on("2017-10-17"):
        remove_planned(planned_pk=lesson.pk, actor=actor_for(story.trainee))
        sequence, status, _start = events_of(address)[uid]
        assert (status, sequence > sequences[-1]) == ("CANCELLED", True)
        told = Client().get(address.removeprefix("http://testserver")).content.decode()
    record = story.placement.request.people[0]  # type: ignore[attr-defined]
    assert record.last_name not in told
    assert not Approval.objects.filter(void_at=None).exists(), "a change lets the approval fall"


def another_vakmentor_in_november(story: Story) -> None:
    """Another vakmentor makes a second version, which all three sign again."""
    first = story.version
    with on("2017-11-06"):
        assign_mentors(
            placement_pk=story.placement.pk,
            subject=story.cast.dutch,
            members=[story.wim],
            actor=actor_for(story.cast.mentor),
            reason="Vik is met verlof.",
        )
        second = story.version
        assert (second.number, second.pk != first.pk) == (2, True)
        assert standing_of(second).status == AgreementStatus.WAITING
        with pytest.raises(OtherDocument):
            sign_version(
                version_pk=second.pk,
                party=Party.SCHOOL,
                sha256=first.sha256,
                actor=actor_for(story.cast.mentor),
            )
        page = f"/stages/{story.placement.public_id}/"
        assert logged_in(story.vik).get(page).status_code == 404
        assert logged_in(story.wim).get(page).status_code == 200
        for party in Party:
            story.sign(second, party)
    first.refresh_from_db()
    assert standing_of(first).status == AgreementStatus.REPLACED
    assert standing_of(second).status == AgreementStatus.SIGNED
    assert str(story.vik.user) in str(first.content)
    assert str(story.wim.user) in str(second.content)
    assert story.placement.phase_on(date(2017, 11, 6)) == PlacementPhase.RUNNING
    assert story.placement.phase_on(date(2017, 11, 18)) == PlacementPhase.COMPLETED


def test_a_stage_cancelled_in_january_gives_its_place_to_another(story: Story) -> None:
    cast, school = story.cast, story.cast.mentor.school
    assert school is not None
    with on("2018-01-09"):
        first = placed(
            filed(cast.coordinator, cast.mentor, cast.year, subject=cast.dutch, **WINTER),
            cast.mentor,
            cast.coordinator,
        )
        version = make_agreement(placement_pk=first.pk, actor=actor_for(cast.coordinator))
        assert places_at(school, cast.year).free(cast.dutch.pk, 2) == 0
    with on("2018-01-15"):
        cancel_request(
            request_pk=first.request.pk,
            reason="De vakmentor is langdurig afwezig.",
            actor=actor_for(cast.mentor),
        )
        assert places_at(school, cast.year).free(cast.dutch.pk, 2) == 1
        assert fresh(first).phase_on(date(2018, 2, 1)) == PlacementPhase.CANCELLED
        assert standing_of(AgreementVersion.objects.get(pk=version.pk)).status == (
            AgreementStatus.LAPSED
        )
        again = look_again(request_pk=first.request.pk, actor=actor_for(cast.coordinator))
        assert (again.state, again.parent) == (RequestState.SUBMITTED, first.request)
    with on("2018-01-16"):
        second = placed(
            filed(cast.coordinator, cast.mentor, cast.year, subject=cast.dutch, **WINTER),
            cast.mentor,
            cast.coordinator,
        )
    assert not second.proposal.over_offer, "the place that came free is used again"
    assert proposal_of(first.request).state == "cancelled"
    assert not again.proposals.filter(school=school).exists()
    assert broken_invariants() == {}
