"""Cancelling a stage from either side, and letting it look for another school."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, Subject
from matching.looking import match_request
from placements.models import Placement
from requests_app.enums import Hardship, Onward, ProposalState, RequestState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from requests_app.places import places_at
from requests_app.proposing import choose_next_school
from requests_app.refusals import refusing_schools_of, schools_that_refused
from tests.browsing import logged_in
from tests.factories import OfferFactory, PostalCodeFactory, SchoolYearFactory, actor_for
from tests.matching.world import offering, release
from tests.placements.conftest import Make
from tests.placements.world import fresh, placed
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db

WHY = "De vakmentor is langdurig afwezig."


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """A day before the stageperiode."""
    with on("2017-10-10"):
        yield


@pytest.fixture
def offer(mentor: Membership, year_2017: AcademicYear, frans: Subject) -> None:
    """The school has one place for the subject."""
    here = SchoolYearFactory(school=mentor.school, year=year_2017)
    OfferFactory(school_year=here, subject=frans, places=1)


def url(placement: Placement, name: str = "placement") -> str:
    return reverse(name, args=[placement.public_id])


def cancel(who: Membership, placement: Placement) -> None:
    done = logged_in(who).post(url(placement, "placement_cancel"), {"reason": WHY})
    assert done["Location"] == url(placement)


def free(school: PlacementSchool, year: AcademicYear, subject: Subject) -> int:
    return places_at(school, year).free(subject.pk, 1)


def follow_up_of(placement: Placement) -> PlacementRequest:
    return PlacementRequest.objects.get(parent=placement.request)


@pytest.mark.parametrize(
    ("side", "by"), [("coordinator", "Hogeschool Eigen"), ("mentor", "School Eigen")]
)
@pytest.mark.usefixtures("offer")
def test_either_side_cancels_with_a_reason_and_the_places_come_free(
    placement: Placement,
    frans: Subject,
    year_2017: AcademicYear,
    mentor: Membership,
    coordinator: Membership,
    side: str,
    by: str,
    request: pytest.FixtureRequest,
) -> None:
    client = logged_in(request.getfixturevalue(side))
    address = url(placement, "placement_cancel")
    assert "Dit kan niet ongedaan gemaakt worden." in client.get(address).content.decode()
    assert "Zeg waarom u annuleert." in client.post(address, {"reason": " "}).content.decode()
    assert free(mentor.school, year_2017, frans) == 0
    for _click in range(2):
        assert client.post(address, {"reason": WHY})["Location"] == url(placement)
    assert free(mentor.school, year_2017, frans) == 1
    assert Proposal.objects.get().state == ProposalState.CANCELLED
    for who in (coordinator, mentor):
        page = logged_in(who).get(url(placement)).content.decode()
        assert WHY in page
        assert f"door {by}" in page
        assert "Stage annuleren" not in page
    assert broken_invariants() == {}


def test_a_school_that_cancelled_is_not_asked_again_for_these_lines(
    placement: Placement, coordinator: Membership, mentor: Membership, frans: Subject
) -> None:
    cancel(mentor, placement)
    client = logged_in(coordinator)
    page = client.get(reverse("dashboard")).content.decode()
    assert "Laat 1 geannuleerde stage opnieuw zoeken" in page
    page = client.get(url(placement, "placement_look_again")).content.decode()
    assert "wordt hiervoor niet opnieuw gevraagd" in page
    assert "Actieve stage Frans, 20 lesuren" in page
    for _click in range(2):
        done = client.post(url(placement, "placement_look_again"))
        follow_up = follow_up_of(placement)
        assert done["Location"] == reverse("request", args=[follow_up.public_id])
    line = follow_up.activities.get()
    assert follow_up.state == RequestState.SUBMITTED
    assert list(follow_up.trainees.all()) == list(placement.request.trainees.all())
    assert (line.subject, line.hours, line.root) == (frans, 20, placement.request.activities.get())
    assert (follow_up.hardship, follow_up.hardship_confirmed_at) == (Hardship.PLACE_LOST, None)
    assert schools_that_refused(follow_up) == {mentor.school.pk}
    assert refusing_schools_of([follow_up.pk]) == {follow_up.pk: {mentor.school.pk}}
    address = reverse("choose_school", args=[follow_up.public_id])
    page = client.post(address, {"school": str(mentor.school.public_id)}).content.decode()
    assert "heeft dit al geweigerd of geannuleerd" in page
    assert not follow_up.proposals.exists()
    assert "Laat 1 geannuleerde" not in client.get(reverse("dashboard")).content.decode()
    page = client.get(url(placement)).content.decode()
    assert "zoekt een andere plaats" in page
    assert "Opnieuw een school zoeken" not in page
    page = client.get(reverse("request", args=[follow_up.public_id])).content.decode()
    assert "waarvan de stage werd geannuleerd" in page
    page = client.get(reverse("request", args=[placement.request.public_id])).content.decode()
    assert (
        f'zoekt vervolgaanvraag <a href="{reverse("request", args=[follow_up.public_id])}"' in page
    )
    assert broken_invariants() == {}


def test_a_check_tells_when_it_was_asked_again(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    """The negative control of the invariant."""
    cancel(mentor, placement)
    logged_in(coordinator).post(url(placement, "placement_look_again"))
    follow_up = follow_up_of(placement)
    Proposal.objects.update(state=ProposalState.ACCEPTED)  # as if nobody had cancelled
    choose_next_school(request_pk=follow_up.pk, school=mentor.school, actor=actor_for(coordinator))
    Proposal.objects.filter(request=placement.request).update(state=ProposalState.CANCELLED)
    broken = broken_invariants()
    assert broken["school_asked_again_for_refused_line"] == [follow_up.reference]


def test_what_the_institution_cancelled_may_go_to_the_same_school(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    cancel(coordinator, placement)
    client = logged_in(coordinator)
    assert "opnieuw zoeken" not in client.get(reverse("dashboard")).content.decode()
    page = client.get(url(placement, "placement_look_again")).content.decode()
    assert "ook School Eigen kan opnieuw gevraagd worden" in page
    client.post(url(placement, "placement_look_again"))
    follow_up = follow_up_of(placement)
    assert follow_up.hardship == ""
    assert schools_that_refused(follow_up) == set()
    choose_next_school(request_pk=follow_up.pk, school=mentor.school, actor=actor_for(coordinator))
    assert follow_up.proposals.get().school == mentor.school
    assert broken_invariants() == {}


@pytest.mark.usefixtures("offer")
def test_the_matching_finds_another_school_and_passes_over_the_one_that_cancelled(
    make: Make,
    coordinator: Membership,
    mentor: Membership,
    year_2017: AcademicYear,
    frans: Subject,
) -> None:
    with on("2017-06-15"):
        release(year_2017)
    PostalCodeFactory()
    other = offering(year_2017, frans, name="School Ver")
    placement = make(onward=Onward.AUTOMATIC)
    cancel(mentor, placement)
    logged_in(coordinator).post(url(placement, "placement_look_again"))
    follow_up = follow_up_of(placement)
    match_request(follow_up.pk)
    assert [row.school for row in follow_up.proposals.all()] == [other]


def test_voorrang_that_there_was_stays_as_it_was(
    make: Make, coordinator: Membership, mentor: Membership
) -> None:
    placement = make()
    PlacementRequest.objects.update(hardship=Hardship.WORK)
    cancel(mentor, placement)
    page = logged_in(coordinator).get(url(placement, "placement_look_again")).content.decode()
    assert "vraagt voorrang" not in page
    logged_in(coordinator).post(url(placement, "placement_look_again"))
    assert follow_up_of(placement).hardship == Hardship.WORK


def test_what_is_over_did_take_place_and_is_not_cancelled(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-10-28"):
        for who in (coordinator, mentor):
            client = logged_in(who)
            assert "Stage annuleren" not in client.get(url(placement)).content.decode()
            answer = client.post(url(placement, "placement_cancel"), {"reason": WHY})
            assert "eindigde op vr 27 oktober 2017" in answer.content.decode()
    assert not fresh(placement).is_cancelled


def test_what_cannot_look_again_says_why(
    make: Make, placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    client, address = logged_in(coordinator), url(placement, "placement_look_again")
    for method in (client.get, client.post):
        assert method(address)["Location"] == url(placement)
    cancel(mentor, placement)
    trainee = placement.request.trainees.get()
    make(trainee=trainee)  # elsewhere in these days by now
    client.post(address)
    assert "heeft in deze periode al aanvraag" in client.get(url(placement)).content.decode()
    with on("2017-10-28"):
        client = logged_in(coordinator)
        client.get(address)
        page = client.get(url(placement)).content.decode()
    assert "De stageperiode is voorbij sinds vr 27 oktober 2017" in page
    assert "Opnieuw een school zoeken" not in page
    assert not PlacementRequest.objects.filter(parent=placement.request).exists()


def test_a_cancelled_stage_that_looked_again_can_be_placed_and_cancelled_once_more(
    placement: Placement, coordinator: Membership, mentor: Membership, mentor_elsewhere: Membership
) -> None:
    cancel(mentor, placement)
    logged_in(coordinator).post(url(placement, "placement_look_again"))
    follow_up = follow_up_of(placement)
    school = mentor_elsewhere.school
    choose_next_school(request_pk=follow_up.pk, school=school, actor=actor_for(coordinator))
    second = placed(follow_up, mentor_elsewhere, coordinator)
    cancel(mentor_elsewhere, second)
    logged_in(coordinator).post(url(second, "placement_look_again"))
    third = follow_up_of(second)
    assert schools_that_refused(third) == {mentor.school.pk, school.pk}
    assert third.hardship == Hardship.PLACE_LOST
    assert fresh(placement).request.state == RequestState.CANCELLED
    assert broken_invariants() == {}


def test_the_school_reads_nothing_of_where_it_looks_again(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    cancel(mentor, placement)
    logged_in(coordinator).post(url(placement, "placement_look_again"))
    page = logged_in(mentor).get(url(placement)).content.decode()
    assert follow_up_of(placement).reference not in page
