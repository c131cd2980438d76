"""The page of one stage: who may see it, what it says to whom, and until when by name."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from institutions.models import Subject
from placements.guides import assign_mentors, assign_supervisor
from placements.models import Placement
from requests_app.agreed import change_hours, change_period
from requests_app.answering import LineAnswer
from requests_app.enums import Decision, ProposalState
from requests_app.models import Proposal
from requests_app.proposing import choose_next_school
from tests.browsing import logged_in
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MentorFactory,
    TraineeFactory,
    actor_for,
)
from tests.placements.conftest import Make
from tests.requests_app.world import YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """A day in the stageperiode, unless told otherwise."""
    with on("2017-10-18"):
        yield


def url(placement: Placement, name: str = "placement") -> str:
    return reverse(name, args=[placement.public_id])


def text(response: Any) -> str:
    """What stands on a page, without its marks and blanks."""
    body = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert body is not None
    return " ".join(re.sub(r"<[^>]+>", " ", body[0]).split())


def told(who: Membership | User, placement: Placement) -> str:
    """The page as somebody reads it."""
    response = logged_in(who).get(url(placement))
    assert response.status_code == 200
    return text(response)


def test_it_says_where_it_stands_where_when_and_who_guides(
    coordinator: Membership, placement: Placement
) -> None:
    page = told(coordinator, placement)
    for words in (
        "Stage van Lotte Peeters",
        "Loopt",
        "Teststraat 1 9000 Gent",
        "T1, ma 16 oktober – vr 27 oktober 2017",
        "Actieve stage",
        "Samen 20 lesuren.",
        "Vakmentor Frans Vik",
        "Stagebegeleider Bea",
        "Aanspreekpunt in de school Mona",
        "Aanspreekpunt in de lerarenopleiding Cora",
        f"Stageaanvraag {placement.reference}",
    ):
        assert words in page


def test_who_may_see_it(
    placement: Placement,
    colleague: Membership,
    coordinator: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
    administrator: User,
) -> None:
    same_school = {"school": mentor.school, "handles_requests": False}
    other_supervisor = MembershipFactory(role=Role.SUPERVISOR, institution=coordinator.institution)
    other_vakmentor = MentorFactory(role=Role.SUBJECT_MENTOR, **same_school)
    reads = (
        coordinator,
        colleague,
        mentor,
        subject_mentor,
        administrator,
        MentorFactory(**same_school),
    )
    hidden = (coordinator_elsewhere, mentor_elsewhere, other_supervisor, other_vakmentor)
    assert [logged_in(who).get(url(placement)).status_code for who in reads] == [200] * 6
    assert [logged_in(who).get(url(placement)).status_code for who in hidden] == [404] * 4
    assert Client().get(url(placement)).status_code == 302


def test_a_trainee_reads_it_once_the_answer_was_opened(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    member = MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution)
    other = MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution)
    trainee = TraineeFactory(institution=coordinator.institution, user=member.user)
    with on("2017-09-20"):
        request = filed(coordinator, mentor, year_2017, trainee=trainee)
        answer(proposal_of(request), mentor, YES)
    placement = Placement.objects.get()
    client = logged_in(member)
    assert client.get(url(placement)).status_code == 404
    assert logged_in(coordinator).get(url(placement)).status_code == 404, "not opened yet"
    assert logged_in(mentor).get(url(placement)).status_code == 200, "its own answer"
    logged_in(coordinator).post(reverse("answer_seen", args=[request.public_id]))
    page = text(client.get(url(placement)))
    assert "Aanspreekpunt in de school Mona" in page
    assert "Stage annuleren" not in page
    assert logged_in(other).get(url(placement)).status_code == 404


def test_a_school_reads_names_until_thirty_days_after_the_end(
    placement: Placement, mentor: Membership, subject_mentor: Membership, coordinator: Membership
) -> None:
    for day, names in (("2017-11-26", True), ("2017-11-27", False)):
        with on(day):
            for who in (mentor, subject_mentor):
                page = logged_in(who).get(url(placement)).content.decode()
                assert ("Peeters" in page) == names
                assert ("Stage van 1 stagiair" in page) != names
            assert "Stage van Lotte Peeters" in told(coordinator, placement)
    with on("2017-11-27"):
        for name in ("placement_period", "placement_hours", "placement_cancel"):
            page = logged_in(mentor).get(url(placement, name)).content.decode()
            assert "Peeters" not in page
            assert "1 stagiair" in page


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2017-10-15", "Gepland"),
        ("2017-10-16", "Loopt"),
        ("2017-10-27", "Loopt"),
        ("2017-10-28", "Afgelopen"),
    ],
)
def test_the_phase_follows_from_the_dates(
    placement: Placement, colleague: Membership, day: str, word: str
) -> None:
    with on(day):
        assert f"Stage van Lotte Peeters {word}" in told(colleague, placement)


def test_actions_are_for_who_may_take_them(
    placement: Placement,
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
) -> None:
    shared = {"Stageperiode wijzigen", "Lesuren wijzigen", "Stage annuleren"}
    guides = {"Stagebegeleider wijzigen", "Vakmentoren wijzigen"}

    def offered(who: Membership) -> set[str]:
        page = told(who, placement)
        return {words for words in shared | guides if words in page}

    assert offered(coordinator) == shared | {"Stagebegeleider wijzigen"}
    assert offered(mentor) == shared | {"Vakmentoren wijzigen"}
    assert offered(colleague) == offered(subject_mentor) == set()


def test_only_the_accepted_lines_are_the_stage(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear, frans: Subject
) -> None:
    with on("2017-10-02"):
        request = filed(coordinator, mentor, year_2017, subject=frans, school=False, route="wishes")
    line = ActivityFactory(request=request, position=1, hours=7)
    with on("2017-10-02"):
        choose_next_school(
            request_pk=request.pk, school=mentor.school, actor=actor_for(coordinator)
        )
        no = LineAnswer(Decision.REFUSED, reason="no_mentor")
        answer(proposal_of(request), mentor, YES, no)
    page = told(mentor, Placement.objects.get())
    assert "Frans" in page
    assert line.subject.name not in page.replace(request.reference, "")


def test_each_side_reads_its_own_people_and_the_name_of_the_other_side(
    placement: Placement,
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    frans: Subject,
) -> None:
    pk = placement.request.pk
    line = placement.proposal.accepted[0].activity_id
    start, end = placement.period_start.replace(day=17), placement.period_end
    with on("2017-10-09"):
        change_period(
            request_pk=pk, reason="Studiedag.", actor=actor_for(mentor), start=start, end=end
        )
        change_hours(
            request_pk=pk, hours={line: 18}, reason="Korter.", actor=actor_for(coordinator)
        )
    with on("2017-10-10"):
        assign_mentors(
            placement_pk=placement.pk,
            subject=frans,
            members=[mentor],
            actor=actor_for(mentor),
            reason="Vik is ziek.",
        )
        assign_supervisor(
            placement_pk=placement.pk,
            member=coordinator,
            actor=actor_for(coordinator),
            reason="Bea is weg.",
        )
    until = "vr 27 oktober 2017"
    both = (
        f"Stageperiode gewijzigd van ma 16 oktober – {until} naar di 17 oktober – {until}",
        "Lesuren gewijzigd: Actieve stage Frans 18 lesuren",
        f"Vakmentor Frans: {mentor.user} in plaats van {subject_mentor.user} door School Eigen",
        "Vik is ziek.",
        f"Stagebegeleider: {coordinator.user} in plaats van {colleague.user} door Hogeschool Eigen",
        "Bea is weg.",
        f"Eerder {subject_mentor.user}, van ma 2 oktober 2017 tot di 10 oktober 2017: Vik is ziek.",
    )
    at_school, at_institution = told(mentor, placement), told(coordinator, placement)
    for words in both:
        assert words in at_school
        assert words in at_institution
    assert "van di 17 oktober" not in at_school
    assert f"2017 door {mentor.user} Studiedag." in at_school
    assert "2017 door School Eigen Studiedag." in at_institution
    assert f"18 lesuren door {coordinator.user} Korter." in at_institution
    assert "18 lesuren door Hogeschool Eigen Korter." in at_school
    assert "Ingediend" not in at_school, "what came before the answer is the institution's own"


def test_request_and_proposal_lead_to_the_stage(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    request = reverse("request", args=[placement.request.public_id])
    proposal = reverse("proposal", args=[placement.proposal.public_id])
    assert url(placement) in logged_in(coordinator).get(request).content.decode()
    assert url(placement) in logged_in(mentor).get(proposal).content.decode()
    Proposal.objects.update(seen_at=None)
    assert url(placement) not in logged_in(coordinator).get(request).content.decode()


def test_an_answer_that_was_taken_back_is_no_stage(
    placement: Placement, coordinator: Membership, mentor: Membership
) -> None:
    Proposal.objects.update(state=ProposalState.OPEN, answered_at=None)
    for who in (coordinator, mentor):
        assert logged_in(who).get(url(placement)).status_code == 404


def test_nobody_yet_is_something_to_do(make: Make, coordinator: Membership) -> None:
    placement = make(supervisor=None)
    with on("2017-10-10"):
        client = logged_in(coordinator)
        assert "Wijs een stagebegeleider toe" in text(client.get(url(placement)))
        assert "Wijs 1 stage een stagebegeleider toe" in text(client.get(reverse("dashboard")))
    with on("2017-10-28"):  # it is over
        client = logged_in(coordinator)
        assert "Wijs een stagebegeleider toe" not in text(client.get(url(placement)))
        assert "Wijs 1 stage" not in text(client.get(reverse("dashboard")))
