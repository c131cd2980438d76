"""The stages of an institution as a table, of a stagebegeleider by week, and of everybody."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from placements.guides import assign_mentors
from placements.models import Placement
from requests_app.ending import cancel_request
from tests.browsing import logged_in
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    MentorFactory,
    SchoolFactory,
    SubjectFactory,
    TraineeFactory,
    actor_for,
)
from tests.placements.conftest import Make
from tests.placements.world import new_placement
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
LIST = reverse("placements")

Named = Callable[..., Placement]


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """The first week of the October stage."""
    with on("2017-10-18"):
        yield


@pytest.fixture
def named(make: Make, coordinator: Membership) -> Named:
    """Makes a stage of a trainee with this family name, in these days."""

    def new(
        name: str, first: str = "2017-10-16", last: str = "2017-10-27", **more: object
    ) -> Placement:
        trainee = TraineeFactory(institution=coordinator.institution, last_name=name)
        return make(trainee=trainee, period_start=first, period_end=last, **more)

    return new


@pytest.fixture
def elsewhere(year_2017: AcademicYear) -> Placement:
    """A stage of another institution and school, for nobody here to see."""
    stranger = MembershipFactory(institution=InstitutionFactory(short_name="VER"))
    trainee = TraineeFactory(institution=stranger.institution, last_name="Vreemdeling")
    mentor = MentorFactory(school=SchoolFactory(name="School Ver"))
    with on("2017-10-02"):
        return new_placement(stranger, mentor, year_2017, trainee=trainee)


def rows(response: Any) -> list[str]:
    """The family names in the rows of the table, in order."""
    assert response.status_code == 200
    return [
        row.record.request.people[0].last_name for row in response.context["table"].paginated_rows
    ]


def text(response: Any) -> str:
    body = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert body is not None
    return " ".join(re.sub(r"<[^>]+>", " ", body[0]).split())


@pytest.mark.usefixtures("elsewhere")
def test_a_coordinator_finds_stages(
    named: Named,
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    frans: Subject,
) -> None:
    duits = SubjectFactory(name="Duits")
    running = named("Aerts")
    named("Baert", "2017-10-02", "2017-10-13")
    planned = named("Claes", "2017-11-06", "2017-11-17", supervisor=None, subject=duits)
    named("Diels", "2017-10-23", "2017-10-27", supervisor=None)
    lost = named("Ector", "2017-12-04", "2017-12-08")
    cancel_request(request_pk=lost.request.pk, reason="Ziek.", actor=actor_for(mentor))
    assign_mentors(placement_pk=running.pk, subject=frans, members=[], actor=actor_for(mentor))
    client = logged_in(coordinator)
    for query, names in (
        ({}, ["Baert", "Aerts", "Diels", "Claes", "Ector"]),
        ({"sort": "-who"}, ["Ector", "Diels", "Claes", "Baert", "Aerts"]),
        ({"fase": "running"}, ["Aerts"]),
        ({"fase": "completed"}, ["Baert"]),
        ({"fase": "planned"}, ["Diels", "Claes"]),
        ({"fase": "cancelled"}, ["Ector"]),
        ({"fase": "opnieuw-zoeken"}, ["Ector"]),
        ({"begeleider": "niemand"}, ["Diels", "Claes"]),
        ({"begeleider": str(colleague.public_id)}, ["Baert", "Aerts", "Ector"]),
        ({"vakmentor": "zonder-vakmentor"}, ["Aerts"]),
        ({"vak": duits.slug}, ["Claes"]),
        ({"school": str(mentor.school.public_id), "trimester": "1", "zoek": "baert"}, ["Baert"]),
        ({"zoek": planned.reference}, ["Claes"]),
        ({"trimester": "2"}, []),
    ):
        assert rows(client.get(LIST, query)) == names, query
    page = text(client.get(LIST, {"begeleider": "niemand"}))
    assert "Wijs 2 stages een stagebegeleider toe" in page
    assert "2 stages" in page
    assert "Geen stage voldoet aan deze filters." in text(client.get(LIST, {"trimester": "2"}))
    assert client.get(LIST, {"fase": "x", "school": "nonsens", "page": "z"}).status_code == 200


def test_an_empty_list_says_why(
    coordinator: Membership, colleague: Membership, year_2017: object
) -> None:
    assert "Er zijn nog geen stages in 2017-2018." in text(logged_in(coordinator).get(LIST))
    assert "U begeleidt nog geen stage." in text(logged_in(colleague).get(LIST))


@pytest.mark.usefixtures("elsewhere")
def test_a_stagebegeleider_reads_week_by_week(
    named: Named, colleague: Membership, coordinator: Membership, mentor: Membership
) -> None:
    named("Aerts")
    named("Claes", "2017-10-25", "2017-11-10")
    named("Laat", "2017-12-04", "2017-12-08")
    named("Ander", supervisor=coordinator)
    lost = named("Weg", "2017-10-18", "2017-10-20")
    cancel_request(request_pk=lost.request.pk, reason="Ziek.", actor=actor_for(mentor))
    client = logged_in(colleague)

    def weeks(**query: str) -> list[tuple[str, list[str]]]:
        shown = client.get(LIST, query).context["page"].weeks
        return [(str(week.monday), [row.who for row in week.rows]) for week in shown]

    assert (
        weeks()
        == weeks(week="2017-10-19")
        == weeks(week="geen-dag")
        == [
            ("2017-10-16", ["Stagiair Aerts"]),
            ("2017-10-23", ["Stagiair Aerts", "Stagiair Claes"]),
            ("2017-10-30", ["Stagiair Claes"]),
            ("2017-11-06", ["Stagiair Claes"]),
        ]
    )
    page = text(client.get(LIST))
    assert "Deze week: ma 16 oktober – zo 22 oktober 2017" in page
    assert "School Eigen Gent" in page
    assert "Ander" not in page
    assert "Vreemdeling" not in page
    later = text(client.get(LIST, {"week": "2018-01-08"}))
    assert "Geen stage in deze week." in later
    gap = client.get(LIST, {"week": "9999-12-31"})
    assert gap.status_code == 200
    before = text(client.get(LIST, {"week": "2017-09-11"}))
    assert "De volgende stage begint op ma 16 oktober 2017" in before
    assert "2 stages die u begeleidt, lopen deze week." not in text(
        client.get(reverse("dashboard"))
    )
    assert "1 stage die u begeleidt, loopt deze week." in text(client.get(reverse("dashboard")))


def test_an_administrator_reads_all(
    placement: Placement, elsewhere: Placement, administrator: User
) -> None:
    client = logged_in(administrator)
    page = text(client.get(LIST))
    for words in ("Peeters", "Vreemdeling", "VER", "School Ver"):
        assert words in page
    for name in ("placement", "guide"):
        listed = client.get(reverse(f"admin:placements_{name}_changelist"))
        assert placement.reference in listed.content.decode()
        assert client.get(reverse(f"admin:placements_{name}_add")).status_code == 403
    change = reverse("admin:placements_placement_change", args=[placement.pk])
    assert reverse("placement", args=[placement.public_id]) in client.get(change).content.decode()
    assert client.post(change, {"version": "7"}).status_code == 403
