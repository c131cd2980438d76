"""What an agreement says, and when there is a new version of it."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.utils import translation
from pypdf import PdfReader

from accounts.models import Membership
from agreements.clauses import ClauseText, add_clause, change_clause
from agreements.differences import differences
from agreements.enums import ClauseUse, DocumentKind, Party
from agreements.frameworks import change_framework, framework_for, make_framework
from agreements.models import Agreement, AgreementVersion
from agreements.standing import standing_of
from agreements.versions import make_agreement, make_many, renew
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.enums import ActivityKind
from placement_code.models import PlacementCode
from placements.guides import assign_mentors, assign_supervisor
from placements.models import Placement
from requests_app.agreed import change_hours, change_period
from requests_app.ending import cancel_request
from requests_app.exceptions import StaleForm
from requests_app.filing import file_request
from requests_app.models import Proposal
from tests.agreements.signing_world import sign
from tests.browsing import logged_in
from tests.factories import ActivityFactory, MentorFactory, TraineeFactory, actor_for
from tests.placements.world import fresh, placed
from tests.requests_app.world import YES, answer, draft, on, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_october():
    with on("2017-10-02"):
        yield


@pytest.fixture
def stage(coordinator, colleague, mentor, subject_mentor, year_2017: AcademicYear) -> Placement:
    """A stage of two trainees: Frans with a vakmentor, and a klasoverstijgende activiteit."""
    request = draft(
        coordinator,
        mentor,
        year_2017,
        supervisor=colleague,
        is_group=True,
        trainee=TraineeFactory(
            institution=coordinator.institution, first_name="Noor", last_name="Eerste"
        ),
    )
    request.trainees.add(
        TraineeFactory(institution=coordinator.institution, first_name="Zoë", last_name="Tweede")
    )
    line = request.activities.get()
    line.subject.name, line.graad = "Frans", 2
    line.subject.save()
    line.save()
    ActivityFactory(
        request=request,
        subject=None,
        kind=ActivityKind.CROSS_CLASS,
        functional_wholes=[4, 9],
        hours=6,
        position=1,
    )
    file_request(request_pk=request.pk, actor=actor_for(coordinator))
    placement = placed(request, mentor, coordinator)
    assign_mentors(
        placement_pk=placement.pk,
        subject=line.subject,
        members=[subject_mentor],
        actor=actor_for(mentor),
    )
    return fresh(placement)


@pytest.fixture
def code() -> PlacementCode:
    """Version 2 holds; version 3 is written already, and does not hold yet."""
    PlacementCode.objects.create(number=1, valid_from=date(2016, 9, 1), text="Oud")
    PlacementCode.objects.create(number=3, valid_from=date(2018, 1, 1), text="Later")
    return PlacementCode.objects.create(number=2, valid_from=date(2017, 9, 1), text="Nu")


def made(stage: Placement, coordinator: Membership) -> AgreementVersion:
    return make_agreement(placement_pk=stage.pk, actor=actor_for(coordinator))


def versions(stage: Placement) -> list[AgreementVersion]:
    return list(AgreementVersion.objects.filter(agreement__placement=stage).order_by("number"))


def text_of(version: AgreementVersion) -> str:
    pages = PdfReader(io.BytesIO(version.file.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def add(coordinator: Membership, title: str, text: str, use: str = ClauseUse.BOTH):
    return add_clause(wanted=ClauseText(title, text, use), actor=actor_for(coordinator))


def signed_framework(coordinator: Membership, mentor: Membership, *parties: Party):
    framework = make_framework(
        school=mentor.school,
        valid_from=date(2017, 9, 1),
        valid_until=date(2018, 6, 29),
        actor=actor_for(coordinator),
    )
    version = framework.agreement.versions.get()
    who = {Party.INSTITUTION: coordinator, Party.SCHOOL: mentor}
    for party in parties or who:
        sign(version, party, who[party])
    return framework


# --- What it says ---


def test_it_says_who_what_when_and_under_which_rules(
    stage, coordinator, colleague, subject_mentor, code
):
    add(
        coordinator,
        "Verplaatsing",
        "{{stagiair}} van {{lerarenopleiding}} gaat naar {{school}}: {{lesuren}} lesuren van "
        "{{begin}} tot {{einde}} ({{academiejaar}}, {{opleiding}}), met {{vakmentoren}} en "
        "{{stagebegeleider}}.",
    )
    add(coordinator, "Elders", "Niet in dit document", ClauseUse.ANNEX)
    version = made(stage, coordinator)
    content = version.content
    assert content == json.loads(json.dumps(content))
    assert content["agreed"] == {
        "trainees": ["Noor Eerste", "Zoë Tweede"],
        "programme": str(stage.request.programme),
        "institution": "Hogeschool Eigen",
        "school": "School Eigen",
        "address": "Teststraat 1, 9000 Gent",
        "lines": [
            {
                "id": content["agreed"]["lines"][0]["id"],
                "kind": "Actieve stage",
                "about": "Frans",
                "graad": "2de graad",
                "hours": 20,
            },
            {
                "id": content["agreed"]["lines"][1]["id"],
                "kind": "Klasoverstijgende activiteit",
                "about": content["agreed"]["lines"][1]["about"],
                "graad": "",
                "hours": 6,
            },
        ],
        "start": "2017-10-16",
        "end": "2017-10-27",
        "mentors": [
            {"subject": "Frans", "names": [str(subject_mentor.user)]},
            {"subject": "Klasoverstijgende activiteiten", "names": []},
        ],
        "supervisor": str(colleague.user),
    }
    assert (version.number, version.kind, version.code) == (1, DocumentKind.FULL, code)
    text = text_of(version)
    filled = (
        "Noor Eerste en Zoë Tweede van Hogeschool Eigen gaat naar School Eigen: 26 lesuren van "
        f"ma 16 oktober 2017 tot vr 27 oktober 2017 (2017-2018, {stage.request.programme}), met "
        f"{subject_mentor.user} en {colleague.user}."
    )
    for words in (
        *("Noor Eerste", "Zoë Tweede", "Hogeschool Eigen", "School Eigen"),
        *(str(subject_mentor.user), str(colleague.user), "Teststraat 1, 9000 Gent"),
        *("Actieve stage Frans 2de graad 20", "Samen 26 lesuren."),
        "ma 16 oktober – vr 27 oktober 2017",
        "Stagecode, versie 2, die geldt vanaf vr 1 september 2017",
        stage.reference,
        filled,
        f"{version.agreement.reference} · versie 1 pagina 1 van 2",
    ):
        assert words in text, words
    assert "Niet in dit document" not in text
    assert hashlib.sha256(version.file.pdf).hexdigest() == version.sha256


def test_the_document_is_dutch_whoever_makes_it_in_whatever_language(stage, coordinator):
    with translation.override("en"):
        version = made(stage, coordinator)
    assert "ma 16 oktober – vr 27 oktober 2017" in text_of(version)
    assert version.content["agreed"]["lines"][0]["kind"] == "Actieve stage"


def test_a_clause_cannot_change_the_document_around_it(stage, coordinator):
    add(coordinator, "#pagebreak()", '#read("/etc/passwd") *vet* \\u{41}')
    version = made(stage, coordinator)
    assert '#pagebreak() #read("/etc/passwd") *vet* \\u{41}' in text_of(version)


# --- Making it ---


def test_a_coordinator_makes_it_once(stage, coordinator, colleague, coordinator_elsewhere, mentor):
    for other in (colleague, coordinator_elsewhere, mentor):
        with pytest.raises(PermissionDenied):
            made(stage, other)
    assert not Agreement.objects.exists()
    version = made(stage, coordinator)
    assert made(stage, coordinator) == version
    assert Agreement.objects.get().reference.startswith("SO-2017-")
    assert len(versions(stage)) == 1


def test_many_are_made_together_and_one_that_cannot_stops_no_other(
    stage, coordinator, mentor, year_2017
):
    request = draft(
        coordinator, mentor, year_2017, subject=stage.request.activities.first().subject
    )
    file_request(request_pk=request.pk, actor=actor_for(coordinator))
    gone = placed(request, mentor, coordinator, over_offer_known=True)
    cancel_request(request_pk=gone.request.pk, reason="Ziek", actor=actor_for(coordinator))
    result = make_many(placements=[gone, stage], actor=actor_for(coordinator))
    assert [version.agreement.placement for version in result.made] == [stage]
    assert [reference for reference, _why in result.refused] == [gone.reference]
    again = make_many(placements=[stage], actor=actor_for(coordinator))
    assert (again.made, again.there) == ([], result.made)


def test_a_version_is_never_edited_or_removed(stage, coordinator):
    version = made(stage, coordinator)
    for change in (
        lambda: AgreementVersion.objects.filter(pk=version.pk).update(content={}),
        lambda: AgreementVersion.objects.filter(pk=version.pk).update(sha256="0" * 64),
        lambda: AgreementVersion.objects.filter(pk=version.pk)._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert versions(stage) == [version]


# --- A new version ---


def test_each_change_of_what_was_agreed_makes_a_version_that_says_what_and_why(
    stage, coordinator, mentor, subject_mentor
):
    first = made(stage, coordinator)
    line = stage.request.activities.first()
    pk = stage.request.pk
    change_hours(
        request_pk=pk, hours={line.pk: 24}, reason="Een klas meer.", actor=actor_for(mentor)
    )
    change_period(
        request_pk=pk,
        start=date(2017, 10, 9),
        end=date(2017, 10, 27),
        reason="Een week vroeger.",
        actor=actor_for(coordinator),
    )
    other = MentorFactory(user__first_name="Olga", user__last_name="Opvolger", school=mentor.school)
    assign_mentors(
        placement_pk=stage.pk, subject=line.subject, members=[other], actor=actor_for(mentor)
    )
    assign_supervisor(placement_pk=stage.pk, member=coordinator, actor=actor_for(coordinator))
    rows = versions(stage)
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.why for row in rows[1:3]] == ["Een klas meer.", "Een week vroeger."]
    assert [row.made_by for row in rows[1:]] == [
        *(mentor.user, coordinator.user, mentor.user, coordinator.user)
    ]
    assert [row.superseded_at is None for row in rows] == [False, False, False, False, True]
    contents = [row.content for row in rows]
    told = [differences(*pair) for pair in pairwise(contents)]
    end = "oktober – vr 27 oktober 2017"
    old_supervisor = first.content["agreed"]["supervisor"]
    assert told == [
        ["Actieve stage Frans 2de graad: 24 lesuren in plaats van 20."],
        [f"Periode: ma 9 {end} in plaats van ma 16 {end}."],
        [f"Vakmentor Frans: Olga Opvolger in plaats van {subject_mentor.user}."],
        [f"Stagebegeleider: {coordinator.user} in plaats van {old_supervisor}."],
    ]
    assert bytes(rows[0].file.pdf) == bytes(first.file.pdf)
    assert "Samen 30 lesuren." in text_of(rows[-1])
    assert f"{first.agreement.reference} · versie 5" in text_of(rows[-1])


def test_the_same_again_makes_no_version(
    stage, coordinator, colleague, mentor, subject_mentor, code
):
    made(stage, coordinator)
    line = stage.request.activities.first()
    change_hours(
        request_pk=stage.request.pk, hours={line.pk: 20}, reason="Niets", actor=actor_for(mentor)
    )
    assign_mentors(
        placement_pk=stage.pk,
        subject=line.subject,
        members=[subject_mentor],
        actor=actor_for(mentor),
    )
    assign_supervisor(placement_pk=stage.pk, member=colleague, actor=actor_for(coordinator))
    assert renew(placement=stage, actor=actor_for(coordinator), why="Zomaar") is None
    assert len(versions(stage)) == 1


def test_a_clause_or_a_newer_stagecode_alone_makes_no_version_but_stands_in_the_next(
    stage, coordinator, mentor, code
):
    clause = add(coordinator, "Verzekering", "De oude tekst.")
    made(stage, coordinator)
    change_clause(
        clause_pk=clause.pk,
        wanted=ClauseText("Verzekering", "De nieuwe tekst.", ClauseUse.BOTH),
        expected_version=1,
        actor=actor_for(coordinator),
    )
    with on("2018-01-08"):
        assert renew(placement=stage, actor=actor_for(coordinator), why="Zomaar") is None
        line = stage.request.activities.first()
        change_hours(
            request_pk=stage.request.pk,
            hours={line.pk: 8},
            reason="Minder",
            actor=actor_for(mentor),
        )
    first, second = versions(stage)
    assert "De oude tekst." in text_of(first)
    assert "De nieuwe tekst." in text_of(second)
    assert (first.code.number, second.code.number) == (2, 3)


def test_nothing_is_made_for_a_stage_without_agreement_or_one_that_was_cancelled(
    stage, coordinator, mentor
):
    line = stage.request.activities.first()
    change = {"request_pk": stage.request.pk, "reason": "Meer", "actor": actor_for(mentor)}
    change_hours(hours={line.pk: 25}, **change)
    assert not Agreement.objects.exists()
    version = made(stage, coordinator)
    cancel_request(request_pk=stage.request.pk, reason="Ziek", actor=actor_for(mentor))
    assert renew(placement=stage, actor=actor_for(mentor), why="Te laat") is None
    assert versions(stage) == [version]
    assert standing_of(AgreementVersion.objects.get()).status == "lapsed"
    with pytest.raises(DomainError, match="gaat niet door"):
        made(stage, coordinator)


def test_a_school_that_corrects_its_answer_renews_the_agreement(stage, coordinator, mentor):
    made(stage, coordinator)
    Proposal.objects.update(seen_at=None)  # the coordinator made it from the list
    other = MentorFactory(user__last_name="Anders", school=mentor.school)
    yes = replace(YES, subject_mentor_id=other.pk)
    answer(proposal_of(stage.request), mentor, yes, YES, over_offer_known=True)
    now = versions(stage)[-1]
    assert now.number == 2
    assert now.content["agreed"]["mentors"][0]["names"] == [str(other.user)]


# --- Raamovereenkomst ---


def test_a_stage_under_a_signed_framework_gets_an_annex_that_refers_to_it(
    stage, coordinator, mentor
):
    add(coordinator, "Kort", "Alleen in de bijlage.", ClauseUse.ANNEX)
    add(coordinator, "Lang", "Alleen in de volledige.", ClauseUse.FULL)
    add(coordinator, "Raam", "Tussen {{lerarenopleiding}} en {{school}}.", ClauseUse.FRAMEWORK)
    framework = signed_framework(coordinator, mentor)
    version = made(stage, coordinator)
    assert (version.kind, version.under) == (DocumentKind.ANNEX, framework)
    text = text_of(version)
    assert framework.agreement.reference in text
    assert "Alleen in de bijlage." in text
    assert "Alleen in de volledige." not in text
    assert "Samen 26 lesuren." in text
    document = framework.agreement.versions.get()
    assert document.agreement.reference.startswith("RO-2017-")
    assert "Tussen Hogeschool Eigen en School Eigen." in text_of(document)
    assert "Noor" not in text_of(document)
    assert len(PdfReader(io.BytesIO(version.file.pdf)).pages) <= 2


@pytest.mark.parametrize("party", [Party.INSTITUTION, Party.SCHOOL])
def test_a_framework_counts_once_both_signed(stage, coordinator, mentor, party):
    signed_framework(coordinator, mentor, party)
    assert framework_for(stage) is None
    assert made(stage, coordinator).kind == DocumentKind.FULL


def test_a_framework_counts_for_stages_that_fall_wholly_inside_it_at_that_school(
    stage, coordinator, mentor, mentor_elsewhere
):
    signed_framework(coordinator, mentor_elsewhere)
    assert framework_for(stage) is None
    framework = signed_framework(coordinator, mentor)
    assert framework_for(stage) == framework
    change_framework(
        framework_pk=framework.pk,
        valid_from=date(2017, 9, 1),
        valid_until=date(2017, 10, 26),
        reason="Korter",
        actor=actor_for(coordinator),
    )
    first, second = framework.agreement.versions.order_by("number")
    assert first.superseded_at is not None
    for party, who in ((Party.INSTITUTION, coordinator), (Party.SCHOOL, mentor)):
        sign(second, party, who)
    assert framework_for(stage) is None  # the stage ends a day later


def test_an_annex_says_that_its_framework_no_longer_covers_the_stage(stage, coordinator, mentor):
    framework = signed_framework(coordinator, mentor)
    annex = make_agreement(placement_pk=stage.pk, actor=actor_for(coordinator))
    words = "De raamovereenkomst waaronder deze bijlage valt"
    client, url = logged_in(mentor), f"/overeenkomsten/{annex.public_id}/"
    assert words not in client.get(url).content.decode()
    change_framework(
        framework_pk=framework.pk,
        valid_from=date(2017, 9, 1),
        valid_until=date(2017, 10, 26),
        reason="Korter",
        actor=actor_for(coordinator),
    )
    page = client.get(url).content.decode()
    assert words in page
    assert "Maak een nieuwe versie" not in page  # the school asks the institution
    assert "Maak een nieuwe versie" in logged_in(coordinator).get(url).content.decode()
    for _click in range(2):
        logged_in(coordinator).post(f"/stages/{stage.public_id}/overeenkomst/")
    assert words not in client.get(url).content.decode()
    made = annex.agreement.versions.order_by("number").values_list("kind", flat=True)
    assert list(made) == [DocumentKind.ANNEX, DocumentKind.FULL]


def test_other_days_ask_both_to_sign_again(stage, coordinator, mentor):
    framework = signed_framework(coordinator, mentor)
    days = {"valid_from": date(2017, 9, 1), "valid_until": date(2019, 6, 28)}
    change = {"framework_pk": framework.pk, "actor": actor_for(coordinator), **days}
    with pytest.raises(DomainError, match="reden"):
        change_framework(reason=" ", **change)
    with pytest.raises(StaleForm):
        change_framework(reason="Langer", expected_version=7, **change)
    change_framework(reason="Langer", expected_version=1, **change)
    assert change_framework(reason="Langer", expected_version=1, **change) == framework
    assert framework.agreement.versions.count() == 2
    assert framework_for(stage) is None


def test_two_frameworks_with_one_school_do_not_overlap_and_a_resend_makes_one(
    coordinator, coordinator_elsewhere, colleague, mentor
):
    days = {"valid_from": date(2017, 9, 1), "valid_until": date(2018, 6, 29)}
    framework = make_framework(school=mentor.school, actor=actor_for(coordinator), **days)
    again = make_framework(school=mentor.school, actor=actor_for(coordinator), **days)
    assert again == framework
    make_framework(school=mentor.school, actor=actor_for(coordinator_elsewhere), **days)
    longer = {**days, "valid_until": date(2019, 6, 28)}
    with pytest.raises(DomainError, match=framework.agreement.reference):
        make_framework(school=mentor.school, actor=actor_for(coordinator), **longer)
    with pytest.raises(DomainError, match="eerste dag"):
        make_framework(
            school=mentor.school,
            valid_from=days["valid_until"],
            valid_until=days["valid_from"],
            actor=actor_for(coordinator),
        )
    with pytest.raises(PermissionDenied):
        make_framework(school=mentor.school, actor=actor_for(colleague), **days)
