"""The papers of the demo: own clauses, raamovereenkomsten, stageovereenkomsten and signatures."""

from __future__ import annotations

from datetime import date

from accounts.models import Membership
from accounts.selectors import actor_of
from agreements.clauses import ClauseText, add_clause
from agreements.enums import ClauseUse, Party
from agreements.frameworks import make_framework
from agreements.models import AgreementFile, AgreementVersion
from agreements.signing import sign_version
from agreements.standing import standing_of
from agreements.upload_files import read_pdf
from agreements.uploads import OnPaper, record_signed_outside
from agreements.versions import make_agreement
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from lerarenstage.demo_stages import Stage, stages_elsewhere, stages_of_logins
from lerarenstage.demo_world import Institution, School, World

CLAUSES = (
    ClauseText(
        "Verzekering",
        "{{lerarenopleiding}} verzekert {{stagiair}} van {{begin}} tot en met {{einde}} tegen "
        "ongevallen op de stageplaats en op de weg daarheen.",
        ClauseUse.BOTH,
    ),
    ClauseText(
        "Overleg",
        "{{stagebegeleider}} en {{vakmentoren}} bespreken de stage minstens één keer samen met "
        "{{stagiair}}.",
        ClauseUse.FULL,
    ),
)
SCANNED = b"\n% Demo: ondertekend op papier\n"
"""What makes a scan of the document itself; no reader of PDF minds it."""


def papers_are_made(world: World, year: AcademicYear) -> None:
    """Clauses; two raamovereenkomsten, one that holds; stageovereenkomsten for four stages."""
    north, south = world.institutions
    for clause in CLAUSES:
        add_clause(wanted=clause, actor=actor_of(north.coordinator))
    under_framework, plain, *_others = stages_elsewhere(world)
    holds = make_framework_between(north, under_framework.school, year)
    for party, member in (
        (Party.INSTITUTION, north.coordinator),
        (Party.SCHOOL, under_framework.school.mentor),
    ):
        sign(holds, party, member)
    waits = make_framework_between(south, world.first_school, year)
    sign(waits, Party.INSTITUTION, south.coordinator)
    for stage in [*stages_of_logins(world), under_framework, plain]:
        make_agreement(placement_pk=stage.pk, actor=stage.coordinator)


def papers_are_signed(world: World, _year: AcademicYear) -> None:
    """One waits for the trainee, one for the school, one for the institution, one for nobody."""
    for_trainee, for_school = stages_of_logins(world)
    signed_by_all, for_institution, *_others = stages_elsewhere(world)
    for stage in (for_trainee, for_school, signed_by_all):
        sign(version_of(stage), Party.INSTITUTION, stage.institution.coordinator)
    for stage in (for_trainee, for_institution, signed_by_all):
        sign(version_of(stage), Party.SCHOOL, stage.school.mentor)
    sign(version_of(for_school), Party.TRAINEE, for_school.institution.login)
    for stage in (for_institution, signed_by_all):
        trainee_signs_on_paper(stage)


def make_framework_between(
    institution: Institution, school: School, year: AcademicYear
) -> AgreementVersion:
    """A raamovereenkomst for the year, to be signed by both."""
    framework = make_framework(
        school=school.row,
        valid_from=year.first_school_day,
        valid_until=date(2018, 8, 31),
        actor=actor_of(institution.coordinator),
    )
    return AgreementVersion.objects.get(agreement__framework=framework)


def version_of(stage: Stage) -> AgreementVersion:
    """The version in force of the agreement of a stage."""
    return AgreementVersion.objects.get(agreement__placement=stage.pk, superseded_at=None)


def sign(version: AgreementVersion, party: Party, member: Membership) -> None:
    """Sign as a member."""
    sign_version(version_pk=version.pk, party=party, sha256=version.sha256, actor=actor_of(member))


def trainee_signs_on_paper(stage: Stage) -> None:
    """A trainee without a login signed on paper, which the school kept."""
    version = version_of(stage)
    document = bytes(AgreementFile.objects.get(version=version).pdf)
    names = {
        place.key: str(place.trainee) for place in standing_of(version).missing if place.trainee
    }
    paper = OnPaper(read_pdf(document + SCANNED, "getekend.pdf"), names, clock.today())
    record_signed_outside(version_pk=version.pk, paper=paper, actor=stage.mentor)
