"""The page of the shortlist: the schools that fit a request, the map, and choosing one."""

from typing import Any

import pytest
from django.urls import reverse

from institutions.models import PostalCode
from matching.enums import RunState, RunTrigger
from matching.models import MatchingRun
from requests_app.filing import file_request
from requests_app.models import PlacementRequest
from tests.factories import (
    OfferFactory,
    SchoolFactory,
    SchoolYearFactory,
    TraineeFactory,
    actor_for,
)
from tests.matching.pages.made_known import looking, run, suggested
from tests.queries import Limit, check_growing_page
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import NO, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def offer(desk: Desk, name: str, places: int = 2) -> Any:
    """A school that confirmed places of Frans."""
    school = SchoolFactory(name=name)
    school_year = SchoolYearFactory(school=school, year=desk.year, confirmed_at="2017-05-03T10:00Z")
    OfferFactory(school_year=school_year, subject=desk.subject, places=places)
    return school


def asking(desk: Desk, **fields: Any) -> PlacementRequest:
    """A draft for Frans that names no school."""
    given = {"trainee": desk.trainee, "subject": desk.subject, "school": False}
    return draft(desk.coordinator, desk.mentor, desk.year, **{**given, **fields})


class TestShortlist:
    """The list of schools that fit."""

    def test_a_school_is_chosen_for_a_draft(self, desk: Desk) -> None:
        school = offer(desk, "Past Helemaal")
        with on("2017-06-20"):
            request, client = asking(desk), desk.client
            url = page("shortlist", request)
            shown = text(client.get(url))
            assert "Frans: 2 plaatsen vrij" in shown
            assert "minder dan 1 km" in shown
            assert "Bevestigd op wo 3 mei 2017" in shown
            done = client.post(url, {"school": school.public_id})
            assert done.url == page("draft_check", request)
            client.post(url, {"voorkeur": offer(desk, "Nog Een").public_id})
        request.refresh_from_db()
        assert request.route == "preferences"
        assert [row.school.name for row in request.preferences.all()] == [
            "Past Helemaal",
            "Nog Een",
        ]

    def test_a_school_is_chosen_after_a_refusal(self, desk: Desk) -> None:
        school = offer(desk, "Past Helemaal")
        with on("2017-06-20"):
            request = asking(desk, school=desk.mentor.school)
            file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))
            answer(proposal_of(request), desk.mentor, NO)
            url = page("shortlist", request)
            assert "weigerde dit al: 1" in text(desk.client.get(url))
            done = desk.client.post(url, {"school": school.public_id}, follow=True)
        assert "ligt nu bij Past Helemaal" in text(done)

    def test_wishes_count_whom_they_leave_out(self, desk: Desk) -> None:
        offer(desk, "Ver Weg").campuses.update(latitude=50.5, longitude=5.5)
        offer(desk, "Vrij Net").__class__.objects.filter(name="Vrij Net").update(net="free")
        with on("2017-06-20"):
            request = asking(desk, max_distance_km=20, nets=["go"], route="wishes")
            url = page("shortlist", request)
            shown = text(desk.client.get(url))
            assert "te ver: 1" in shown
            assert "ander onderwijsnet: 1" in shown
            assert "Ver Weg" not in shown
            assert "Verder dan gewenst" in text(desk.client.get(url + "?ruimer=1"))

    def test_a_taken_place_is_not_free(self, desk: Desk) -> None:
        school = offer(desk, "Bijna Vol", places=1)
        with on("2017-06-20"):
            filed(desk.coordinator, desk.mentor, desk.year, school=school, subject=desk.subject)
            shown = text(desk.client.get(page("shortlist", asking(desk))))
        assert "Frans: 0 plaatsen vrij" in shown
        assert "0 scholen passen helemaal" in shown

    def test_a_school_that_blocks_the_period_is_refused_with_its_reason(self, desk: Desk) -> None:
        school = offer(desk, "Examens")
        school.years.get().blocked_periods.create(
            first_day="2017-10-20", last_day="2017-10-25", reason="Examens"
        )
        with on("2017-06-20"):
            request = asking(desk)
            url = page("shortlist", request)
            assert "neemt niemand in deze periode: 1" in text(desk.client.get(url))
            response = desk.client.post(url, {"school": school.public_id})
        assert response.status_code == 409
        assert "neemt niemand van vr 20 oktober 2017" in text(response)

    def test_an_absurd_page_is_the_last_one(self, desk: Desk) -> None:
        with on("2017-06-20"):
            url = page("shortlist", asking(desk))
            for number in ("99999999999", "-1", "x"):
                assert desk.client.get(f"{url}?page={number}").status_code == 200


