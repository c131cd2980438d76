"""The stage: what a school accepted, and who guides it.

What was agreed is read where it was agreed: the lines on the proposal, the stageperiode, the
trainees and the institution on the request. So there is one period and one list of lines, and
places, names and double bookings follow a change by themselves.
"""

from __future__ import annotations

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import Campus, PlacementSchool, Subject, TrainingInstitution
from placements.enums import GuidanceRole, PlacementPhase
from placements.querysets import GuideQuerySet, PlacementQuerySet
from requests_app.enums import ProposalState
from requests_app.models import PlacementRequest, Proposal


@pghistory.track(append_only=True)
class Placement(models.Model):
    """A stage, made by an acceptance: one for each proposal that a school said yes to.

    Read it with `placements.selectors.with_facts`, which fetches what its properties name.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="placement")
    made_at = models.DateTimeField(_("aanvaard op"), default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["proposal__request__period_start", "pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def request(self) -> PlacementRequest:
        """The request that was accepted."""
        return self.proposal.request

    @property
    def reference(self) -> str:
        """The kenmerk, that of its request."""
        return self.request.reference

    @property
    def institution(self) -> TrainingInstitution:
        """The lerarenopleiding."""
        return self.request.institution

    @property
    def school(self) -> PlacementSchool:
        """The stageplaats."""
        return self.proposal.school

    @property
    def campus(self) -> Campus | None:
        """The vestigingsplaats, when the school named one."""
        return self.proposal.campus

    @property
    def year(self) -> AcademicYear:
        """The academic year."""
        return self.request.year

    @property
    def period_start(self) -> date:
        """The first day of the stageperiode."""
        start = self.request.period_start
        assert start is not None  # filed_request_is_complete
        return start

    @property
    def period_end(self) -> date:
        """The last day of the stageperiode."""
        end = self.request.period_end
        assert end is not None  # filed_request_is_complete
        return end

    @property
    def is_cancelled(self) -> bool:
        """Whether either side cancelled it."""
        return self.proposal.state == ProposalState.CANCELLED

    def phase_on(self, day: date) -> PlacementPhase:
        """Planned, running or completed on a day; or cancelled."""
        if self.is_cancelled:
            return PlacementPhase.CANCELLED
        if day < self.period_start:
            return PlacementPhase.PLANNED
        return PlacementPhase.RUNNING if day <= self.period_end else PlacementPhase.COMPLETED


@pghistory.track(append_only=True)
class Guide(models.Model):
    """Somebody who guides a stage, from a moment until another: the history is its rows.

    A vakmentor guides a subject of it; without a subject, its klasoverstijgende activiteiten.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="guides")
    role = models.CharField(_("rol"), max_length=20, choices=GuidanceRole)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, verbose_name=_("vak"), related_name="+"
    )
    member = models.ForeignKey(
        Membership, models.PROTECT, related_name="guided", verbose_name=_("wie")
    )
    since = models.DateTimeField(_("sinds"))
    until = models.DateTimeField(_("tot"), null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("waarom"), max_length=300, blank=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("begeleiding")
        verbose_name_plural = _("begeleidingen")
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["member"], condition=Q(until=None), name="guides_now")]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "role", "subject", "member"],
                condition=Q(until=None),
                name="guides_once_at_a_time",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(until=None, role=GuidanceRole.SUPERVISOR),
                name="one_supervisor_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since__lte=F("until")), name="guides_since_before_until"
            ),
            models.CheckConstraint(
                condition=~Q(role=GuidanceRole.SUPERVISOR) | Q(subject=None),
                name="supervisor_guides_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.user} – {self.get_role_display()}"

    @property
    def works_there(self) -> bool:
        """Whether this person still works for the organisation: who left guides nobody."""
        return self.member.is_active and self.member.user.is_active
