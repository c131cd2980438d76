"""Examples, not saved, for the preview of mails: plainly examples."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, TrainingInstitution
from placements.models import Placement
from requests_app.enums import ProposalState
from requests_app.models import PlacementRequest, Proposal

NOWHERE = UUID(int=0)
"""The public id of what does not exist: a link of a preview leads nowhere."""


def example_year() -> AcademicYear:
    """2017-2018, the year of the word list."""
    return AcademicYear(start_year=2017)


def example_request() -> PlacementRequest:
    """A request of an institution that is plainly an example."""
    return PlacementRequest(
        public_id=NOWHERE,
        reference=_("VOORBEELD-1"),
        year=example_year(),
        institution=TrainingInstitution(name=_("Voorbeeldhogeschool")),
        trimester=1,
        period_start=date(2017, 10, 16),
        period_end=date(2017, 10, 27),
    )


def example_proposal() -> Proposal:
    """The same, put to a school that is plainly an example."""
    return Proposal(
        public_id=NOWHERE,
        request=example_request(),
        school=PlacementSchool(public_id=NOWHERE, name=_("Voorbeeldschool")),
        released_at=datetime.combine(date(2017, 9, 4), time(9), clock.BRUSSELS),
        due_on=date(2017, 9, 18),
    )


def example_placement() -> Placement:
    """The stage that came of it."""
    proposal = example_proposal()
    proposal.state = ProposalState.ACCEPTED
    proposal.seen_at = proposal.released_at
    return Placement(public_id=NOWHERE, proposal=proposal)
