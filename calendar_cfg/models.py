"""The year: its trimesters, phases, milestones and holidays, and the ledger of effects."""

import uuid
from collections.abc import Sequence
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import BaseConstraint, Deferrable, F, Func, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.enums import (
    Edge,
    EffectState,
    HolidayKind,
    MilestoneKind,
    PhaseKind,
    SweepTrigger,
)


def days_range(first: str, last: str) -> Func:
    """The days from column `first` to column `last`, both inclusive, as a range."""
    return Func(F(first), F(last), Value("[]"), function="DATERANGE", output_field=DateRangeField())


def same_row(field: str) -> Func:
    """Equality inside an exclusion constraint, without btree_gist.

    Arguments:
        field: the name of a foreign key, not of its column: validation fills in fields by name.
    """
    return Func(
        F(field),
        F(field),
        Value("[]"),
        function="INT8RANGE",
        output_field=IntegerRangeField(),
    )


@pghistory.track(append_only=True)
class AcademicYear(models.Model):
    """An academic year, e.g. 2017-2018, by the year in which it starts."""

    start_year = models.PositiveSmallIntegerField(_("beginjaar"), unique=True)
    first_school_day = models.DateField(_("eerste schooldag"))
    last_school_day = models.DateField(_("laatste schooldag"))

    class Meta:
        verbose_name = _("academiejaar")
        verbose_name_plural = _("academiejaren")
        ordering = ["-start_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_school_day__lt=F("last_school_day")),
                name="year_first_before_last",
                violation_error_message=_(
                    "De eerste schooldag moet voor de laatste schooldag vallen."
                ),
            ),
            ExclusionConstraint(
                name="years_do_not_overlap",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    (days_range("first_school_day", "last_school_day"), RangeOperators.OVERLAPS)
                ],
                violation_error_message=_("Dit schooljaar overlapt met een ander schooljaar."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The year as people write it: "2017-2018"."""
        return f"{self.start_year}-{self.start_year + 1}"


class InYear(models.Model):
    """Something that belongs to one academic year."""

    overlap_is_checked_elsewhere = False
    """A form over all rows of a year sets this: it knows what the other rows become."""

    year = models.ForeignKey(AcademicYear, models.CASCADE, verbose_name=_("academiejaar"))

    class Meta:
        abstract = True

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[BaseConstraint]]]:
        """The constraints that validation holds against the stored rows."""
        found = super().get_constraints()
        if not self.overlap_is_checked_elsewhere:
            return found
        return [
            (model, [row for row in rows if not isinstance(row, ExclusionConstraint)])
            for model, rows in found
        ]


@pghistory.track(append_only=True)
class Trimester(InYear):
    """One of the three trimesters of a year; a stageperiode lies inside one."""

    year = models.ForeignKey(
        AcademicYear, models.CASCADE, related_name="trimesters", verbose_name=_("academiejaar")
    )
    number = models.PositiveSmallIntegerField(
        _("trimester"),
        choices=[(1, _("Trimester 1")), (2, _("Trimester 2")), (3, _("Trimester 3"))],
    )
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))

    class Meta:
        verbose_name = _("trimester")
        verbose_name_plural = _("trimesters")
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="trimester_once_a_year",
                violation_error_message=_("Dit trimester staat er al voor dit academiejaar."),
            ),
            models.CheckConstraint(condition=Q(number__in=[1, 2, 3]), name="trimester_is_1_2_or_3"),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="trimester_first_before_last",
                violation_error_message=_("De eerste dag moet voor de laatste dag vallen."),
            ),
            ExclusionConstraint(
                name="trimesters_do_not_overlap",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    (same_row("year"), RangeOperators.OVERLAPS),
                    (days_range("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Trimesters mogen elkaar niet overlappen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_number_display()} {self.year}"


@pghistory.track(append_only=True)
class Phase(InYear):
    """A window of a year in which something is possible; both days inclusive.

    Whether it is open is derived from the dates (`calendar_cfg.phases`), never stored.
    """

    year = models.ForeignKey(
        AcademicYear, models.CASCADE, related_name="phases", verbose_name=_("academiejaar")
    )
    kind = models.CharField(_("fase"), max_length=20, choices=PhaseKind)
    opens_on = models.DateField(_("opent op"))
    last_day = models.DateField(_("laatste dag"))

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("fasen")
        ordering = ["year", "opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind"],
                name="phase_once_a_year",
                violation_error_message=_("Deze fase staat er al voor dit academiejaar."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("last_day")),
                name="phase_opens_before_last_day",
                violation_error_message=_("Een fase moet openen voor haar laatste dag."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PhaseKind.values), name="phase_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    def edge_date(self, edge: Edge) -> date:
        """The day on which an edge takes effect: it closes on the day after the last day."""
        return (
            self.opens_on if edge == Edge.OPEN else date.fromordinal(self.last_day.toordinal() + 1)
        )


@pghistory.track(append_only=True)
class Milestone(InYear):
    """A date on the way; warns and reminds, never refuses."""

    year = models.ForeignKey(
        AcademicYear, models.CASCADE, related_name="milestones", verbose_name=_("academiejaar")
    )
    kind = models.CharField(_("mijlpaal"), max_length=20, choices=MilestoneKind)
    trimester = models.PositiveSmallIntegerField(
        _("trimester"), null=True, blank=True, choices=[(1, "1"), (2, "2"), (3, "3")]
    )
    date = models.DateField(_("datum"))
    lesweken = models.PositiveSmallIntegerField(
        _("lesweken"),
        null=True,
        blank=True,
        help_text=_("Binnen hoeveel lesweken een school een antwoord probeert te geven."),
    )

    class Meta:
        verbose_name = _("mijlpaal")
        verbose_name_plural = _("mijlpalen")
        ordering = ["year", "date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "trimester"],
                name="milestone_once_a_year",
                nulls_distinct=False,
                violation_error_message=_("Deze mijlpaal staat er al voor dit academiejaar."),
            ),
            models.CheckConstraint(
                condition=Q(kind=MilestoneKind.ANSWER_BY, trimester__isnull=True)
                | Q(
                    ~Q(kind=MilestoneKind.ANSWER_BY),
                    trimester__isnull=False,  # NULL IN (1, 2, 3) would pass a check
                    trimester__in=[1, 2, 3],
                ),
                name="milestone_has_its_trimester",
                violation_error_message=_(
                    "Kies een trimester; alleen de algemene antwoorddatum heeft er geen."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.year}"

    @property
    def label(self) -> str:
        """The milestone in words, with its trimester."""
        kind = str(self.get_kind_display())
        return f"T{self.trimester}: {kind}" if self.trimester else kind

    @property
    def is_soft(self) -> bool:
        """Whether it is "bij voorkeur": everything but an intromoment."""
        return self.kind != MilestoneKind.INTRO


@pghistory.track(append_only=True)
class Holiday(InYear):
    """A school holiday or free day of a year, by the rule or by an administrator's hand."""

    year = models.ForeignKey(
        AcademicYear, models.CASCADE, related_name="holidays", verbose_name=_("academiejaar")
    )
    kind = models.CharField(_("soort"), max_length=10, choices=HolidayKind)
    name = models.CharField(_("naam"), max_length=80)
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))

    class Meta:
        verbose_name = _("vakantie of vrije dag")
        verbose_name_plural = _("vakanties en vrije dagen")
        ordering = ["year", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="holiday_first_before_last",
                violation_error_message=_("De eerste dag moet voor de laatste dag vallen."),
            ),
            ExclusionConstraint(
                name="holidays_do_not_overlap",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[(days_range("first_day", "last_day"), RangeOperators.OVERLAPS)],
                violation_error_message=_("Deze dagen overlappen met een andere vakantie."),
            ),
        ]

    def __str__(self) -> str:
        return f"{gettext(self.name)} {self.year}"


