"""Pages of agreements, clauses and raamovereenkomsten."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from agreements.clauses import ClauseText, add_clause
from agreements.enums import ClauseUse, Party
from agreements.frameworks import make_framework
from agreements.models import AgreementFile, AgreementVersion, Clause, FrameworkAgreement
from agreements.upload_files import read_pdf
from agreements.uploads import OnPaper, record_signed_outside
from agreements.versions import make_agreement
from placements.guides import assign_mentors
from placements.models import Placement
from requests_app.agreed import change_hours
from requests_app.ending import cancel_request
from tests.agreements.signing_world import framework_of, pdf, sign, version_of
from tests.browsing import logged_in
from tests.factories import MentorFactory, SchoolFactory, actor_for
from tests.placements.world import new_placement
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_october():
    with on("2017-10-02"):
        yield


@pytest.fixture
def stage(coordinator, mentor, year_2017) -> Placement:
    return new_placement(
        coordinator, mentor, year_2017, trainee__first_name="Noor", trainee__last_name="Kanarie"
    )


@pytest.fixture
def version(stage, coordinator) -> AgreementVersion:
    add(coordinator, "Onderweg", "{{stagiair}} komt met de fiets.")
    return make_agreement(placement_pk=stage.pk, actor=actor_for(coordinator))


def add(coordinator, title: str, text: str = "Tekst.") -> Clause:
    wanted = ClauseText(title, text, ClauseUse.BOTH)
    return add_clause(wanted=wanted, actor=actor_for(coordinator))


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def renewed(stage: Placement, mentor, hours: int) -> AgreementVersion:
    line = stage.request.activities.get()
    change_hours(
        request_pk=stage.request.pk,
        hours={line.pk: hours},
        reason=f"Nu {hours}.",
        actor=actor_for(mentor),
    )
    return AgreementVersion.objects.get(agreement__placement=stage, superseded_at=None)


# --- The agreement of a stage ---


def test_before_there_is_one_a_coordinator_can_make_it_and_others_read_who_does(
    stage, coordinator, mentor
):
    button = "Maak de stageovereenkomst"
    assert button in page(logged_in(coordinator), "agreement", stage.public_id)
    other = page(logged_in(mentor), "agreement", stage.public_id)
    assert button not in other
    assert "Een stagecoördinator van de lerarenopleiding maakt ze." in other
    assert "Noor Kanarie" not in other


def test_made_with_one_click_and_a_second_click_makes_no_other(stage, coordinator):
    client, url = logged_in(coordinator), reverse("agreement", args=[stage.public_id])
    queries = queries_of(lambda: client.post(url))
    check("agreement POST", queries, Limit.POST)
    assert client.post(url).headers["Location"] == url
    found = AgreementVersion.objects.get()
    assert found.agreement.reference in page(client, "agreement", stage.public_id)


def test_the_page_says_what_the_pdf_says_and_which_hash_belongs_to_it(version, stage, mentor):
    shown = page(logged_in(mentor), "agreement", stage.public_id)
    content = version.content
    said = [row["value"] for party in content["parties"] for row in party["rows"]]
    said += [row["value"] for row in content["facts"]]
    said += [cell for line in content["lines"] for cell in line]
    said += [part for one in content["articles"] for part in one.values()]
    said += [*content["headings"].values(), content["made"], content["check"]]
    assert not [words for words in said if words not in shown]
    assert "Noor Kanarie komt met de fiets." in shown
    assert version.sha256 in shown


def test_the_pdf_is_given_byte_for_byte_under_its_reference_and_version(version, coordinator):
    answer = logged_in(coordinator).get(reverse("agreement_pdf", args=[version.public_id]))
    assert answer.content == bytes(AgreementFile.objects.get().pdf)
    assert answer.headers["Content-Type"] == "application/pdf"
    reference = version.agreement.reference
    name = f'inline; filename="stageovereenkomst-{reference}-versie-1.pdf"'
    assert answer.headers["Content-Disposition"] == name
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_old_version_stays_readable_and_says_that_another_holds(
    version, stage, coordinator, mentor
):
    now = renewed(stage, mentor, 25)
    client = logged_in(coordinator)
    old = page(client, "agreement_version", version.public_id)
    assert "Deze versie geldt niet meer." in old
    assert version.sha256 in old
    current = page(client, "agreement", stage.public_id)
    assert "25 lesuren in plaats van 20." in current
    assert "Nu 25." in current
    assert now.sha256 in current
    assert reverse("agreement_version", args=[version.public_id]) in current


def test_who_has_to_sign_gets_one_button_for_it_and_others_none(version, stage, mentor, colleague):
    sign_url = reverse("agreement_sign", args=[version.public_id])
    assert sign_url in page(logged_in(mentor), "agreement", stage.public_id)
    sign(version, Party.SCHOOL, mentor)
    after = page(logged_in(mentor), "agreement", stage.public_id)
    assert sign_url not in after
    assert f"{mentor.user}, schoolmentor" in after


def test_a_copy_signed_on_paper_is_kept_by_who_answers_and_read_by_all(
    version, stage, coordinator, mentor, subject_mentor
):
    line = stage.request.activities.get()
    assign_mentors(
        placement_pk=stage.pk,
        subject=line.subject,
        members=[subject_mentor],
        actor=actor_for(mentor),
    )
    version = AgreementVersion.objects.get(superseded_at=None)
    upload_url = reverse("agreement_upload", args=[version.public_id])
    assert upload_url in page(logged_in(mentor), "agreement", stage.public_id)
    assert upload_url not in page(logged_in(subject_mentor), "agreement", stage.public_id)
    scan_of = read_pdf(pdf(), "getekend.pdf")
    paper = OnPaper(scan_of, {(Party.SCHOOL.value, None): "Directie"}, date(2017, 10, 2))
    kept = record_signed_outside(version_pk=version.pk, paper=paper, actor=actor_for(mentor))
    scan = reverse("agreement_scan", args=[kept.public_id])
    client, url = logged_in(coordinator), reverse("agreement", args=[stage.public_id])
    assert scan in page(client, "agreement", stage.public_id)
    check_page("agreement on paper", client, url, limit=Limit.DETAIL)


def test_a_cancelled_stage_leaves_its_agreement_readable_as_lapsed(version, stage, coordinator):
    cancel_request(request_pk=stage.request.pk, reason="Ziek", actor=actor_for(coordinator))
    shown = page(logged_in(coordinator), "agreement", stage.public_id)
    assert "De stage gaat niet door: er valt niets te ondertekenen." in shown
    assert reverse("agreement_sign", args=[version.public_id]) not in shown


def test_a_school_reads_the_names_until_thirty_days_after_the_period(
    version, stage, coordinator, mentor
):
    url = reverse("agreement_pdf", args=[version.public_id])
    with on("2017-11-26"):
        client = logged_in(mentor)
        assert "Noor Kanarie" in page(client, "agreement", stage.public_id)
        assert client.get(url).status_code == 200
    with on("2017-11-27"):
        client = logged_in(mentor)
        shown = page(client, "agreement", stage.public_id)
        assert "Kanarie" not in shown
        assert "(stagiair) komt met de fiets." in shown
        refused = client.get(url)
        assert refused.status_code == 403
        assert "tot en met zo 26 november 2017" in refused.content.decode()
        assert "Noor Kanarie" in page(logged_in(coordinator), "agreement", stage.public_id)


def test_the_page_asks_the_same_of_one_version_and_of_many(version, stage, coordinator, mentor):
    client, url = logged_in(coordinator), reverse("agreement", args=[stage.public_id])
    check_page("agreement", client, url, limit=Limit.DETAIL)
    for hours in range(21, 27):
        renewed(stage, mentor, hours)
    check_page("agreement", client, url, limit=Limit.DETAIL)


def test_a_change_that_renews_the_agreement_asks_few_queries_more(version, stage, mentor):
    line = stage.request.activities.get()
    change = {"request_pk": stage.request.pk, "actor": actor_for(mentor), "reason": "Meer"}
    queries = queries_of(lambda: change_hours(hours={line.pk: 30}, **change))
    assert AgreementVersion.objects.count() == 2
    check("change_hours renewed", queries, Limit.POST)


def test_the_page_of_the_stage_says_where_the_agreement_stands(stage, coordinator, mentor):
    client = logged_in(coordinator)
    assert "De stageovereenkomst maken" in page(client, "placement", stage.public_id)
    version = make_agreement(placement_pk=stage.pk, actor=actor_for(coordinator))
    sign(version, Party.SCHOOL, mentor)
    shown = page(client, "placement", stage.public_id)
    assert f"Stageovereenkomst {version.agreement.reference}, versie 1" in shown
    assert "1 van 3 handtekeningen" in shown


# --- Clauses ---


def test_clauses_are_read_with_examples_by_the_institution_alone(
    coordinator, colleague, coordinator_elsewhere
):
    add(coordinator, "Fiets", "{{stagiair}} is van {{lerarenopleiding}}.")
    for reader in (coordinator, colleague):
        shown = page(logged_in(reader), "clauses")
        assert "Voornaam Familienaam is van Hogeschool Voorbeeld." in shown
    assert "Fiets" not in page(logged_in(coordinator_elsewhere), "clauses")
    assert reverse("clause_new") not in page(logged_in(colleague), "clauses")


def test_an_unknown_placeholder_is_refused_beside_what_was_typed(coordinator):
    client, url = logged_in(coordinator), reverse("clause_new")
    typed = {"title": "Fout", "text": "Beste {{leerling}},", "use": "both"}
    answer = client.post(url, typed)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "De plaatshouder {{leerling}} bestaat niet. Wel: {{stagiair}}," in shown
    assert "Beste {{leerling}}," in shown
    assert not Clause.objects.exists()


def test_a_preview_shows_the_example_and_saves_nothing(coordinator):
    client = logged_in(coordinator)
    typed = {"title": "Proef", "text": "Voor {{school}} <b>vet</b>", "use": "full"}
    shown = client.post(reverse("clause_new"), {**typed, "voorbeeld": "1"}).content.decode()
    assert "Voor Atheneum Voorbeeld &lt;b&gt;vet&lt;/b&gt;" in shown
    assert "Voor {{school}}" in shown
    assert not Clause.objects.exists()
    for _click in range(2):
        assert client.post(reverse("clause_new"), typed).status_code == 302
    assert Clause.objects.get().text == typed["text"]


def test_a_stale_form_keeps_what_was_typed_and_shows_what_changed(coordinator):
    clause = add(coordinator, "Fiets", "Eerst.")
    client, url = logged_in(coordinator), reverse("clause", args=[clause.public_id])
    typed = {"version": 1, "title": "Fiets", "text": "Van mij.", "use": "both"}
    assert client.post(url, {**typed, "text": "Van een collega."}).status_code == 302
    answer = client.post(url, typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Van mij." in shown
    assert "Van een collega." in shown
    assert 'name="version" value="2"' in shown
    assert client.post(url, {**typed, "version": 2}).status_code == 302
    clause.refresh_from_db()
    assert clause.text == "Van mij."


def test_clauses_move_one_place_for_one_click_however_often_it_is_sent(coordinator):
    for title in ("A", "B", "C"):
        add(coordinator, title)
    client = logged_in(coordinator)
    url = reverse("clause_move", args=[Clause.objects.get(title="C").public_id])
    for _click in range(2):
        client.post(url, {"richting": "omhoog", "plaats": "2"})
    assert [row.title for row in Clause.objects.all()] == ["A", "C", "B"]
    client.post(url, {"richting": "omlaag", "plaats": "1"})
    client.post(url, {"richting": "opzij", "plaats": "x"})
    assert [row.title for row in Clause.objects.all()] == ["A", "B", "C"]


def test_a_removed_clause_stays_in_what_was_made(version, coordinator):
    clause = Clause.objects.get()
    client, url = logged_in(coordinator), reverse("clause_remove", args=[clause.public_id])
    assert "Onderweg" in client.get(url).content.decode()
    assert client.post(url).headers["Location"] == reverse("clauses")
    assert not Clause.objects.exists()
    version.refresh_from_db()
    assert version.content["clauses"][0]["title"] == "Onderweg"


def test_the_list_of_clauses_asks_the_same_of_any_number(coordinator):
    def grow(count: int) -> None:
        Clause.objects.all().delete()
        Clause.objects.bulk_create(
            Clause(institution=coordinator.institution, position=n, title=f"T{n}", text="X")
            for n in range(count)
        )

    url = reverse("clauses")
    check_growing_page("clauses", logged_in(coordinator), url, grow=grow, limit=Limit.LIST)


# --- Raamovereenkomsten ---


def test_a_coordinator_finds_a_school_says_the_days_and_both_read_the_document(
    coordinator, mentor, mentor_elsewhere
):
    client, url = logged_in(coordinator), reverse("framework_new")
    assert (
        str(mentor.school.public_id) in client.get(url, {"zoek": "School Eigen"}).content.decode()
    )
    typed = {
        "school": str(mentor.school.public_id),
        "valid_from": "2018-06-29",
        "valid_until": "2017-09-01",
    }
    assert "De eerste dag moet voor" in client.post(url, typed).content.decode()
    typed |= {"valid_from": "2017-09-01", "valid_until": "2018-06-29"}
    for _click in range(2):
        answer = client.post(url, typed)
    framework = FrameworkAgreement.objects.get()
    assert answer.headers["Location"] == reverse("framework", args=[framework.public_id])
    for reader, other in ((coordinator, "School Eigen"), (mentor, "Hogeschool Eigen")):
        shown = page(logged_in(reader), "framework", framework.public_id)
        assert "vr 1 september 2017 – vr 29 juni 2018" in shown
        row = page(logged_in(reader), "frameworks")
        assert other in row
        assert "Wacht op de handtekening van de lerarenopleiding en de stageplaats." in row
    assert "RO-2017" not in page(logged_in(mentor_elsewhere), "frameworks")


def test_other_days_need_a_reason_and_a_stale_form_says_what_changed(coordinator, mentor):
    framework = make_framework(
        school=mentor.school,
        valid_from=date(2017, 9, 1),
        valid_until=date(2018, 6, 29),
        actor=actor_for(coordinator),
    )
    client, url = logged_in(coordinator), reverse("framework_change", args=[framework.public_id])
    typed = {"version": 1, "valid_from": "2017-09-01", "valid_until": "2019-06-28", "reason": ""}
    assert "Geef een reden." in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "reason": "Een jaar langer."}).status_code == 302
    stale = client.post(url, {**typed, "valid_until": "2018-12-21", "reason": "Korter."})
    assert stale.status_code == 409
    assert 'name="version" value="2"' in stale.content.decode()
    shown = page(client, "framework", framework.public_id)
    assert "Een jaar langer." in shown
    assert "vr 28 juni 2019 in plaats van" in shown


def test_the_list_of_frameworks_asks_the_same_of_any_number(coordinator):
    def grow(count: int) -> None:
        for _more in range(count - FrameworkAgreement.objects.count()):
            version_of(framework_of(coordinator, MentorFactory.build(school=SchoolFactory())))

    url = reverse("frameworks")
    check_growing_page("frameworks", logged_in(coordinator), url, grow=grow, limit=Limit.LIST)
