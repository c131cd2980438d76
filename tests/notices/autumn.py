"""An autumn in which everything happened once, for the health of the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from requests_app.answering import LineAnswer
from requests_app.ending import cancel_request, withdraw_request
from requests_app.enums import Decision
from requests_app.filing import file_request
from requests_app.models import PlacementRequest
from tests.factories import (
    ActivityFactory,
    CampusFactory,
    MentorFactory,
    PostalCodeFactory,
    SchoolFactory,
    SubjectFactory,
    TraineeFactory,
    actor_for,
)
from tests.requests_app.world import NO, YES, answer, draft, on, proposal_of

EXAMS = LineAnswer(Decision.REFUSED, reason="exams")
TODAY = "2017-09-25"


@dataclass
class Autumn:
    """Two institutions and two schools, with a request in each state; looked at on 25 September."""

    year: AcademicYear
    own: Membership
    elsewhere: Membership
    gent: Membership
    leuven: Membership
    french: Subject
    maths: Subject

    @classmethod
    def of(
        cls, year: AcademicYear, own: Membership, elsewhere: Membership, gent: Membership
    ) -> Self:
        """All of it, by 25 September; the second school is in Leuven."""
        PostalCodeFactory()
        there = SchoolFactory(name="School Leuven", campus=None)
        CampusFactory(school=there, postal_code="3000", locality="Leuven")
        french, maths = SubjectFactory(name="Frans"), SubjectFactory(name="Wiskunde")
        found = cls(year, own, elsewhere, gent, MentorFactory(school=there), french, maths)
        found.happen()
        return found

    def put(self, who: Membership, to: Membership, *subjects: Subject) -> PlacementRequest:
        """File a request for a school, with a line for each subject."""
        first, *others = subjects
        trainee = TraineeFactory(institution=who.institution, postal_code="3500")
        request = draft(who, to, self.year, subject=first, trainee=trainee)
        for position, subject in enumerate(others, start=1):
            ActivityFactory(request=request, subject=subject, position=position)
        return file_request(request_pk=request.pk, actor=actor_for(who))

    def happen(self) -> None:
        """What came of each by 25 September."""
        own, elsewhere, gent, leuven = self.own, self.elsewhere, self.gent, self.leuven
        french, maths = self.french, self.maths
        with on("2017-06-20"):
            accepted = self.put(own, gent, french)
            partly = self.put(own, leuven, french, maths)
            refused = self.put(elsewhere, gent, maths)
            self.put(elsewhere, leuven, french)  # overdue
            withdrawn = self.put(own, gent, french)
            cancelled = self.put(own, gent, french)
            withdraw_request(request_pk=withdrawn.pk, reason="Stopt", actor=actor_for(own))
            draft(own, gent, self.year)
        with on("2017-09-18"):  # the due date itself
            answer(proposal_of(accepted), gent, YES)
            answer(proposal_of(refused), gent, EXAMS)
            answer(proposal_of(cancelled), gent, YES)
            cancel_request(request_pk=cancelled.pk, reason="Ziek", actor=actor_for(gent))
        with on("2017-09-20"):
            self.put(elsewhere, gent, maths)  # waits
            answer(proposal_of(partly), leuven, YES, NO)
