"""Intromoments: a school plans its own on or near the three days of the calendar."""

from __future__ import annotations

import uuid
from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from intromoments.enums import Coming
from intromoments.querysets import IntromomentQuerySet
from requests_app.models import Trainee


@pghistory.track(append_only=True)
class Intromoment(models.Model):
    """When and where a school introduces the trainees of a trimester.

    Who is invited is not stored: the placed trainees of that trimester, as they are by then.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(PlacementSchool, models.CASCADE, related_name="intromoments")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="intromoments")
    trimester = models.PositiveSmallIntegerField(
        _("trimester"),
        choices=[(1, _("Trimester 1")), (2, _("Trimester 2")), (3, _("Trimester 3"))],
    )
    day = models.DateField(_("dag"))
    start = models.TimeField(_("begint om"))
    end = models.TimeField(_("eindigt om"))
    place = models.CharField(_("waar"), max_length=120)
    text = models.TextField(_("tekst voor de stagiairs"), blank=True, max_length=2000)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("afgelast op"), null=True, blank=True)
    cancel_reason = models.CharField(_("reden"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IntromomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("intromoment")
        verbose_name_plural = _("intromomenten")
        ordering = ["day", "start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "trimester"],
                name="intromoment_once",
                violation_error_message=_("Dit trimester heeft al een intromoment."),
            ),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")),
                name="intromoment_start_before_end",
                violation_error_message=_("Het einduur moet na het beginuur liggen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.day}"

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.day, self.start, clock.BRUSSELS)

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return datetime.combine(self.day, self.end, clock.BRUSSELS)

    @property
    def has_begun(self) -> bool:
        """Whether it began: from then on nothing of it changes but who was there."""
        return self.starts_at <= clock.now()

    @property
    def is_cancelled(self) -> bool:
        """Whether the school called it off."""
        return self.cancelled_at is not None


@pghistory.track(append_only=True)
class Attendance(models.Model):
    """What an invited trainee answered, and whether the trainee was there."""

    intromoment = models.ForeignKey(Intromoment, models.CASCADE, related_name="attendances")
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="attendances")
    coming = models.CharField(_("antwoord"), max_length=5, choices=Coming, blank=True)
    note = models.CharField(_("boodschap voor de school"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("geantwoord op"), null=True, blank=True)
    was_there = models.BooleanField(_("was er"), null=True)
    marked_at = models.DateTimeField(_("aangeduid op"), null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("aanwezigheid")
        verbose_name_plural = _("aanwezigheden")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["intromoment", "trainee"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(coming="", answered_at=None)
                | ~Q(coming="") & Q(answered_at__isnull=False),
                name="answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} – {self.intromoment}"
