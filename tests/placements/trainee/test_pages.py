"""What a trainee reads of the own stages: where, when, who, what next; and when not yet."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from institutions.enums import Role
from institutions.models import PlacementSchool
from placements.models import Placement
from placements.page_sections import _STEPS, Step
from placements.school_mine_page import MinePage
from requests_app.answering import LineAnswer
from requests_app.ending import cancel_request
from requests_app.enums import Decision
from requests_app.models import Trainee
from tests.browsing import logged_in
from tests.factories import (
    MembershipFactory,
    PostalCodeFactory,
    TraineeFactory,
    UserFactory,
    actor_for,
)
from tests.placements.conftest import Make
from tests.placements.copies import copies
from tests.placements.world import new_placement
from tests.queries import Limit, check_page
from tests.requests_app.world import YES, answer, filed, on, proposal_of


@pytest.fixture
def trainee(coordinator: Membership) -> Trainee:
    """Somebody who logs in."""
    user = UserFactory(first_name="Lotte", last_name="Peeters")
    MembershipFactory(user=user, role=Role.TRAINEE, institution=coordinator.institution)
    return TraineeFactory(
        institution=coordinator.institution, user=user, postal_code="8500", first_name="Lotte"
    )


@pytest.fixture
def own(make: Make, trainee: Trainee, mentor: Membership) -> Placement:
    """A stage of that trainee, at a school with an address, a number and something to know."""
    PlacementSchool.objects.filter(pk=mentor.school_id).update(
        phone="09 123 45 67", info="Meld u aan bij het onthaal.", email="school@example.be"
    )
    return make(trainee=trainee)


def mine(trainee: Trainee, name: str = "placements") -> str:
    return logged_in(trainee.user).get(reverse(name)).content.decode()  # type: ignore[arg-type]


class TestOwnStages:
    def test_where_when_who_and_what_next(
        self, trainee: Trainee, own: Placement, make: Make, mentor: Membership
    ) -> None:
        PostalCodeFactory(code="8500", locality="Kortrijk", latitude=50.83, longitude=3.26)
        other = make()

        def to_do(placements: Any, actor: Any) -> dict[int, list[Step]]:
            assert actor.role == Role.TRAINEE
            return {row.pk: [Step("Onderteken", "/x/", date(2017, 10, 9))] for row in placements}

        _STEPS.append(to_do)
        try:
            with on("2017-10-04"):
                page = mine(trainee)
        finally:
            _STEPS.remove(to_do)
        for told in (
            "School Eigen",
            "Teststraat 1",
            "9000 Gent",
            "Ongeveer 40 km van uw postcode",
            "begint over 12 dagen",
            "ma 16 oktober – vr 27 oktober 2017",
            "20 lesuren in het geheel",
            "Vik",
            "Mona",
            "09 123 45 67",
            "Meld u aan bij het onthaal.",
            "Bea",
            "Onderteken",
            "ma 9 oktober 2017",
        ):
            assert told in page, told
        assert other.reference not in page

    def test_only_once_the_coordinator_opened_the_answer(
        self, trainee: Trainee, coordinator: Membership, mentor: Membership, year_2017: Any
    ) -> None:
        with on("2017-10-02"):
            request = filed(coordinator, mentor, year_2017, trainee=trainee)
            answer(proposal_of(request), mentor, YES)
            page, first = mine(trainee), mine(trainee, "dashboard")
        assert "U hebt nog geen stage." in page
        assert "zodra een school uw stageaanvraag aanvaardt" in page
        assert "begint over" not in first

    def test_before_the_release_it_says_when_schools_answer(
        self, trainee: Trainee, year_2017: Any
    ) -> None:
        with on("2017-06-02"):
            assert "De scholen krijgen de stageaanvragen op do 15 juni 2017" in mine(trainee)

    def test_the_first_page_says_when_it_begins(self, trainee: Trainee, own: Placement) -> None:
        for day, told in [
            (
                "2017-10-04",
                "stage bij School Eigen begint over 12 dagen: van ma 16 oktober 2017",
            ),
            ("2017-10-15", "begint morgen"),
            ("2017-10-20", "School Eigen loopt: nog 7 dagen (tot vr 27 oktober 2017)"),
            ("2017-10-27", "vandaag is de laatste dag"),
        ]:
            with on(day):
                assert told in mine(trainee, "dashboard"), day

    def test_a_cancelled_one_says_so_and_names_nobody(
        self, trainee: Trainee, own: Placement, mentor: Membership
    ) -> None:
        with on("2017-10-04"):
            cancel_request(request_pk=own.request.pk, actor=actor_for(mentor), reason="Brand")
            page = mine(trainee)
        assert "Deze stage gaat niet door." in page
        assert "Mona" not in page

    def test_who_is_not_active_any_more_still_reads_the_own_stage(
        self, trainee: Trainee, own: Placement, coordinator: Membership
    ) -> None:
        from requests_app.trainees import set_active

        set_active(trainee_pk=trainee.pk, actor=actor_for(coordinator), is_active=False)
        with on("2017-10-04"):
            assert "begint over 12 dagen" in mine(trainee)


def test_queries_of_schools_and_trainees_do_not_grow(
    own: Placement, trainee: Trainee, mentor: Membership, subject_mentor: Membership
) -> None:
    pages = [
        ("placements by week", mentor, "placements", Limit.LIST),
        ("school_placements", mentor, "school_placements", Limit.LIST),
        ("mentor_load", mentor, "mentor_load", Limit.LIST),
        ("placements mine", subject_mentor, "placements", Limit.LIST),
        ("placements trainee", trainee.user, "placements", Limit.LIST),
    ]
    PostalCodeFactory(code="8500", locality="Kortrijk", latitude=50.83, longitude=3.26)
    counts: dict[str, set[int]] = {page: set() for page, *_more in pages}
    for size in (1, 10, 100):
        copies(own, size - Placement.objects.count(), trainee)
        with on("2017-10-18"):
            for page, who, name, limit in pages:
                client = logged_in(who)  # type: ignore[arg-type]
                counts[page].add(check_page(page, client, reverse(name), limit=limit))
    assert {page: len(found) for page, found in counts.items()} == dict.fromkeys(counts, 1)


class TestSupervisors:
    def test_an_invited_supervisor_reads_the_stage_that_is_assigned(
        self,
        coordinator: Membership,
        mentor: Membership,
        subject_mentor: Membership,
        year_2017: Any,
        client: Any,
    ) -> None:
        from django.conf import settings

        from accounts.models import OutgoingMail
        from placements.guides import assign_supervisor

        guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk)
        with on("2017-10-02"):
            placement = new_placement(coordinator, mentor, year_2017, guided)
            other = new_placement(coordinator, mentor, year_2017, guided)
            data = {"email": "begeleider@example.be", "role": "supervisor"}
            logged_in(coordinator).post(reverse("invite_colleague"), data)
            mail = OutgoingMail.objects.get(to="begeleider@example.be").body
            link = mail[mail.index(settings.SITE_URL) + len(settings.SITE_URL) :].split()[0]
            person = {"first_name": "Sofie", "last_name": "Begeleidt"}
            words = dict.fromkeys(("password1", "password2"), "een-goed-lang-woord")
            client.post(link, person | words)
            supervisor = Membership.objects.get(user__email="begeleider@example.be")
            assert placement.reference not in client.get(reverse("placements")).content.decode()
            assign_supervisor(
                placement_pk=placement.pk, member=supervisor, actor=actor_for(coordinator)
            )
            page = client.get(reverse("placements")).content.decode()
            of_mentor = MinePage(actor_for(subject_mentor), year_2017)
        assert placement.reference in page
        assert other.reference not in page
        assert {row.row.supervisor for row in of_mentor.rows} == {"Sofie Begeleidt", ""}
