"""Up to four schools of the shortlist side by side."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from tests.browsing import logged_in
from tests.factories import OfferFactory, SchoolFactory, SchoolYearFactory
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import draft, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]


def text(response: Any) -> str:
    return response.content.decode()


def offer(desk: Desk, name: str, places: int = 2, km_north: float = 0) -> Any:
    """A school that confirmed places of Frans."""
    school = SchoolFactory(name=name)
    school.campuses.update(latitude=51.05 + km_north / 111.195)
    said = SchoolYearFactory(school=school, year=desk.year, confirmed_at="2017-05-03T10:00Z")
    OfferFactory(school_year=said, subject=desk.subject, places=places)
    return school


def asking(desk: Desk, **fields: Any) -> Any:
    """A draft for Frans that names no school."""
    given = {"trainee": desk.trainee, "subject": desk.subject, "school": False}
    return draft(desk.coordinator, desk.mentor, desk.year, **{**given, **fields})


def side_by_side(desk: Desk, request: Any, *schools: Any, extra: str = "") -> str:
    """The page with these schools ticked."""
    query = "&".join(f"vergelijk={getattr(school, 'public_id', school)}" for school in schools)
    url = reverse("compare_schools", args=[request.public_id])
    response = desk.client.get(f"{url}?{query}{extra}")
    assert response.status_code == 200
    return text(response)


def test_each_school_has_the_same_facts(desk: Desk) -> None:
    near, far = offer(desk, "Dichtbij", places=3), offer(desk, "Verder", km_north=12)
    far.years.get().blocked_periods.create(
        first_day="2018-01-08", last_day="2018-01-12", reason="Examens"
    )
    filed(desk.coordinator, desk.mentor, desk.year, school=near, subject=desk.subject)
    found = side_by_side(desk, asking(desk), near, far)
    for told in (
        "2 scholen naast elkaar",
        "minder dan 1 km",
        "12 km",
        "3 aangeboden, 1 bezet, 2 vrij",
        "2 aangeboden, 0 bezet, 2 vrij",
        "10, waarvan nog 9 vrij",
        "aso, tso",
        "1ste graad, 2de graad, 3de graad",
        "ma 8 januari – vr 12 januari 2018 (Examens)",
        "Bevestigd op wo 3 mei 2017",
        "nog niets gevraagd",
        "1, bovenaan",
        "Hoger: Dichtbij.",
        "Lager dan de eerste: verder, ook voor anderen.",
        "nog niet berekend",
    ):
        assert told in found, told


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("Vol", {"places": 1}, "heeft te weinig vrije plaatsen"),
        ("Verder", {"km_north": 5}, "verder, ook voor anderen"),
    ],
)
def test_what_it_lacks_beside_the_first(
    desk: Desk, name: str, fields: dict[str, Any], told: str
) -> None:
    offer(desk, "Eerste")
    school = offer(desk, name, **fields)
    if name == "Vol":
        filed(desk.coordinator, desk.mentor, desk.year, school=school, subject=desk.subject)
    assert told in side_by_side(desk, asking(desk), school)


def test_who_never_confirmed_is_told_so(desk: Desk) -> None:
    offer(desk, "Eerste")
    silent = SchoolFactory(name="Stil")
    found = side_by_side(desk, asking(desk), silent)
    assert "de gegevens zijn niet bevestigd" in found
    assert "geen totaal gegeven" in found
    assert "niet in het aanbod" in found


def test_more_than_four_is_told_and_what_was_ticked_stays(desk: Desk) -> None:
    schools = [offer(desk, f"Lyceum {n}") for n in range(5)]
    found = side_by_side(desk, asking(desk), *schools)
    assert "U vinkte 5 scholen aan. Kies er hoogstens 4." in found
    assert found.count("checked") == 5
    assert "naast elkaar zien" in found


@pytest.mark.parametrize("ticked", [[], ["x"], ["00000000-0000-4000-8000-000000000000"]])
def test_nothing_ticked_leads_back_to_the_list(desk: Desk, ticked: list[str]) -> None:
    request = asking(desk)
    found = side_by_side(desk, request, *ticked)
    assert "Vink in de lijst twee tot 4 scholen aan." in found
    assert f"{reverse('shortlist', args=[request.public_id])}#scholen" in found


def test_a_school_outside_the_wishes_only_when_looking_wider(desk: Desk) -> None:
    offer(desk, "Dichtbij")
    far = offer(desk, "Ver Weg", km_north=30)
    request = asking(desk, max_distance_km=10)
    assert "Ver Weg" not in side_by_side(desk, request, far)
    assert "voldoet aan minder wensen" in side_by_side(desk, request, far, extra="&ruimer=1")


def test_a_school_is_chosen_from_here(desk: Desk) -> None:
    school, request = offer(desk, "Gekozen"), asking(desk)
    found = side_by_side(desk, request, school)
    url = reverse("shortlist", args=[request.public_id])
    assert f'<form method="post" action="{url}"' in found
    assert f'name="school" value="{school.public_id}"' in " ".join(found.split())
    assert desk.client.post(url, {"school": school.public_id}).status_code == 302


def test_it_is_for_who_may_see_the_request(
    desk: Desk, colleague: Membership, coordinator_elsewhere: Membership
) -> None:
    url = reverse("compare_schools", args=[asking(desk).public_id])
    for who in (colleague, coordinator_elsewhere, desk.mentor):
        assert logged_in(who).get(url).status_code == 404
