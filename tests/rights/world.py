"""Two institutions and two schools with the same data, each under names nobody can guess.

A canary is such a name. Who may see which is said once, in `Side.forbidden_to`, from domain.md, 7.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, time
from uuid import uuid4

from django.test import Client

from accounts.invitations import Invitation, invite_colleague
from accounts.models import Membership, OutgoingMail, User
from agreements.clauses import ClauseText, add_clause
from agreements.enums import ClauseUse, Party
from agreements.frameworks import make_framework
from agreements.upload_files import read_pdf
from agreements.uploads import OnPaper, record_signed_outside
from agreements.versions import make_agreement
from answer_links.enums import Use
from answer_links.issuing import links_for
from answer_links.models import AnswerLink, LinkUse, SchoolRegistration
from calendar_cfg.models import AcademicYear
from feeds.making import make_feed
from institutions.enums import Role
from institutions.models import Programme
from intromoments.answering import answer_invitation
from intromoments.enums import Coming
from intromoments.planning import NEW, Plan, plan_intromoment
from matching.models import MatchingRun
from placements.models import Placement
from requests_app.answering import LineAnswer
from requests_app.ending import cancel_request
from requests_app.enums import Decision
from requests_app.models import PlacementRequest, Proposal, RequestTemplate, Trainee
from schedules.models import PlannedActivity, Schedule
from schedules.visits import mark_visit
from tests.agreements.signing_world import pdf
from tests.browsing import logged_in
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    MentorFactory,
    OfferFactory,
    ProgrammeFactory,
    SchoolFactory,
    SchoolYearFactory,
    TemplateFactory,
    TraineeFactory,
    UserFactory,
    actor_for,
)
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory, figures, row
from tests.placements.world import placed
from tests.requests_app.world import answer, draft, filed, proposal_of
from tests.rights.table import ROLES

STAFF = {"coordinator", "colleague"}
SCHOOL = {"schoolmentor", "vakmentor"}
OWN_ROLES = (*sorted(STAFF), *sorted(SCHOOL), "trainee")


@dataclass
class Side:
    """An institution and a school that work together, and what they keep."""

    year: AcademicYear
    canaries: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._make_people()
        self._make_demand()
        self._make_offer()
        self._make_placement()
        self._make_ended()
        self._make_unopened()
        self._make_planning()
        self._make_agreement()
        self._make_signed_copy()
        self._make_intromoment()
        self._make_links()
        self._make_run()

    def name(self, what: str) -> str:
        """A canary: a name that shows up nowhere by chance."""
        return self.canaries.setdefault(what, f"kanarie{secrets.token_hex(5)}")

    def _make_people(self) -> None:
        institution = InstitutionFactory(
            name=self.name("institution"),
            short_name=self.name("institution_short"),
            email=f"{self.name('institution_mail')}@example.be",
        )
        school = SchoolFactory(
            name=self.name("school"),
            info=self.name("school_info"),
            campus__street=self.name("school_street"),
            email=f"{self.name('school_mail')}@example.be",
        )
        self.coordinator = self._member("coordinator", Role.COORDINATOR, institution=institution)
        self.colleague = self._member("supervisor", Role.SUPERVISOR, institution=institution)
        self.schoolmentor = self._mentor("schoolmentor", school=school)
        self.vakmentor = self._mentor(
            "vakmentor", role=Role.SUBJECT_MENTOR, school=school, handles_requests=False
        )
        self.silent_vakmentor = self._mentor(
            "silent_vakmentor", role=Role.SUBJECT_MENTOR, school=school, handles_requests=False
        )
        self.named_vakmentor = self._mentor(
            "named_vakmentor", role=Role.SUBJECT_MENTOR, school=school, handles_requests=False
        )
        self.programme: Programme = ProgrammeFactory(
            institution=institution, name=self.name("programme")
        )
        self.trainee_member = self._member("trainee_user", Role.TRAINEE, institution=institution)
        self.trainee: Trainee = self._trainee("trainee", user=self.trainee_member.user)
        self.other_trainee: Trainee = self._trainee("other_trainee")
        self.institution_invitation = self._invite("institution_invited", self.coordinator)
        self.school_invitation = self._invite("school_invited", self.schoolmentor)

    def _member(self, what: str, role: Role, **fields: object) -> Membership:
        return MembershipFactory(user=self._user(what), role=role, **fields)

    def _mentor(self, what: str, **fields: object) -> Membership:
        return MentorFactory(user=self._user(what), **fields)

    def _user(self, what: str) -> User:
        return UserFactory(
            first_name="Voornaam",
            last_name=self.name(what),
            email=f"{self.name(what + '_mail')}@example.be",
        )

    def _trainee(self, what: str, **fields: object) -> Trainee:
        return TraineeFactory(
            institution=self.coordinator.institution,
            programme=self.programme,
            last_name=self.name(what),
            email=f"{self.name(what + '_mail')}@example.be",
            student_number=self.name(what + "_number"),
            **fields,
        )

    def _invite(self, what: str, by: Membership) -> Invitation:
        role = Role.SUPERVISOR if by.institution else Role.SUBJECT_MENTOR
        email = f"{self.name(what)}@example.be"
        return invite_colleague(email, role, actor=actor_for(by))

    def _make_demand(self) -> None:
        self.template: RequestTemplate = TemplateFactory(
            institution=self.coordinator.institution,
            year=self.year,
            programme=self.programme,
            name=self.name("template"),
            text_for_school=self.name("template_text"),
        )
        self.proposed = self._filed("proposed", self.trainee, supervisor=self.colleague)
        self.unsupervised = self._filed("unsupervised", self.other_trainee)
        self.draft: PlacementRequest = draft(
            self.coordinator,
            self.schoolmentor,
            self.year,
            programme=self.programme,
            trainee=self._trainee("draft_trainee"),
            text_for_school=self.name("draft_text"),
            supervisor=self.colleague,
        )
        self.proposal: Proposal = proposal_of(self.proposed)
        self.proposal.lines.update(subject_mentor=self.vakmentor)
        proposal_of(self.unsupervised).lines.update(subject_mentor=self.named_vakmentor)

    def _filed(self, what: str, trainee: Trainee, **fields: object) -> PlacementRequest:
        return filed(
            self.coordinator,
            self.schoolmentor,
            self.year,
            programme=self.programme,
            trainee=trainee,
            text_for_school=self.name(f"{what}_text"),
            **fields,
        )

    def _make_placement(self) -> None:
        """A stage of the trainee in November, guided by the vakmentor and the supervisor."""
        accepted = self._filed(
            "placed",
            self.trainee,
            supervisor=self.colleague,
            period_start=date(2017, 11, 13),
            period_end=date(2017, 11, 24),
        )
        guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=self.vakmentor.pk)
        self.placement: Placement = placed(
            accepted, self.schoolmentor, self.coordinator, guided, over_offer_known=True
        )
        trainee = self.trainee_member
        self.feed = make_feed(user=trainee.user, placement=None, actor=actor_for(trainee))

    def _make_ended(self) -> None:
        """A stage of the trainee in December, which the school cancelled."""
        ended = self._filed(
            "ended",
            self.trainee,
            supervisor=self.colleague,
            period_start=date(2017, 12, 11),
            period_end=date(2017, 12, 15),
        )
        guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=self.vakmentor.pk)
        self.ended = placed(
            ended, self.schoolmentor, self.coordinator, guided, over_offer_known=True
        )
        cancel_request(
            request_pk=ended.pk,
            reason=self.name("ended_reason"),
            actor=actor_for(self.schoolmentor),
        )

    def _make_unopened(self) -> None:
        """A stage of the trainee in December, of which nobody opened the school's answer."""
        accepted = self._filed(
            "unopened",
            self.trainee,
            supervisor=self.colleague,
            period_start=date(2017, 12, 4),
            period_end=date(2017, 12, 8),
        )
        guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=self.silent_vakmentor.pk)
        answer(
            proposal_of(accepted),
            self.schoolmentor,
            guided,
            over_offer_known=True,
            note=self.name("unopened_answer"),
        )
        self.unopened = Placement.objects.get(proposal=proposal_of(accepted))
        self.unopened_planned = self._plan(self.unopened, "unopened", date(2017, 12, 5))

    def _make_planning(self) -> None:
        """What the trainee does in the stage, with what people type about it; and a visit."""
        self.planned = self._plan(self.placement, "placed", date(2017, 11, 14))
        note, actor = self.name("placed_visit"), actor_for(self.colleague)
        mark_visit(planned_pk=self.planned.pk, note=note, actor=actor)

    def _plan(self, placement: Placement, what: str, day: date) -> PlannedActivity:
        return PlannedActivity.objects.create(
            schedule=Schedule.objects.create(placement=placement),
            line=placement.request.activities.get(),
            day=day,
            start=time(9),
            end=time(9, 50),
            class_name=self.name(f"{what}_class"),
            room=self.name(f"{what}_room"),
            note=self.name(f"{what}_note"),
        )

    def _make_intromoment(self) -> None:
        """On the day of the calendar; the trainee answered."""
        plan = Plan(
            day=date(2017, 10, 10),
            start=time(16),
            end=time(17, 30),
            place=self.name("intro_place"),
            text=self.name("intro_text"),
        )
        assert self.schoolmentor.school is not None
        self.intromoment = plan_intromoment(
            school=self.schoolmentor.school,
            year=self.year,
            trimester=1,
            plan=plan,
            version=NEW,
            actor=actor_for(self.schoolmentor),
        )
        answer_invitation(
            intromoment=self.intromoment,
            coming=Coming.YES,
            note=self.name("intro_note"),
            actor=actor_for(self.trainee_member),
        )

    def _make_agreement(self) -> None:
        """Of the stage, with a clause of the institution's own; and a raamovereenkomst."""
        actor = actor_for(self.coordinator)
        wanted = ClauseText(self.name("clause_title"), self.name("clause_text"), ClauseUse.BOTH)
        self.clause = add_clause(wanted=wanted, actor=actor)
        self.agreement_version = make_agreement(placement_pk=self.placement.pk, actor=actor)
        assert self.schoolmentor.school is not None
        self.framework = make_framework(
            school=self.schoolmentor.school,
            valid_from=date(2018, 1, 8),
            valid_until=date(2018, 6, 29),
            actor=actor,
        )

    def _make_signed_copy(self) -> None:
        """The school signed the agreement on paper."""
        paper = OnPaper(
            pdf=read_pdf(pdf(self.name("scan_text")), "scan.pdf"),
            names={(Party.SCHOOL.value, None): self.name("scan_signer")},
            signed_on=date(2017, 9, 12),
        )
        self.signed_copy = record_signed_outside(
            version_pk=self.agreement_version.pk, paper=paper, actor=actor_for(self.schoolmentor)
        )

    def _make_links(self) -> None:
        """Two addresses that can answer without an account; one of them registered the school."""
        mails = [f"{self.name(what)}@example.be" for what in ("link_mail", "registrant_mail")]
        links_for([(self.proposal, mail) for mail in mails])
        self.answer_link, registers = (AnswerLink.objects.get(email=mail) for mail in mails)
        for link in (self.answer_link, registers):  # given by the school, whose address is another
            LinkUse.objects.create(link=link, use=Use.MADE, user=self.schoolmentor.user)
        self.registration = SchoolRegistration.objects.create(
            school=self.proposal.school,
            link=registers,
            institution=self.coordinator.institution,
            email=registers.email,
            first_name="Voornaam",
            last_name=self.name("registrant"),
            function="directeur",
        )

    def _make_run(self) -> None:
        """A run that placed nobody else, with what came of the own request."""
        self.run: MatchingRun = MatchingRunFactory(
            year=self.year, figures=figures(institutions=[row(self.name("institution"))])
        )
        MatchingResultFactory(run=self.run, request=self.proposed, school=self.schoolmentor.school)

    def _make_offer(self) -> None:
        school_year = SchoolYearFactory(
            school=self.schoolmentor.school,
            year=self.year,
            stance_reason=self.name("stance_reason"),
        )
        OfferFactory(school_year=school_year, remark=self.name("offer_remark"), places=3)

    @property
    def objects(self) -> dict[str, str]:
        """The objects that the table can name, as they stand in an address."""
        rows = {
            "institution_member": self.colleague,
            "school_member": self.vakmentor,
            "institution_invitation": self.institution_invitation,
            "school_invitation": self.school_invitation,
            "school": self.schoolmentor.school,
            "programme": self.programme,
            "trainee": self.trainee,
            "template": self.template,
            "request": self.proposed,
            "unsupervised": self.unsupervised,
            "draft": self.draft,
            "proposal": self.proposal,
            "run": self.run,
            "placement": self.placement,
            "planned": self.planned,
            "agreement_version": self.agreement_version,
            "signed_copy": self.signed_copy,
            "clause": self.clause,
            "framework": self.framework,
            "feed": self.feed,
            "intromoment": self.intromoment,
            "answer_link": self.answer_link,
            "registration": self.registration,
            "mail": OutgoingMail.objects.get(to=self.institution_invitation.email),
        }
        return {name: str(row.public_id) for name, row in rows.items()}

    def forbidden_to(self, role: str, *, same_side: bool) -> dict[str, str]:
        """The canaries of this side that a role may never see."""
        return {
            what: canary
            for what, canary in self.canaries.items()
            if role not in _readers(what, same_side=same_side)
        }


