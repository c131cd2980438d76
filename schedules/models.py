"""The stageplanning: dated activities of a stage, approved per subject, with visits."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import same_row
from institutions.enums import FunctionalWhole
from institutions.models import PlacementSchool, Subject, empty_list
from placements.models import Placement
from requests_app.models import Activity
from schedules.querysets import PlannedQuerySet

MOST_LESUREN = 12


@pghistory.track(append_only=True)
class LessonHour(models.Model):
    """A lesuur of a school: when it begins and ends. A school without any has the usual ones."""

    school = models.ForeignKey(PlacementSchool, models.CASCADE, related_name="lesson_hours")
    number = models.PositiveSmallIntegerField(
        _("lesuur"), validators=[MinValueValidator(1), MaxValueValidator(MOST_LESUREN)]
    )
    start = models.TimeField(_("begint om"))
    end = models.TimeField(_("eindigt om"))

    class Meta:
        verbose_name = _("lesuur")
        verbose_name_plural = _("lesuren")
        ordering = ["school", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="lesson_hour_once"),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")),
                name="lesson_hour_start_before_end",
                violation_error_message=_("Een lesuur moet beginnen voor het eindigt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.start:%H.%M}–{self.end:%H.%M}"


@pghistory.track(append_only=True)
class Schedule(models.Model):
    """The stageplanning of one stage; `version` grows with every change of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.OneToOneField(Placement, models.PROTECT, related_name="schedule")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("stageplanning")
        verbose_name_plural = _("stageplanningen")

    def __str__(self) -> str:
        return str(self.placement)


def _time_span() -> Func:
    """From start to end on the day, without the end: what follows at once does not overlap."""
    return Func(
        F("day") + F("start"),
        F("day") + F("end"),
        function="TSRANGE",
        output_field=DateTimeRangeField(),
    )


@pghistory.track(append_only=True)
class PlannedActivity(models.Model):
    """A stageactiviteit on a day: what, when, where, with whom.

    `sequence` grows when it moves or is taken out, as calendar programs want (RFC 5545, 3.8.7.4).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="planned")
    line = models.ForeignKey(
        Activity, models.PROTECT, related_name="planned", verbose_name=_("stageactiviteit")
    )
    day = models.DateField(_("dag"))
    start = models.TimeField(_("begint om"))
    end = models.TimeField(_("eindigt om"))
    first_lesuur = models.PositiveSmallIntegerField(_("van lesuur"), null=True, blank=True)
    last_lesuur = models.PositiveSmallIntegerField(_("tot en met lesuur"), null=True, blank=True)
    class_name = models.CharField(_("klas"), max_length=40, blank=True)
    room = models.CharField(_("lokaal"), max_length=40, blank=True)
    mentor = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned",
        verbose_name=_("vakmentor"),
    )
    functional_wholes = ArrayField(
        models.PositiveSmallIntegerField(choices=FunctionalWhole),
        verbose_name=_("functionele gehelen"),
        default=empty_list,
        blank=True,
    )
    note = models.CharField(_("nota"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(_("weggenomen op"), null=True, blank=True)
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlannedQuerySet.as_manager()

    class Meta:
        verbose_name = _("geplande activiteit")
        verbose_name_plural = _("geplande activiteiten")
        ordering = ["day", "start", "pk"]
        indexes = [
            models.Index(fields=["mentor", "day"]),
            models.Index(fields=["day"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=F("end")),
                name="planned_start_before_end",
                violation_error_message=_("Het einduur moet na het beginuur liggen."),
            ),
            models.CheckConstraint(
                condition=Q(first_lesuur=None, last_lesuur=None)
                | Q(first_lesuur__gte=1, last_lesuur__gte=F("first_lesuur")),
                name="planned_lesuren_in_order",
            ),
            ExclusionConstraint(
                name="trainee_is_in_one_place",
                expressions=[
                    (same_row("schedule"), RangeOperators.OVERLAPS),
                    (_time_span(), RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_at=None),
                violation_error_message=_("Op dat moment staat er al een activiteit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.start:%H.%M} {self.line}"


class Approval(models.Model):
    """A vakmentor found the planning of a subject good; void once that part changes."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="approvals")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("goedgekeurd op"))
    void_at = models.DateTimeField(_("vervallen op"), null=True, blank=True)
    void_because = models.CharField(_("waarom vervallen"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("goedkeuring")
        verbose_name_plural = _("goedkeuringen")
        ordering = ["approved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "subject"],
                condition=Q(void_at=None),
                name="approved_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule} – {self.subject or ''}"


@pghistory.track(append_only=True)
class Visit(models.Model):
    """A stagebegeleider comes and looks at a planned activity."""

    planned = models.OneToOneField(PlannedActivity, models.CASCADE, related_name="visit")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="visits")
    note = models.CharField(_("nota"), max_length=300, blank=True)
    marked_at = models.DateTimeField(_("aangeduid op"))

    class Meta:
        verbose_name = _("bezoek")
        verbose_name_plural = _("bezoeken")

    def __str__(self) -> str:
        return f"{self.member.user} – {self.planned}"