class TestReasons:
    """Why a school is where it is."""

    def priced(self, desk: Desk, school: Any, **price: int) -> None:
        nothing = {"displaced": 0, "rank": 0, "hectometres": 0}
        cell = {"school": school.number, "subject": desk.subject.slug, "trimester": 1}
        MatchingRun.objects.create(
            year=desk.year,
            trigger=RunTrigger.EFFECT,
            state=RunState.READY,
            prices=[{**cell, **nothing, **price}],
        )

    def test_before_the_first_run_the_page_says_that_it_does_not_know(self, desk: Desk) -> None:
        offer(desk, "Past Helemaal")
        with on("2017-06-20"):
            shown = text(desk.client.get(page("shortlist", asking(desk))))
        assert "na de eerste matching" in shown
        assert "Voor de anderen" not in shown

    def test_what_a_place_costs_the_others_stands_beside_it_and_decides(self, desk: Desk) -> None:
        dear, cheap = offer(desk, "Duur"), offer(desk, "Goedkoop")
        self.priced(desk, dear, displaced=1)
        with on("2017-06-20"):
            shown = text(desk.client.get(page("shortlist", asking(desk))))
        assert "Wie hier gaat, verdringt 1 andere stagiair." in shown
        assert "Niemand anders verliest hier een plaats." in shown
        assert shown.index(f">{cheap.name}<") < shown.index(f">{dear.name}<")

    def test_the_last_finished_run_counts_and_one_that_runs_does_not(self, desk: Desk) -> None:
        school = offer(desk, "Past Helemaal")
        self.priced(desk, school, displaced=3)
        self.priced(desk, school, hectometres=120)
        MatchingRun.objects.create(year=desk.year, trigger=RunTrigger.ADMIN, state=RunState.RUNNING)
        with on("2017-06-20"):
            shown = text(desk.client.get(page("shortlist", asking(desk))))
        assert "Anderen moeten samen 12 km verder." in shown

    def test_a_place_that_is_suggested_to_another_displaces_and_the_own_one_does_not(
        self, desk: Desk
    ) -> None:
        theirs, ours = offer(desk, "Van Een Ander", places=1), offer(desk, "Van Ons", places=1)
        with on("2017-06-20"):
            request, other = looking(desk), looking(desk, trainee=None)
            of = run(desk)
            suggested(of, request, ours)
            suggested(of, other, theirs)
            shown = text(desk.client.get(page("shortlist", request)))
        main = shown.partition("<main")[2]
        assert main.index(f">{ours.name}<") < main.index(f">{theirs.name}<")
        assert main.count("Wie hier gaat, verdringt 1 andere stagiair.") == 1

    def test_history_with_the_own_institution_alone(
        self, desk: Desk, coordinator_elsewhere: Any
    ) -> None:
        with on("2017-06-20"):
            offer(desk, "Past Helemaal")
            request = filed(desk.coordinator, desk.mentor, desk.year)
            answer(proposal_of(request), desk.mentor, NO)
            for _ in range(2):
                other = filed(coordinator_elsewhere, desk.mentor, desk.year)
                answer(proposal_of(other), desk.mentor, NO)
            shown = text(desk.client.get(page("shortlist", asking(desk))))
        assert "0 aanvaard, 1 geweigerd" in shown

    def test_a_preference_is_told_and_a_school_to_keep_away_from_is_left_out(
        self, desk: Desk
    ) -> None:
        named, avoided = offer(desk, "Gekozen"), offer(desk, "Vroegere School")
        desk.trainee.excluded_schools.add(avoided)
        with on("2017-06-20"):
            request = asking(desk, route="preferences", school=named)
            shown = text(desk.client.get(page("shortlist", request)))
        assert "Voorkeur 1" in shown
        assert "weigerde dit al, of de stagiair gaat er niet heen: 1" in shown
        assert "Vroegere School" not in shown


class TestMap:
    """The drawing beside the list."""

    def test_each_mark_leads_to_its_row(self, desk: Desk) -> None:
        offer(desk, "Dichtbij")
        offer(desk, "Verder").campuses.update(latitude=51.2, longitude=3.72)
        with on("2017-06-20"):
            shown = " ".join(text(desk.client.get(page("shortlist", asking(desk)))).split())
        for number, name in ((1, "Dichtbij"), (2, "Verder")):
            assert f'href="#school-{number}" aria-label="{number}. {name}: ' in shown
            assert f'<tr role="row" id="school-{number}">' in shown
        for told in (">10 km<", "hier vertrekt de stagiair"):
            assert told in shown
        assert ">20 km<" not in shown

    def test_a_group_has_a_home_for_each(self, desk: Desk) -> None:
        PostalCode.objects.create(code="8000", locality="Brugge", latitude=51.21, longitude=3.22)
        offer(desk, "Dichtbij")
        other = TraineeFactory(institution=desk.coordinator.institution, postal_code="8000")
        with on("2017-06-20"):
            request = asking(desk)
            request.trainees.add(other)
            shown = text(desk.client.get(page("shortlist", request)))
        assert "hier vertrekken de 2 stagiairs; de ringen liggen rond het midden" in shown

    def test_without_a_known_home_there_is_a_list_and_no_map(self, desk: Desk) -> None:
        offer(desk, "Dichtbij")
        PostalCode.objects.all().delete()
        with on("2017-06-20"):
            shown = text(desk.client.get(page("shortlist", asking(desk))))
        assert "Dichtbij" in shown
        assert 'class="map"' not in shown


def test_pages_of_25_keep_the_numbers_of_the_whole_list(desk: Desk) -> None:
    for number in range(27):
        offer(desk, f"School {number}")
    with on("2017-06-20"):
        shown = text(desk.client.get(page("shortlist", asking(desk)) + "?page=2"))
    assert 'id="school-26"' in shown
    assert 'id="school-1"' not in shown


@pytest.mark.usefixtures("june")
@pytest.mark.parametrize("name", ["shortlist", "compare_schools"])
def test_queries(desk: Desk, name: str) -> None:
    request = draft(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
    line = request.activities.get()
    made: list[Any] = []

    def grow(size: int) -> None:
        while len(made) < size:
            school_year = SchoolYearFactory(school=SchoolFactory(), year=desk.year)
            OfferFactory(school_year=school_year, subject=line.subject)
            filed(desk.coordinator, desk.mentor, desk.year, school=school_year.school)
            made.append(school_year.school)

    grow(1)
    chosen = f"?vergelijk={made[0].public_id}" if name == "compare_schools" else ""
    url = page(name, request) + chosen
    check_growing_page(name, desk.client, url, grow=grow, limit=Limit.LIST)
