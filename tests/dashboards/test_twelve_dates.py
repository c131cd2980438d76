"""Twelve days of 2017-2018 as each role reads them: one small world that goes through the year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from requests_app.answering import LineAnswer, mark_answer_seen
from requests_app.drafting import offer_for_check
from requests_app.ending import expire_unfinished
from requests_app.enums import Decision
from requests_app.models import PlacementRequest
from tests.browsing import logged_in
from tests.dashboards.reading import changes_in, check_counts, html_of, words_of
from tests.factories import MembershipFactory, TraineeFactory, actor_for
from tests.matching.world import release
from tests.requests_app.world import NO, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db

STAFF = ("coordinator", "supervisor", "schoolmentor", "vakmentor", "administrator")
COUNTS = {"2017-06-01": 5, "2017-06-15": 11, "2017-09-21": 14, "answered": 11, "2017-10-30": 10}
"""How many counts there are to follow, so that none is overlooked."""
NOVEMBER = {"period_start": date(2017, 11, 6), "period_end": date(2017, 11, 17)}


@dataclass
class Cast:
    """Who reads, each in a browser of their own, and the two requests that it is about."""

    year: AcademicYear
    people: dict[str, Membership | User]
    clients: dict[str, Client] = field(default_factory=dict)
    mine: Any = None
    other: Any = None

    def member(self, who: str) -> Membership:
        """Somebody of the institution or the school."""
        found = self.people[who]
        assert isinstance(found, Membership)
        return found

    def says(self, who: str, *told: str) -> None:
        """The dashboard of somebody says all of this."""
        text = words_of(html_of(self.clients[who]))
        for words in told:
            assert words in text, f"{who}: {words!r} is not in: {text}"

    def hides(self, who: str, *untold: str) -> None:
        """The dashboard of somebody says nothing of this."""
        text = words_of(html_of(self.clients[who]))
        for words in untold:
            assert words not in text, f"{who}: {words!r} is in: {text}"

    def counts_hold(self) -> int:
        """Every count of everybody leads to as many rows; how many counts there are."""
        return sum(check_counts(self.clients[who]) for who in STAFF)


@pytest.fixture
def cast(
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    administrator: User,
    year_2017: AcademicYear,
) -> Cast:
    """Everybody of one institution and one school, and an administrator."""
    people: dict[str, Membership | User] = {
        "coordinator": coordinator,
        "supervisor": colleague,
        "schoolmentor": mentor,
        "vakmentor": subject_mentor,
        "trainee": MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution),
        "administrator": administrator,
    }
    return Cast(year_2017, people, {name: logged_in(who) for name, who in people.items()})


def test_each_role_knows_where_it_stands_on_twelve_days(cast: Cast) -> None:
    before_anything_opens(cast)
    preparing_and_filing(cast)
    at_the_schools(cast)
    due_and_late(cast)
    after_the_answers(cast)
    until_the_year_closes(cast)


def before_anything_opens(cast: Cast) -> None:
    with on("2017-04-20"):
        for who in ("coordinator", "supervisor"):
            cast.says(who, "Voor 2017-2018 is er nu niets te doen.")
        for who in STAFF:
            cast.says(who, "Vandaag is er niets open.", "Vanaf di 2 mei 2017 (nog 7 lesdagen).")
        cast.says("trainee", "U ziet uw aanvraag zodra ze bij een school ligt.")


def preparing_and_filing(cast: Cast) -> None:
    coordinator, mentor = cast.member("coordinator"), cast.member("schoolmentor")
    with on("2017-05-02"):
        cast.says("schoolmentor", "Bevestig uw stageaanbod voor 2017-2018")
        cast.says("coordinator", "U bent bij. Maak een sjabloon of een nieuwe stageaanvraag.")
        cast.says("supervisor", "U bent bij. U kunt een stageaanvraag voorbereiden.")
        cast.says("vakmentor", "Er is u nog geen stagiair toegewezen.")
        for who in STAFF:
            cast.says(who, "Schoolgegevens en stageaanbod Stageaanvraagsjablonen Tot en met di 3")
            cast.says(who, "Stageaanvragen indienen Vanaf do 1 juni 2017")
    with on("2017-06-01"):
        user = cast.member("trainee").user
        person = TraineeFactory(institution=coordinator.institution, user=user)
        cast.mine = filed(coordinator, mentor, cast.year, trainee=person, **NOVEMBER)
        cast.other = filed(coordinator, mentor, cast.year, **NOVEMBER)
        mine = PlacementRequest.objects.filter(pk=cast.mine.pk)
        mine.update(supervisor=cast.member("supervisor"))
        checking = draft(coordinator, mentor, cast.year)
        offer_for_check(request_pk=checking.pk, actor=actor_for(coordinator))
        held = "2 ingediende aanvragen gaan samen naar de scholen op do 15 juni 2017."
        cast.says("coordinator", held, "1 Controleer 1 aanvraag")
        cast.says("administrator", "Ontwerp 1 stageaanvraag", "Ingediend 2 stageaanvragen")
        cast.says("trainee", "De scholen krijgen alle aanvragen samen op do 15 juni 2017.")
        cast.hides("trainee", cast.mine.reference)
        cast.hides("schoolmentor", "Beantwoord")
        assert cast.counts_hold() == COUNTS["2017-06-01"]


def at_the_schools(cast: Cast) -> None:
    due = "nog 23 lesdagen (tot ma 18 september 2017)"
    with on("2017-06-15"):
        release(cast.year)
        cast.says("schoolmentor", "2 Beantwoord 2 stageaanvragen", due, "in de zomervakantie")
        cast.says("schoolmentor", "De datum is die van de eerste.")
        cast.says(
            "coordinator", "2 aanvragen liggen bij 1 school.", f"School Eigen: 2 aanvragen {due}"
        )
        cast.says("supervisor", "1 aanvraag ligt bij 1 school.")
        cast.says("administrator", "Ligt bij een school 2 stageaanvragen")
        cast.says("trainee", "School Eigen kreeg de aanvraag op do 15 juni 2017.")
        cast.says("trainee", "Aan zet: de school")
        cast.hides("trainee", cast.other.reference)
        assert cast.counts_hold() == COUNTS["2017-06-15"]
    with on("2017-07-10"):
        for who in ("schoolmentor", "coordinator", "supervisor"):
            cast.says(who, "nog 12 lesdagen (tot ma 18 september 2017) telt niet in de zomerv")
            cast.says(who, "Sinds u het laatst keek, do 15 juni 2017 om 10.00.")
        cast.says("trainee", "nog 12 lesdagen")
    with on("2017-09-04"):
        cast.says("schoolmentor", "nog 10 lesdagen (tot ma 18 september 2017)")
        cast.says(
            "coordinator",
            "T1 versturen bij voorkeur tegen di 19 september 2017. Nog 1 ontwerp.",
            "T1 goedgekeurd door de scholen bij voorkeur tegen di 3 oktober 2017. Nog 2 aanvragen",
        )


def due_and_late(cast: Cast) -> None:
    coordinator, mentor = cast.member("coordinator"), cast.member("schoolmentor")
    with on("2017-09-18"):
        for who in ("schoolmentor", "coordinator", "supervisor"):
            cast.says(who, "nog vandaag (tot ma 18 september 2017)")
    with on("2017-09-21"):
        late = "3 lesdagen te laat (verwacht tegen ma 18 september 2017)"
        cast.says("schoolmentor", "2 stageaanvragen wachten te lang op een antwoord", late)
        told = "2 antwoorden zijn te laat. Het oudste werd verwacht tegen ma 18 september 2017."
        cast.says("coordinator", told, f"School Eigen: 2 aanvragen {late}")
        cast.says("supervisor", "1 antwoord is te laat.")
        cast.says("administrator", "2 antwoorden van scholen laten op zich wachten.")
        assert cast.counts_hold() == COUNTS["2017-09-21"]
        taught = cast.member("vakmentor").pk
        answer(
            proposal_of(cast.mine), mentor, LineAnswer(Decision.ACCEPTED, subject_mentor_id=taught)
        )
        answer(proposal_of(cast.other), mentor, NO)
        cast.says("schoolmentor", "2 antwoorden zijn nog niet geopend door Hogeschool Eigen.")
        cast.says("trainee", "U leest het antwoord zodra uw opleiding het opende.")
        cast.says("coordinator", "2 Bekijk 2 antwoorden")
        assert cast.counts_hold() == COUNTS["answered"]
        for request in (cast.mine, cast.other):
            mark_answer_seen(proposal=proposal_of(request), actor=actor_for(coordinator))


def after_the_answers(cast: Cast) -> None:
    with on("2017-10-30"):
        cast.says(
            "trainee",
            "De school aanvaardde uw stage op do 21 september 2017.",
            "Uw lerarenopleiding maakt de stageovereenkomst.",
            "Vul uw stageplanning in",
            "nog 1 lesdag (tot ma 6 november 2017) telt niet in de herfstvakantie",
            "Uw stage bij School Eigen begint over 7 dagen",
        )
        cast.says(
            "coordinator",
            "Kies een school voor 1 aanvraag Daarvan is er 1 geweigerd.",
            "1 stage heeft nog geen stageovereenkomst",
            "Wat is er veranderd? Sinds u het laatst keek, do 21 september 2017 om 10.00.",
        )
        cast.says("vakmentor", "U begeleidt 1 aanvaarde stage.")
        cast.says("schoolmentor", "Aanvaard 1 aanvraag is aanvaard.")
        assert cast.counts_hold() == COUNTS["2017-10-30"]


def until_the_year_closes(cast: Cast) -> None:
    with on("2018-01-08"):
        cast.says("coordinator", "nog vandaag T2 versturen bij voorkeur tegen ma 8 januari 2018.")
        cast.says("trainee", "Klaar Stage Uw stage bij School Eigen liep van ma 6 november 2017")
        cast.says("schoolmentor", "Eerstvolgende datum: T2: Aanvragen bij voorkeur versturen")
    with on("2018-02-19"):
        told = "nog vandaag T3 goedgekeurd door de scholen bij voorkeur tegen ma 19 februari 2018."
        cast.says("coordinator", told)
        for who in STAFF:
            cast.says(who, "Tot en met di 3 juli 2018")
    with on("2018-07-04"):
        expire_unfinished(cast.year)
        for who in STAFF:
            cast.says(who, "Vandaag is er niets open.")
        cast.says("supervisor", "Voor 2017-2018 is er nu niets te doen.")
        cast.hides("schoolmentor", "Beantwoord", "Bevestig")
        cast.says("administrator", "Ingetrokken, vervallen of geannuleerd")


def test_what_changed_is_counted_from_the_visit_before(
    cast: Cast, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    browser = cast.clients["schoolmentor"]
    with on("2017-09-04"):
        request = filed(coordinator, mentor, year_2017)
    with on("2017-09-05"):
        first = html_of(browser)
        assert "U kijkt hier voor het eerst." in first
        assert changes_in(first) == 1
        assert request.reference in first
    with on("2017-09-05", hour=12):
        filed(coordinator, mentor, year_2017)
        filed(coordinator, mentor, year_2017)
    with on("2017-09-06"):
        again = html_of(browser)
        assert changes_in(again) == 2
        assert "Sinds u het laatst keek, di 5 september 2017 om 10.00." in words_of(again)
        assert changes_in(html_of(browser)) == 2, "going back to the page empties nothing"
    with on("2017-09-07"):
        quiet = html_of(browser)
        assert changes_in(quiet) == 0
        assert "Niets nieuws. Alle berichten" in words_of(quiet)
        assert changes_in(html_of(cast.clients["vakmentor"])) == 0


def test_at_most_eight_changes_and_then_where_the_rest_is(
    cast: Cast, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    with on("2017-09-04"):
        for _n in range(9):
            filed(coordinator, mentor, year_2017)
        page = html_of(cast.clients["schoolmentor"])
    assert changes_in(page) == 8
    assert 'href="/berichten/"' in page