class SweepRun(models.Model):
    """One sweep of the ledger that found something to do."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trigger = models.CharField(_("aanleiding"), max_length=10, choices=SweepTrigger)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    believed_date = models.DateField(_("datum waarop gehandeld werd"))
    started_at = models.DateTimeField(_("begonnen"))
    finished_at = models.DateTimeField(_("klaar"), null=True, blank=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.believed_date} ({self.get_trigger_display()})"


class EffectEntry(models.Model):
    """A row of the ledger: one effect of one phase edge on one scheduled date (trust.md, 2)."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="effects", verbose_name=_("fase"))
    edge = models.CharField(_("rand"), max_length=5, choices=Edge)
    effect = models.CharField(_("effect"), max_length=60)
    scheduled_on = models.DateField(_("gepland op"))
    state = models.CharField(
        _("toestand"), max_length=10, choices=EffectState, default=EffectState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    run = models.ForeignKey(
        SweepRun, models.SET_NULL, null=True, blank=True, related_name="effects"
    )
    done_at = models.DateTimeField(_("uitgevoerd op"), null=True, blank=True)
    late = models.BooleanField(
        _("te laat"), default=False, help_text=_("Meer dan 48 uur na de geplande dag.")
    )
    next_try_at = models.DateTimeField(_("volgende poging"), null=True, blank=True)
    outcome = models.JSONField(_("resultaat"), default=dict, blank=True)
    error = models.TextField(_("fout"), blank=True)

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effecten")
        ordering = ["-scheduled_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "edge", "effect", "scheduled_on"], name="effect_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=EffectState.DONE) | Q(done_at__isnull=False),
                name="effect_done_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.edge} {self.effect}"


class Heartbeat(models.Model):
    """When the sweep last ran, in real time whatever the practice clock says."""

    name = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at}"


class PracticeClock(models.Model):
    """The date that a demo or training installation believes in; at most one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    believed_date = models.DateField(_("datum"))
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("oefenklok")
        verbose_name_plural = _("oefenklok")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_practice_clock")]

    def __str__(self) -> str:
        return str(self.believed_date)
