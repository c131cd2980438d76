"""What is told of stageplanningen: to make, to approve, approved, and an approval that fell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_placement
from notices.stage_words import about_stage, going_on, part_words, stage_of
from schedules.models import Approval, PlannedActivity
from schedules.parts import NO_SUBJECT


class OfPart(Kind):
    """About one part of a planning: `data` names its subject, empty when klasoverstijgend."""

    address: ClassVar[str] = "schedule"

    def told(self, notice: Notice) -> dict[str, Any]:
        """The words for its sentences."""
        return about_stage(stage_of(notice)) | {"subject": part_words(notice.data["subject"])}

    def url(self, notice: Notice) -> str:
        """The page where the planning is read, or approved."""
        return reverse(self.address, args=[stage_of(notice).public_id])

    def sample(self) -> tuple[Notice, Any]:
        """An example of a subject."""
        data = {"subject": _("Voorbeeldvak"), "part": NO_SUBJECT, "approval": 0}
        return Notice(kind=self.name, placement=example_placement(), data=data), None


@kind
class PlanningToApprove(OfPart):
    """Something is planned for a subject, and waits for who guides it."""

    name = "planning_to_approve"
    label = gettext_lazy("Een stageplanning wacht op uw goedkeuring")
    heading = gettext_lazy("Wacht op uw goedkeuring")
    roles = (Role.SUBJECT_MENTOR, Role.SCHOOL_MENTOR)
    is_obligation = True
    address = "schedule_approve"
    overview = "schedules_to_approve"
    rank = 24

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Something is planned, and no approval stands; of a stage that goes on."""
        rows = going_on(notices)
        waiting = _waiting(rows)
        return {n.pk for n in rows if (n.placement_id, n.data["part"]) in waiting}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which subject, before when."""
        placement, told = stage_of(notice), self.told(notice)
        begins = placement.period_start
        return Line(
            text=_(
                "De planning %(subject)s van een stagiair van %(institution)s, %(days)s, wacht op "
                "uw goedkeuring."
            )
            % told,
            subject=_("De planning van stage %(reference)s wacht op uw goedkeuring") % told,
            url=self.url(notice),
            action=_("Planning bekijken en goedkeuren"),
            reference=placement.reference,
            due_on=begins if begins >= clock.today() else None,
            school_pk=placement.proposal.school_id,
        )


@kind
class PlanningApproved(OfPart):
    """A part of the planning was found good."""

    name = "planning_approved"
    label = gettext_lazy("Uw stageplanning is goedgekeurd")
    heading = gettext_lazy("Uw stageplanning")
    roles = (Role.TRAINEE,)
    rank = 62

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Approvals that stand."""
        rows = going_on(notices)
        asked = {n.data["approval"] for n in rows}
        standing = Approval.objects.filter(pk__in=asked, void_at=None)
        pks = set(standing.values_list("pk", flat=True))
        return {n.pk for n in rows if n.data["approval"] in pks}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which subject."""
        placement, told = stage_of(notice), self.told(notice)
        return Line(
            text=_("%(school)s keurde uw planning %(subject)s goed.") % told,
            subject=_("Uw planning voor stage %(reference)s is goedgekeurd") % told,
            url=self.url(notice),
            action=_("Bekijk uw planning"),
            reference=placement.reference,
        )


@kind
class ApprovalFell(OfPart):
    """What was approved is not any more: somebody changed the planning, or took it back."""

    name = "planning_approval_fell"
    label = gettext_lazy("De goedkeuring van uw stageplanning vervalt")
    heading = gettext_lazy("Uw stageplanning")
    roles = (Role.TRAINEE,)
    rank = 44

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Parts without an approval since."""
        rows = going_on(notices)
        waiting = _waiting(rows)
        return {n.pk for n in rows if (n.placement_id, n.data["part"]) in waiting}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which subject; who and why stands on the page, for who may read it."""
        placement, told = stage_of(notice), self.told(notice)
        return Line(
            text=_("De goedkeuring van uw planning %(subject)s bij %(school)s is vervallen.")
            % told,
            subject=_("Een goedkeuring voor stage %(reference)s is vervallen") % told,
            url=self.url(notice),
            action=_("Bekijk uw planning"),
            reference=placement.reference,
        )


@kind
class PlanningToMake(Kind):
    """Ten lesdagen before the stageperiode nothing is planned."""

    name = "planning_to_make"
    label = gettext_lazy("Uw stage begint en er is nog niets gepland")
    heading = gettext_lazy("Nog te plannen")
    roles = (Role.TRAINEE,)
    is_obligation = True
    presses = True
    rank = 22

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Nothing is planned still, and the stageperiode begins on that day still."""
        rows = [
            n for n in going_on(notices) if stage_of(n).period_start.isoformat() == n.data["begins"]
        ]
        asked = {n.placement_id for n in rows}
        planned = PlannedActivity.objects.standing().filter(schedule__placement__in=asked)
        done = set(planned.order_by().values_list("schedule__placement", flat=True).distinct())
        return {n.pk for n in rows if n.placement_id not in done}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """When it begins."""
        placement = stage_of(notice)
        begins = date.fromisoformat(notice.data["begins"])
        told = about_stage(placement) | {"day": long_date(begins)}
        return Line(
            text=_("Uw stage bij %(school)s begint op %(day)s. Er is nog niets gepland.") % told,
            subject=_("Maak de planning van stage %(reference)s") % told,
            url=reverse("schedule", args=[placement.public_id]),
            action=_("Maak uw planning"),
            reference=placement.reference,
            due_on=begins,
            school_pk=placement.proposal.school_id,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a stage."""
        data = {"begins": "2017-10-16"}
        return Notice(kind=self.name, placement=example_placement(), data=data), None


def _waiting(notices: Sequence[Notice]) -> set[tuple[int, int]]:
    """Which parts of these stages have something planned and no approval; one query."""
    approved: QuerySet[Any] = Approval.objects.filter(schedule=OuterRef("schedule"), void_at=None)
    approved = approved.annotate(part=Coalesce("subject", NO_SUBJECT))
    planned = PlannedActivity.objects.standing().filter(
        schedule__placement__in={n.placement_id for n in notices}
    )
    rows: Any = planned.annotate(part=Coalesce("line__subject", NO_SUBJECT)).order_by()
    rows = rows.filter(~Exists(approved.filter(part=OuterRef("part"))))
    return set(rows.values_list("schedule__placement", "part").distinct())
