"""The list of agreements, making and signing from it, and what the dashboard asks."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from agreements.enums import Party
from agreements.models import Agreement, AgreementVersion
from calendar_cfg.models import AcademicYear
from institutions.models import TrainingInstitution
from placements.models import Placement
from placements.page_sections import next_steps
from tests.agreements.signing_world import framework_of, sign, version_of
from tests.browsing import logged_in
from tests.factories import MembershipFactory, actor_for
from tests.placements.world import fresh, new_placement
from tests.queries import Limit, check, check_growing_page, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
MANY = 20


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on("2017-09-12"):
        yield


def listed(who: Membership, **filters: str) -> list[AgreementVersion]:
    """The versions that somebody's list shows."""
    page = logged_in(who).get(reverse("agreements"), filters)
    assert page.status_code == 200
    return [row.record for row in page.context["table"].rows]


@pytest.fixture
def elsewhere(
    coordinator_elsewhere: Membership, mentor: Membership, year_2017: AcademicYear
) -> AgreementVersion:
    """The agreement of a trainee of another institution, at the same school."""
    in_january = {"period_start": date(2018, 1, 22), "period_end": date(2018, 2, 2)}
    return version_of(
        new_placement(coordinator_elsewhere, mentor, year_2017, trimester=2, **in_january)
    )


def test_each_lists_what_is_theirs(
    version: AgreementVersion,
    elsewhere: AgreementVersion,
    coordinator: Membership,
    colleague: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
    mentor_elsewhere: Membership,
    subject_mentor: Membership,
    trainee: Membership,
):
    framework = version_of(framework_of(coordinator, mentor))
    assert set(listed(coordinator)) == {version, framework}
    assert listed(coordinator_elsewhere) == [elsewhere]
    assert set(listed(mentor)) == {version, elsewhere, framework}
    assert listed(mentor_elsewhere) == []
    assert set(listed(colleague)) == set(listed(subject_mentor)) == {framework}
    assert listed(trainee) == [version]


def test_filters_find_by_state_organisation_and_trimester(
    version: AgreementVersion,
    elsewhere: AgreementVersion,
    coordinator: Membership,
    mentor: Membership,
    trainee: Membership,
):
    old = version
    version = version_of(version.agreement.placement)
    sign(version, Party.SCHOOL, mentor)
    assert listed(mentor, toestand="op-mij") == [elsewhere]
    assert set(listed(mentor, toestand="wacht")) == {version, elsewhere}
    sign(version, Party.INSTITUTION, coordinator)
    sign(version, Party.TRAINEE, trainee)
    assert listed(mentor, toestand="ondertekend") == [version]
    assert listed(mentor, trimester="2") == [elsewhere]
    ours = TrainingInstitution.objects.get(name="Hogeschool Eigen")
    assert listed(mentor, met=str(ours.public_id)) == [version]
    assert listed(mentor, met="x", toestand="?") in ([], [version, elsewhere], [elsewhere, version])
    assert old not in listed(mentor), "a version that was replaced is not in the list"


def test_the_school_reads_no_names_after_thirty_days(version: AgreementVersion, mentor: Membership):
    url = reverse("agreements")
    assert "Tara Kanarie" in logged_in(mentor).get(url).content.decode()
    with on("2017-12-15"):
        page = logged_in(mentor).get(url, {"jaar": "2017-2018"}).content.decode()
    assert "Kanarie" not in page
    assert "1 stagiair" in page


def test_only_what_waits_for_the_reader_can_be_ticked(
    version: AgreementVersion,
    elsewhere: AgreementVersion,
    mentor: Membership,
    subject_mentor: Membership,
):
    sign(version, Party.SCHOOL, mentor)
    page = logged_in(mentor).get(reverse("agreements")).content.decode()
    assert f'value="{elsewhere.public_id}"' in page
    assert f'value="{version.public_id}"' not in page
    assert "Onderteken de aangevinkte" in page
    framework = version_of(framework_of(MembershipFactory(), mentor))
    reader = logged_in(subject_mentor).get(reverse("agreements")).content.decode()
    assert framework.agreement.reference in reader
    assert "Onderteken de aangevinkte" not in reader


