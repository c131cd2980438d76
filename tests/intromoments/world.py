"""Trainees of two institutions, placed at one school, and the intromoment that it plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from intromoments.models import Intromoment
from intromoments.planning import NEW, Plan, plan_intromoment
from placements.models import Placement
from requests_app.models import Trainee
from tests.factories import InstitutionFactory, MembershipFactory, TraineeFactory, actor_for
from tests.placements.world import new_placement

T1_DAY = date(2017, 10, 10)
T2 = {"trimester": 2, "period_start": date(2018, 1, 15), "period_end": date(2018, 1, 26)}


@dataclass
class Placed:
    """A trainee with an account, and the stage at the school."""

    member: Membership
    trainee: Trainee
    placement: Placement


def placed_trainee(
    coordinator: Membership, mentor: Membership, year: AcademicYear, name: str, **fields: Any
) -> Placed:
    """A trainee with an account, placed at the mentor's school."""
    member = MembershipFactory(
        role=Role.TRAINEE, institution=coordinator.institution, user__last_name=name
    )
    trainee = TraineeFactory(institution=coordinator.institution, user=member.user, last_name=name)
    return Placed(
        member, trainee, new_placement(coordinator, mentor, year, trainee=trainee, **fields)
    )


def other_coordinator() -> Membership:
    """The coordinator of a second institution."""
    return MembershipFactory(institution=InstitutionFactory(name="Hogeschool Tweede"))


def plan_with(**fields: Any) -> Plan:
    """On the day of the calendar, from four to half past five."""
    known = {"day": T1_DAY, "start": time(16), "end": time(17, 30), "place": "Onthaal"}
    return Plan(**{**known, **fields})


def planned(
    mentor: Membership,
    year: AcademicYear,
    *,
    trimester: int = 1,
    version: int = NEW,
    **fields: Any,
) -> Intromoment:
    """Plan, or change, the intromoment of the mentor's school."""
    assert mentor.school is not None
    return plan_intromoment(
        school=mentor.school,
        year=year,
        trimester=trimester,
        plan=plan_with(**fields),
        version=version,
        actor=actor_for(mentor),
    )