INSTITUTION = STAFF | {"trainee"}
EVERYBODY_CONCERNED = INSTITUTION | SCHOOL
# What a school tells every institution about itself.
PROFILE = {
    *("school", "school_info", "school_street", "school_mail"),
    *("stance_reason", "offer_remark"),
}
# Who of the own institution and school reads a canary; the longest beginning counts. Mentors' names
# are for the institution after acceptance only: not that of a mentor who guides none of its stages.
# Drafts, templates and invitations never leave it.
READERS_OF_OWN_SIDE = {
    "": STAFF,
    **dict.fromkeys(
        ("institution", "programme", "trainee", "proposed", "placed", "ended"), EVERYBODY_CONCERNED
    ),
    # An answer that no coordinator opened (docs/decisions/0005-answer-seen.md).
    "unopened_text": INSTITUTION | {"schoolmentor"},
    "unopened": {"schoolmentor"},
    **dict.fromkeys(("coordinator", "supervisor"), EVERYBODY_CONCERNED),
    "institution_invited": STAFF,
    "clause": EVERYBODY_CONCERNED,
    "scan": EVERYBODY_CONCERNED,
    "intro_place": EVERYBODY_CONCERNED,
    **dict.fromkeys(("intro_text", "intro_note"), SCHOOL | {"trainee"}),
    "trainee_number": STAFF,
    "unsupervised": {"coordinator", "schoolmentor"},
    "other_trainee": STAFF | {"schoolmentor"},
    "other_trainee_number": STAFF,
    **dict.fromkeys(("schoolmentor", "vakmentor"), EVERYBODY_CONCERNED),
    **dict.fromkeys(("schoolmentor_mail", "vakmentor_mail"), SCHOOL),
    # One guides only what is not opened, the other is named in what is not answered.
    **dict.fromkeys(("silent_vakmentor", "named_vakmentor", "school_invited"), SCHOOL),
    # Who answers for the school without an account; who asks for one, says so to who decides.
    "link_mail": {"schoolmentor"},
    "registrant": {"coordinator"},
    "registrant_mail": {"coordinator", "schoolmentor"},
}


