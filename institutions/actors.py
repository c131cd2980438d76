"""Who asks: a person in one role at one organisation.

Services and scopes take an `Actor`, never a bare user: somebody may be a coordinator at one
institution and a vakmentor at a school, and acts as one of them at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from institutions.enums import Role

if TYPE_CHECKING:
    from institutions.models import PlacementSchool, TrainingInstitution


@dataclass(frozen=True)
class Actor:
    """A user acting through one membership, an administrator, or the system itself.

    Arguments:
        user: the account; None for the system.
        role: the role acted in; None for somebody without any membership, who sees nothing.
        institution, school: the organisation; at most one of them.
        membership_id: primary key of the membership acted through.
        handles_requests: a schoolmentor who answers requests for the school.
    """

    user: Any | None
    role: Role | None = None
    institution: TrainingInstitution | None = None
    school: PlacementSchool | None = None
    membership_id: int | None = None
    handles_requests: bool = False

    @property
    def is_admin(self) -> bool:
        """An administrator of the platform."""
        return self.role == Role.ADMIN

    @property
    def is_coordinator(self) -> bool:
        """A stagecoördinator of an institution."""
        return self.role == Role.COORDINATOR and self.institution is not None

    @property
    def is_institution_staff(self) -> bool:
        """Somebody of an institution who may prepare requests."""
        return self.institution is not None and self.role in (Role.COORDINATOR, Role.SUPERVISOR)

    @property
    def is_school_mentor(self) -> bool:
        """A schoolmentor of a school."""
        return self.role == Role.SCHOOL_MENTOR and self.school is not None

    @property
    def may_answer(self) -> bool:
        """A schoolmentor whom the school lets handle requests."""
        return self.is_school_mentor and self.handles_requests

    @property
    def organisation(self) -> TrainingInstitution | PlacementSchool | None:
        """The institution or school acted for."""
        return self.institution or self.school

    @property
    def label(self) -> str:
        """How the history names the actor."""
        if self.user is None:
            return "lerarenstage"
        return str(self.user)


SYSTEM = Actor(user=None)
