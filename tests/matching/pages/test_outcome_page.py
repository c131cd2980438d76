"""The page "Matching" of an institution: what came of its requests, and of no other's."""

from typing import Any

import pytest

from accounts.models import Membership
from matching.enums import ResultStatus, RunState
from tests.browsing import logged_in
from tests.factories import SchoolFactory, SubjectFactory, TraineeFactory
from tests.matching.pages.made_known import looking, result, run, suggested
from tests.queries import Limit, check_growing_page
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import filed, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]
URL = "/matching/"


def text(response: Any) -> str:
    return response.content.decode()


def new(desk: Desk, **fields: Any) -> Any:
    """A request that looks for a school, for a trainee of its own."""
    trainee = TraineeFactory(institution=desk.coordinator.institution)
    return looking(desk, trainee=trainee, **fields)


def put(of: Any, request: Any, school: Any, **fields: Any) -> Any:
    """A result that went to a school."""
    given = {"school": school, "status": ResultStatus.PUT_TO_SCHOOL, **fields}
    return result(of, request, **given)


def test_tells_what_there_is_to_choose_and_what_it_came_to(desk: Desk) -> None:
    of = run(desk)
    put(of, new(desk), SchoolFactory(name="Gewone School"), rank=2, hectometres=123)
    suggested(of, new(desk), SchoolFactory(name="Sint-Jozef"))
    result(of, new(desk))
    found = text(desk.client.get(URL))
    for told in (
        "Beslis over 1 voorstel van de matching",
        (
            "1 van 3 resultaten gingen naar een school; 1 wacht op uw keuze; "
            "1 zoekt nog en heeft geen plaats."
        ),
        "3 resultaten",
        "Gewone School",
        "2de voorkeur",
        "12,3",
        "Zonder plaats",
    ):
        assert told in found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("toestand=voorgesteld", {"Sint-Jozef"}),
        ("toestand=zonder-plaats", set()),
        ("toestand=voorgelegd", {"Gewone School"}),
        ("vak=fysica", {"Sint-Jozef"}),
        ("trimester=1", {"Sint-Jozef", "Gewone School"}),
        ("trimester=3", set()),
        ("zoek=Vindbaar", {"Gewone School"}),
        ("toestand=onzin", {"Sint-Jozef", "Gewone School"}),
    ],
)
def test_filters(desk: Desk, query: str, expected: set[str]) -> None:
    of = run(desk)
    trainee = TraineeFactory(institution=desk.coordinator.institution, last_name="Vindbaar")
    put(of, looking(desk, trainee=trainee), SchoolFactory(name="Gewone School"))
    physics = SubjectFactory(name="Fysica")
    suggested(of, new(desk, subject=physics), SchoolFactory(name="Sint-Jozef"))
    found = text(desk.client.get(f"{URL}?{query}"))
    assert {name for name in ("Sint-Jozef", "Gewone School") if name in found} == expected
    if not expected:
        assert "Geen resultaat voldoet aan deze filters." in found


def test_without_a_run_chosen_each_request_is_told_once_by_its_last_run(desk: Desk) -> None:
    request, early = new(desk), run(desk, 15)
    result(early, request)
    suggested(run(desk, 18), request, SchoolFactory(name="Sint-Jozef"))
    found = text(desk.client.get(URL))
    assert "1 resultaat" in found
    assert "Sint-Jozef" in found
    earlier = text(desk.client.get(f"{URL}?ronde={early.public_id}"))
    assert "Sint-Jozef" not in earlier
    assert "Help 1 aanvraag zonder plaats verder" in earlier


def test_what_was_not_made_known_is_not_there(desk: Desk) -> None:
    for state in (RunState.READY, RunState.PUBLISHING, RunState.DISCARDED):
        suggested(run(desk, state=state), new(desk), SchoolFactory(name="Nog Niet"))
    found = text(desk.client.get(URL))
    assert "Nog Niet" not in found
    assert "Aanvragen die rechtstreeks naar een school gaan" in found


def test_before_the_release_it_says_when(desk: Desk) -> None:
    with on("2017-06-05"):
        found = text(desk.client.get(URL))
    assert "Op do 15 juni 2017 worden alle ingediende aanvragen samen gematcht." in found


def test_another_institution_is_never_there(desk: Desk, coordinator_elsewhere: Membership) -> None:
    of = run(desk)
    own = new(desk)
    suggested(of, own, SchoolFactory(name="Onze School"))
    theirs = filed(coordinator_elsewhere, desk.mentor, desk.year)
    put(of, theirs, SchoolFactory(name="Hun School"))
    found = text(desk.client.get(URL))
    assert "Onze School" in found
    assert "Hun School" not in found
    assert theirs.reference not in found
    other = text(logged_in(coordinator_elsewhere).get(URL))
    assert "Onze School" not in other
    assert own.reference not in other


def test_a_supervisor_finds_those_that_he_guides(desk: Desk, colleague: Membership) -> None:
    of = run(desk)
    suggested(of, new(desk, supervisor=colleague), SchoolFactory(name="Van Hem"))
    suggested(of, new(desk), SchoolFactory(name="Niet Van Hem"))
    found = text(logged_in(colleague).get(URL))
    assert "Van Hem" in found
    assert "Niet Van Hem" not in found


@pytest.mark.parametrize(
    "query",
    ["page=999999999999", "page=-1", "page=x", "sort=onzin", "ronde=x", "zoek=%00", "sort=-now"],
)
def test_an_absurd_address_is_no_fault(desk: Desk, query: str) -> None:
    suggested(run(desk), new(desk), SchoolFactory())
    assert desk.client.get(f"{URL}?{query}").status_code == 200


def test_the_dashboard_leads_to_both_tasks_with_the_same_numbers(desk: Desk) -> None:
    of = run(desk)
    for _ in range(2):
        suggested(of, new(desk), SchoolFactory())
    result(of, new(desk))
    gone = filed(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
    result(of, gone)
    found = text(desk.client.get("/start/"))
    assert "Beslis over 2 voorstellen van de matching" in found
    assert "Help 1 aanvraag zonder plaats verder" in found
    for query, count in (("voorgesteld", "2 resultaten"), ("zonder-plaats", "1 resultaat")):
        url = f"{URL}?toestand={query}"
        assert f'href="{url}"' in found
        assert count in text(desk.client.get(url))


def test_queries(desk: Desk) -> None:
    of = run(desk)

    def grow(size: int) -> None:
        while of.results.count() < size:
            suggested(of, new(desk), SchoolFactory())

    check_growing_page("matching_outcome", desk.client, URL, grow=grow, limit=Limit.LIST)
