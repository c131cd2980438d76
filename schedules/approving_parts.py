"""The planning of a stage in the parts that are approved: its subjects, and klasoverstijgend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from institutions.models import Subject
from placements.models import Placement
from placements.selectors import accepted_of
from schedules.models import Approval, PlannedActivity

CROSS_CLASS = "klasoverstijgend"
"""How an address or a form names the part without a subject."""


@dataclass(frozen=True)
class Part:
    """What is approved at once.

    Arguments:
        subject: None for the klasoverstijgende activiteiten.
        planned: what is planned for it.
        approval: the one that stands, or else the last one that fell; None without any.
        with_reason: whether its reader may read who changed what (a trainee, perhaps).
    """

    subject: Subject | None
    planned: Sequence[PlannedActivity]
    approval: Approval | None
    with_reason: bool = False

    @property
    def key(self) -> str:
        """Names it in a form."""
        return self.subject.slug if self.subject else CROSS_CLASS

    @property
    def title(self) -> str:
        """What people call it."""
        return part_title(self.subject)

    @property
    def is_approved(self) -> bool:
        """Whether an approval stands."""
        return self.approval is not None and self.approval.void_at is None

    @property
    def waits(self) -> bool:
        """Whether there is something to approve that nobody approved (again) yet."""
        return bool(self.planned) and not self.is_approved

    @property
    def tone(self) -> str:
        """How its status looks (`lerarenstage.status`)."""
        if self.is_approved:
            return "confirmed"
        return "pending" if self.planned else "draft"

    @property
    def words(self) -> str:
        """ "Goedgekeurd door Vik Peeters op ma 9 oktober 2017"; or that it waits."""
        if self.approval is not None and self.is_approved:
            words = {"who": self.approval.member.user, "on": long_date(self.approval.approved_at)}
            return _("Goedgekeurd door %(who)s op %(on)s") % words
        return _("Wacht op goedkeuring") if self.planned else _("Nog niets gepland")

    @property
    def why_fallen(self) -> str:
        """Why an approval fell, while none stands since; empty otherwise."""
        if self.approval is None or self.is_approved:
            return ""
        words = {
            "who": self.approval.member.user,
            "approved": long_date(self.approval.approved_at),
            "void": long_date(self.approval.void_at),
        }
        fell = _("De goedkeuring van %(who)s (%(approved)s) verviel op %(void)s.") % words
        return f"{fell} {self.approval.void_because}".strip() if self.with_reason else fell


def part_title(subject: Subject | None) -> str:
    """The subject, or "Klasoverstijgende activiteiten" without one."""
    return subject.name if subject else _("Klasoverstijgende activiteiten")


def parts_of(
    placement: Any, planned: Sequence[PlannedActivity], *, with_reasons: bool = False
) -> list[Part]:
    """The parts of a stage read `with_facts`, in the order of its lines; one query.

    Arguments:
        planned: all its planned activities that stand.
        with_reasons: whether the reader may read names of trainees (requests_app.names).
    """
    subjects = list(dict.fromkeys(row.activity.subject for row in accepted_of(placement)))
    last = _last_approvals(placement)
    return [
        Part(
            subject,
            [row for row in planned if row.line.subject_id == (subject.pk if subject else None)],
            last.get(subject.pk if subject else None),
            with_reasons,
        )
        for subject in subjects
    ]


def _last_approvals(placement: Placement) -> dict[int | None, Approval]:
    """The last approval of each subject, by its id."""
    rows = Approval.objects.filter(schedule__placement=placement)
    rows = rows.select_related("member__user").order_by("approved_at", "pk")
    return {row.subject_id: row for row in rows}
