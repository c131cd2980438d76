"""The dashboard says what is open, what must be done, until when, and for whom one waits."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from requests_app.answering import LineAnswer, mark_answer_seen
from requests_app.drafting import offer_for_check
from requests_app.enums import Decision
from requests_app.models import PlacementRequest, ProposalLine
from tests.browsing import logged_in
from tests.factories import (
    MembershipFactory,
    OfferFactory,
    SchoolYearFactory,
    TraineeFactory,
    UserFactory,
    actor_for,
)
from tests.matching.world import release
from tests.queries import Limit, check_growing_page
from tests.requests_app.school.conftest import Put
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of

Grow = Callable[[int], None]

pytestmark = pytest.mark.django_db


def page(who: Membership | User) -> str:
    response = logged_in(who).get(reverse("dashboard"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def trainee(coordinator: Membership) -> Membership:
    """A trainee of the institution who can log in."""
    return MembershipFactory(
        role=Role.TRAINEE, institution=coordinator.institution, user__first_name="Tine"
    )


def test_a_mentor_sees_what_to_answer_and_until_when(put: Put, mentor: Membership) -> None:
    put()
    put()
    text = page(mentor)
    assert "Waar staan we nu?" in text
    assert "Beantwoord 2 stageaanvragen" in text
    assert "nog 10 lesdagen (tot di 26 september 2017)" in text
    assert "De datum is die van de eerste." in text
    assert "Bevestig uw stageaanbod voor 2017-2018" in text
    assert "Tot en met di 3 juli 2018 (nog " in text
    assert "U kijkt hier voor het eerst." in text
    assert 'class="year-line year-line-large"' in text


def test_a_mentor_sees_what_is_late_full_and_accepted(
    put: Put, mentor: Membership, year_2017: AcademicYear
) -> None:
    full, late = put(), put()
    subject = full.request.activities.get().subject
    row = SchoolYearFactory(school=mentor.school, year=year_2017, confirmed_at=clock.now())
    OfferFactory(school_year=row, subject=subject, trimester=1, places=1)
    answer(full, mentor, YES)
    with on("2017-10-02"):
        text = page(mentor)
    assert "1 stageaanvraag wacht te lang op een antwoord" in text
    assert f"{subject} is vol in T1." in text
    assert "1 aanvraag is aanvaard." in text
    assert "1 antwoord is nog niet geopend door Hogeschool Eigen." in text
    assert "Bevestig uw stageaanbod" not in text
    assert late.request.reference not in text


def test_a_coordinator_sees_what_to_do_and_what_lies_with_schools(
    put: Put, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    put()
    answer(put(), mentor, NO)
    draft(coordinator, mentor, year_2017)
    checking = draft(coordinator, mentor, year_2017)
    offer_for_check(request_pk=checking.pk, actor=actor_for(coordinator))
    text = page(coordinator)
    for words in (
        "Bekijk 1 antwoord",
        "Kies een school voor 1 aanvraag",
        "Daarvan is er 1 geweigerd.",
        "Controleer 1 aanvraag",
        "Werk 1 ontwerp af",
        "1 aanvraag ligt bij 1 school.",
        "School Eigen: 1 aanvraag",
        "nog 10 lesdagen (tot di 26 september 2017)",
        "T1 versturen bij voorkeur tegen di 19 september 2017. Nog 2 ontwerpen.",
        "T1 goedgekeurd door de scholen bij voorkeur tegen di 3 oktober 2017.",
        "Nog 1 aanvraag zonder antwoord.",
    ):
        assert words in text
    with on("2017-10-02"):
        text = page(coordinator)
    assert "1 antwoord is te laat. Het werd verwacht tegen di 26 september 2017." in text
    assert "4 lesdagen te laat (verwacht tegen di 26 september 2017)" in text


def test_a_coordinator_sees_what_is_held_until_the_release(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-05"):
        filed(coordinator, mentor, year_2017)
        text = page(coordinator)
        assert "1 ingediende aanvraag gaat naar de school op do 15 juni 2017." in text
        assert "Kies een school" not in text
        assert "Beantwoord" not in page(mentor)


def test_a_vakmentor_sees_the_stages_assigned(
    put: Put, mentor: Membership, subject_mentor: Membership
) -> None:
    assert "Er is u nog geen stagiair toegewezen." in page(subject_mentor)
    answer(put(), mentor, LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk))
    assert "U begeleidt 1 aanvaarde stage." in page(subject_mentor)


def test_a_supervisor_sees_only_what_is_supervised(
    put: Put, colleague: Membership, coordinator_elsewhere: Membership
) -> None:
    put()
    assert "ligt bij 1 school" not in page(colleague)
    PlacementRequest.objects.update(supervisor=colleague)
    assert "1 aanvraag ligt bij 1 school." in page(colleague)
    assert "ligt bij 1 school" not in page(coordinator_elsewhere)


def test_an_administrator_sees_where_everything_stands(put: Put, administrator: User) -> None:
    put()
    text = page(administrator)
    assert "1 stageaanvraag" in text
    assert reverse("admin:index") in text


def test_somebody_without_an_organisation_reads_what_to_do(today: None) -> None:
    assert "Vraag uw stagecoördinator om u uit te nodigen." in page(UserFactory())


def test_without_any_year_there_is_still_a_page(mentor: Membership) -> None:
    assert "Er is nog geen kalender." in page(mentor)


def test_a_visitor_logs_in_first(today: None) -> None:
    assert Client().get(reverse("dashboard"))["Location"].startswith("/aanmelden/")


def test_a_trainee_sees_the_own_request_once_released(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, trainee: Membership
) -> None:
    mine = TraineeFactory(institution=coordinator.institution, user=trainee.user)
    with on("2017-06-05"):
        request = filed(coordinator, mentor, year_2017, trainee=mine)
        other = filed(coordinator, mentor, year_2017)
        text = page(trainee)
        assert request.reference not in text
        assert "U ziet uw aanvraag zodra ze bij een school ligt." in text
        assert "De scholen krijgen alle aanvragen samen op do 15 juni 2017." in text
    with on("2017-06-16"):
        release(year_2017)
        text = page(trainee)
        assert "De school antwoordt tegen ma 18 september 2017." in text
        assert "Teststraat 1" in text
        assert other.reference not in text
        answer(proposal_of(request), mentor, YES)
        text = logged_in(trainee).get(reverse("my_requests")).content.decode()
        assert "De school aanvaardde uw stage" not in text, "it may still be corrected"
        assert "U leest het antwoord zodra uw opleiding het opende." in text
        mark_answer_seen(proposal=proposal_of(request), actor=actor_for(coordinator))
        text = logged_in(trainee).get(reverse("my_requests")).content.decode()
        assert "De school aanvaardde uw stage op vr 16 juni 2017." in text
        assert "School Eigen" in text
        assert "Uw lerarenopleiding maakt de stageovereenkomst." in text


def test_my_requests_is_for_trainees(
    mentor: Membership, coordinator: Membership, administrator: User, year_2017: AcademicYear
) -> None:
    url = reverse("my_requests")
    assert [logged_in(who).get(url).status_code for who in (mentor, coordinator)] == [404, 403]
    assert logged_in(administrator).get(url).status_code == 403


@pytest.mark.parametrize(
    "role", ["coordinator", "mentor", "subject_mentor", "colleague", "administrator"]
)
def test_queries(request: pytest.FixtureRequest, grow: Grow, role: str) -> None:
    who, supervisor, mentor = map(request.getfixturevalue, (role, "colleague", "subject_mentor"))

    def guided(size: int) -> None:
        grow(size)
        PlacementRequest.objects.update(supervisor=supervisor)
        ProposalLine.objects.update(subject_mentor=mentor)

    url = reverse("dashboard")
    client = logged_in(who)
    check_growing_page(f"dashboard {role}", client, url, grow=guided, limit=Limit.DASHBOARD)


def test_queries_of_a_trainee(grow: Grow, trainee: Membership, coordinator: Membership) -> None:
    mine = TraineeFactory(institution=coordinator.institution, user=trainee.user)

    def own(size: int) -> None:
        grow(size)
        PlacementRequest.trainees.through.objects.update(trainee=mine)

    url = reverse("my_requests")  # it is the first page of a trainee as well
    check_growing_page("my_requests", logged_in(trainee), url, grow=own, limit=Limit.DASHBOARD)


@pytest.mark.parametrize("role", ["coordinator", "colleague"])
def test_nobody_is_invited_to_prepare_in_a_year_that_is_not_open(
    request: pytest.FixtureRequest, year_2017: AcademicYear, role: str
) -> None:
    who = request.getfixturevalue(role)
    for day, invited in (("2017-05-01", False), ("2017-05-02", True), ("2018-07-04", False)):
        with on(day):
            text = page(who)
        assert ("U bent bij." in text) is invited, day
        assert ("Voor 2017-2018 is er nu niets te doen." in text) is not invited, day