def test_agreements_of_ticked_stages_are_made(
    coordinator: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
    year_2017: AcademicYear,
):
    stages = [new_placement(coordinator, mentor, year_2017) for _n in range(3)]
    foreign = new_placement(coordinator_elsewhere, mentor, year_2017)
    client, url = logged_in(coordinator), reverse("agreements_to_make")
    assert reverse("agreements_to_make") in client.get(reverse("agreements")).content.decode()
    page = client.get(url)
    assert page.context["count"] == 3
    ticked = [str(row.public_id) for row in (*stages[:2], foreign)]
    for told in ("2 stageovereenkomsten zijn gemaakt", "0 stageovereenkomsten zijn gemaakt"):
        answer = client.post(url, {"stage": ticked}, follow=True)
        assert told in answer.content.decode()
    made = set(Agreement.objects.values_list("placement", flat=True))
    assert made == {row.pk for row in stages[:2]}
    assert client.get(url).context["count"] == 1


def test_the_dashboard_and_the_stage_ask_for_the_signature(
    version: AgreementVersion,
    coordinator: Membership,
    colleague: Membership,
    mentor: Membership,
    trainee: Membership,
    year_2017: AcademicYear,
):
    bare = new_placement(coordinator, mentor, year_2017)
    version_of(framework_of(coordinator, mentor))
    stages = [fresh(version.agreement.placement), fresh(bare)]

    def titles(who: Membership) -> list[str]:
        client: Client = logged_in(who)
        return [task.title for task in client.get(reverse("dashboard")).context["board"].tasks]

    def steps(who: Membership) -> list[list[str]]:
        found = next_steps(stages, actor_for(who))
        words = [[step.title for step in found.get(row.pk, [])] for row in stages]
        return [[title for title in row if "overeenkomst" in title] for row in words]

    to_sign, to_make = ["Onderteken de stageovereenkomst"], ["Maak de stageovereenkomst"]
    assert "2 overeenkomsten wachten op uw handtekening" in titles(coordinator)
    assert "1 stage heeft nog geen stageovereenkomst" in titles(coordinator)
    assert "2 overeenkomsten wachten op uw handtekening" in titles(mentor)
    assert "1 overeenkomst wacht op uw handtekening" in titles(trainee)
    assert steps(coordinator) == [to_sign, to_make]
    assert steps(mentor) == steps(trainee) == [to_sign, []]
    assert steps(colleague) == [[], []]
    for party, who in ((Party.SCHOOL, mentor), (Party.TRAINEE, trainee)):
        sign(version, party, who)
        assert steps(who) == [[], []]
    assert "1 overeenkomst wacht op uw handtekening" in titles(mentor)
    assert not any("handtekening" in title for title in titles(trainee))


def test_the_lists_ask_as_much_for_many_as_for_one(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    stages: list[Placement] = []

    def grow(size: int) -> None:
        while len(stages) < min(size, MANY):
            stages.append(new_placement(coordinator, mentor, year_2017))
        for stage in stages:
            if not Agreement.objects.filter(placement=stage).exists():
                version_of(stage)

    for who, name in ((coordinator, "coordinator"), (mentor, "mentor")):
        check_growing_page(
            f"agreements {name}",
            logged_in(who),
            reverse("agreements"),
            grow=grow,
            limit=Limit.LIST,
        )
    actor = actor_for(coordinator)
    rows = [fresh(stage) for stage in stages[:3]]
    assert len(queries_of(lambda: next_steps(rows[:1], actor))) == len(
        queries_of(lambda: next_steps(rows, actor))
    )


def test_stages_to_make_ask_as_much_for_many_as_for_one(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    stages: list[Placement] = []

    def grow(size: int) -> None:
        while len(stages) < min(size, MANY):
            stages.append(new_placement(coordinator, mentor, year_2017))

    client, url = logged_in(coordinator), reverse("agreements_to_make")
    check_growing_page("agreements_to_make", client, url, grow=grow, limit=Limit.LIST)
    one = {"stage": [str(stages[0].public_id)]}
    check("agreements_to_make POST", queries_of(lambda: client.post(url, one)), Limit.POST)
