"""Two stages that look the same, of two institutions at two schools: what is told must not leak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership, OutgoingMail
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from notices.collecting import collect
from notices.enums import NoticeState
from notices.models import Notice
from placements.models import Placement
from requests_app.answering import LineAnswer
from requests_app.enums import Decision
from requests_app.models import Trainee
from tests.factories import MembershipFactory, MentorFactory, SubjectFactory, TraineeFactory
from tests.placements.world import new_placement
from tests.requests_app.world import on

CANARY = "Geheimnaam"
"""The family name of each trainee: in no mail."""


@dataclass
class Side:
    """An institution and a school with a stage, 16 to 27 October 2017 unless told otherwise."""

    coordinator: Membership
    supervisor: Membership
    mentor: Membership
    vak: Membership
    trainee: Membership
    record: Trainee
    placement: Placement

    @property
    def people(self) -> set[str]:
        """The addresses of all of them."""
        members = (self.coordinator, self.supervisor, self.mentor, self.vak, self.trainee)
        return {member.user.email for member in members}


def side(coordinator: Membership, mentor: Membership, year: AcademicYear, **fields: Any) -> Side:
    """Filed, accepted and opened on 2 October: Wiskunde, with everybody who is concerned."""
    institution, school = coordinator.institution, mentor.school
    supervisor = MembershipFactory(role=Role.SUPERVISOR, institution=institution)
    vak = MentorFactory(role=Role.SUBJECT_MENTOR, school=school, handles_requests=False)
    trainee = MembershipFactory(role=Role.TRAINEE, institution=institution)
    record = TraineeFactory(institution=institution, user=trainee.user, last_name=CANARY)
    asked = {"supervisor": supervisor, "trainee": record, "subject": wiskunde(), **fields}
    guided = LineAnswer(Decision.ACCEPTED, subject_mentor_id=vak.pk)
    with on("2017-10-02"):
        placement = new_placement(coordinator, mentor, year, guided, **asked)
    return Side(coordinator, supervisor, mentor, vak, trainee, record, placement)


def wiskunde() -> Any:
    """The subject of every stage."""
    return SubjectFactory._meta.model.objects.filter(name="Wiskunde").first() or SubjectFactory(
        name="Wiskunde"
    )


def told(*kinds: str) -> list[tuple[str, str]]:
    """Who was told of these kinds (address, kind) and is still to be mailed, sorted."""
    rows = Notice.objects.filter(kind__in=kinds, state=NoticeState.WAITING).select_related(
        "addressee__user"
    )
    return sorted((row.addressee.address, row.kind) for row in rows)


def mailed(day: str) -> dict[str, str]:
    """Let the mails of a morning be made: what each person reads, by address.

    No mail names a trainee.
    """
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    with on(day, hour=8):
        collect()
    mails = OutgoingMail.objects.exclude(pk__in=before)
    found = {mail.to: f"{mail.subject}\n{mail.body}" for mail in mails}
    assert not any(CANARY in text for text in found.values())
    return found


def of_own_side(mails: dict[str, str], sides: Iterable[Side]) -> bool:
    """Whether nobody reads of the organisations or the stage of another side."""
    sides = list(sides)
    for one in sides:
        texts = [text for to, text in mails.items() if to in one.people]
        for other in sides:
            names = (
                other.placement.reference,
                str(other.placement.institution),
                str(other.placement.school),
            )
            if other is not one and any(name in text for text in texts for name in names):
                return False
    return True