def _readers(what: str, *, same_side: bool) -> set[str]:
    """The roles that may read a canary (domain.md, 7). An administrator reads all."""
    if what in PROFILE:
        readers = EVERYBODY_CONCERNED if same_side else STAFF
    elif same_side:
        beginnings = [key for key in READERS_OF_OWN_SIDE if what.startswith(key)]
        readers = READERS_OF_OWN_SIDE[max(beginnings, key=len)]
    else:
        readers = set()
    return readers | {"admin"}


@dataclass
class World:
    """Our side, the other side, and everybody's browser."""

    own: Side
    other: Side
    administrator: User
    clients: dict[str, Client] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """What all pages told a role, once a test walked through them."""

    def __post_init__(self) -> None:
        for role in (*ROLES, "deactivated"):
            self.clients[role] = self._client(role)

    @classmethod
    def of(cls, year: AcademicYear) -> World:
        """Build it, with phases open and requests at their schools."""
        return cls(
            own=Side(year),
            other=Side(year),
            administrator=UserFactory(
                email="beheer@example.be", is_staff=True, is_superuser=True, last_name="Beheer"
            ),
        )

    def client(self, role: str) -> Client:
        """The browser of somebody in this role."""
        return self.clients[role]

    def _client(self, role: str) -> Client:
        if role == "anonymous":
            return Client()
        if role == "without":
            return logged_in(MembershipFactory(is_active=False))
        if role == "deactivated":
            client = logged_in(MembershipFactory(institution=self.own.coordinator.institution))
            User.objects.filter(pk=client.session["_auth_user_id"]).update(is_active=False)
            return client
        who: dict[str, Membership | User] = {
            "coordinator": self.own.coordinator,
            "colleague": self.own.colleague,
            "coordinator_elsewhere": self.other.coordinator,
            "schoolmentor": self.own.schoolmentor,
            "vakmentor": self.own.vakmentor,
            "mentor_elsewhere": self.other.schoolmentor,
            "trainee": self.own.trainee_member,
            "admin": self.administrator,
        }
        return logged_in(who[role])

    def forbidden_to(self, role: str) -> dict[str, str]:
        """Every canary that somebody in this role may never see."""
        mine, theirs = self.own, self.other
        if role.endswith("_elsewhere"):
            mine, theirs = theirs, mine
        plain = {"coordinator_elsewhere": "coordinator", "mentor_elsewhere": "schoolmentor"}
        reader = plain.get(role, role)
        near = mine.forbidden_to(reader, same_side=True)
        far = theirs.forbidden_to(reader, same_side=False)
        return {f"own {k}": v for k, v in near.items()} | {f"other {k}": v for k, v in far.items()}


def missing() -> str:
    """The public id of nothing."""
    return str(uuid4())


def mails() -> str:
    """All that was mailed, in one text."""
    return "\n".join(f"{m.subject}\n{m.body}" for m in OutgoingMail.objects.all())
