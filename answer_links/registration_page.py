"""What the page of a registration shows: the school as the register has it, who asks, and why."""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import Membership
from answer_links.acting import has_mentor
from answer_links.enums import RegistrationState
from answer_links.models import SchoolRegistration
from calendar_cfg.dates import long_moment
from requests_app.models import Proposal


class RegistrationPage:
    """One registration, read by its template."""

    def __init__(self, found: SchoolRegistration) -> None:
        self.found = found
        self.school = found.school

    @property
    def waits(self) -> bool:
        """Whether it is to be decided."""
        return bool(self.found.state == RegistrationState.ASKED)

    @cached_property
    def has_mentor(self) -> bool:
        """Whether the school has a schoolmentor by now."""
        return has_mentor(self.school)

    @cached_property
    def is_schools_address(self) -> bool:
        """Whether the address is the one that the register has for the school."""
        return bool(self.school.email and self.school.email.lower() == self.found.email.lower())

    @cached_property
    def members(self) -> int:
        """How many people of the school work here already."""
        return Membership.objects.active().filter(school=self.school).count()

    @cached_property
    def of_school(self) -> list[dict[str, str]]:
        """What the register says of the school."""
        campus = self.school.campuses.filter(is_active=True).order_by("number").first()
        return [
            {"label": _("School"), "value": self.school.name},
            {"label": _("Instellingsnummer"), "value": str(self.school.number)},
            {"label": _("Plaats"), "value": str(campus.locality) if campus else ""},
            {"label": _("E-mailadres in het register"), "value": self.school.email},
            {"label": _("Telefoon in het register"), "value": self.school.phone},
        ]

    @cached_property
    def of_person(self) -> list[dict[str, str]]:
        """Who asks."""
        found = self.found
        return [
            {"label": _("Naam"), "value": f"{found.first_name} {found.last_name}"},
            {"label": _("Functie"), "value": found.function},
            {"label": _("E-mailadres van de link"), "value": found.email},
            {"label": _("Telefoon van de school"), "value": found.phone},
            {"label": _("Aangemeld op"), "value": long_moment(found.asked_at)},
        ]

    @cached_property
    def proposal(self) -> Proposal:
        """The request whose link was used, with the school's answer."""
        return self.found.link.proposal

    @property
    def answer(self) -> str:
        """What the school answered, without what it said with it."""
        return str(self.proposal.get_state_display())
