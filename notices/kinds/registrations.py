"""What is told of schools that want to work with lerarenstage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answer_links.enums import RegistrationState
from answer_links.models import SchoolRegistration
from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import NOWHERE, example_proposal


@kind
class RegistrationAsked(Kind):
    """A school registered itself: who wrote to it, or an administrator, confirms that."""

    name = "registration_asked"
    label = gettext_lazy("Een school meldt zich aan")
    heading = gettext_lazy("Aanmeldingen van scholen")
    roles = (Role.COORDINATOR, Role.ADMIN)
    is_obligation = True
    overview = "registrations"
    rank = 35

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those on which nobody decided yet."""
        told = {notice.pk: UUID(notice.data["registration"]) for notice in notices}
        rows = SchoolRegistration.objects.filter(
            public_id__in=set(told.values()), state=RegistrationState.ASKED
        )
        waiting = set(rows.values_list("public_id", flat=True))
        return {pk for pk, public_id in told.items() if public_id in waiting}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which school."""
        told = {"school": notice.data["school"]}
        return Line(
            text=_("%(school)s wil voortaan met lerarenstage werken. Bevestigt u dat?") % told,
            subject=_("Een school meldt zich aan bij lerarenstage"),
            url=reverse("registration", args=[notice.data["registration"]]),
            action=_("Aanmelding bekijken"),
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a school."""
        told = {"registration": str(NOWHERE), "school": _("Voorbeeldschool")}
        return Notice(kind=self.name, data=told), None


@kind
class InvitationWanted(Kind):
    """Somebody who answers for the school through a link wants an account."""

    name = "invitation_wanted"
    label = gettext_lazy("Een collega vraagt een uitnodiging")
    heading = gettext_lazy("Uw collega's")
    roles = (Role.SCHOOL_MENTOR,)
    overview = "colleagues"
    rank = 60

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Whose address; it got a link to a request that was put to the school."""
        told = {"email": notice.data["email"]}
        text = _(
            "%(email)s kreeg een link naar een stageaanvraag van uw school en vraagt een "
            "uitnodiging. Nodig alleen uit wie u kent."
        )
        return Line(
            text=text % told,
            subject=_("Een collega vraagt een uitnodiging voor lerarenstage"),
            url=reverse("invite_colleague"),
            action=_("Collega uitnodigen"),
            reference=notice.proposal.request.reference if notice.proposal else "",
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of an address."""
        told = {"email": "collega@school.example"}
        return Notice(kind=self.name, proposal=example_proposal(), data=told), None
