"""Runs of the matching: what went in, what came out, and what was decided by hand."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, TrainingInstitution
from matching.enums import (
    ACTIVE_STATES,
    LockKind,
    PartState,
    ResultStatus,
    RunScope,
    RunState,
    RunTrigger,
)
from matching.querysets import ResultQuerySet, RunQuerySet
from requests_app.models import PlacementRequest


class MatchingRun(models.Model):
    """One matching of demand with supply, from its stored input to what was made known.

    `instance` and `outcome` are gzipped JSON as `matching.engine.files` writes it, so that a run
    can be replayed and compared later.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.ForeignKey(
        AcademicYear, models.PROTECT, related_name="matching_runs", verbose_name=_("academiejaar")
    )
    scope = models.CharField(_("waarover"), max_length=12, choices=RunScope, default=RunScope.ALL)
    trimester = models.PositiveSmallIntegerField(
        _("trimester"), null=True, blank=True, choices=[(1, "T1"), (2, "T2"), (3, "T3")]
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lerarenopleiding"),
    )
    trigger = models.CharField(_("aanleiding"), max_length=10, choices=RunTrigger)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gestart door"),
    )
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("vorige")
    )
    state = models.CharField(
        _("toestand"), max_length=12, choices=RunState, default=RunState.QUEUED
    )
    publishes_itself = models.BooleanField(_("maakt zichzelf bekend"), default=False)
    is_late = models.BooleanField(
        _("te laat gestart"),
        default=False,
        help_text=_("Meer dan 48 uur na de dag van de fase: mails wachten op een beheerder."),
    )
    engine_version = models.CharField(_("versie van de motor"), max_length=20, blank=True)
    seed = models.PositiveIntegerField(_("toevalsgetal"), default=1)
    seconds_limit = models.PositiveIntegerField(_("hoogstens zoveel seconden per deel"), default=60)
    effort_limit = models.PositiveIntegerField(_("hoogstens zoveel zoekvensters"), default=400)
    input_hash = models.CharField(_("vingerafdruk van de invoer"), max_length=64, blank=True)
    instance = models.BinaryField(null=True, editable=False)
    outcome = models.BinaryField(null=True, editable=False)
    as_read = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Reference -> [pk, version, why it was left out] of each request that was read.",
    )
    figures = models.JSONField(_("cijfers"), default=dict, blank=True)
    prices = models.JSONField(default=list, blank=True, editable=False)
    wanted = models.PositiveIntegerField(_("stagiairs die zoeken"), null=True, blank=True)
    placed = models.PositiveIntegerField(_("stagiairs met een plaats"), null=True, blank=True)
    bound = models.PositiveIntegerField(
        _("hoogstens te plaatsen"), null=True, blank=True, help_text=_("Bewezen bovengrens.")
    )
    is_optimal = models.BooleanField(_("bewezen best"), default=False)
    stopped_by_time = models.BooleanField(_("gestopt omdat de zoektijd om was"), default=False)
    progress = models.JSONField(_("voortgang"), default=dict, blank=True)
    heartbeat_at = models.DateTimeField(_("laatst iets laten weten"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    error = models.TextField(_("fout"), blank=True)
    created_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)
    started_at = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    finished_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    published_at = models.DateTimeField(_("bekendgemaakt op"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("matchingronde")
        verbose_name_plural = _("matchingrondes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=ACTIVE_STATES),
                name="one_active_matching_run_a_year",
                violation_error_message=_("Voor dit academiejaar loopt al een matchingronde."),
            ),
            models.CheckConstraint(
                condition=Q(scope=RunScope.TRIMESTER, trimester__isnull=False)
                | ~Q(scope=RunScope.TRIMESTER) & Q(trimester__isnull=True),
                name="run_of_a_trimester_names_it",
            ),
            models.CheckConstraint(
                condition=Q(scope=RunScope.INSTITUTION, institution__isnull=False)
                | ~Q(scope=RunScope.INSTITUTION) & Q(institution__isnull=True),
                name="run_of_an_institution_names_it",
            ),
            models.CheckConstraint(
                condition=Q(bound__isnull=True) | Q(placed__lte=F("bound")),
                name="run_bound_is_never_below_placed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_scope_display()} ({self.created_at:%d/%m/%Y %H:%M})"


class MatchingPart(models.Model):
    """One part of a run: requests and schools that touch no other part; solved by one task."""

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PartState, default=PartState.QUEUED)
    requests = models.PositiveIntegerField(default=0)
    progress = models.JSONField(default=dict, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    outcome = models.BinaryField(null=True, editable=False)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="matching_part_once"),
            models.CheckConstraint(
                condition=~Q(state=PartState.DONE) | Q(outcome__isnull=False),
                name="done_part_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class MatchingResult(models.Model):
    """What a run gives for one request, or for one part of a request that is split.

    `explanation` is `WhyHere` or `WhyNot` of the engine as JSON, its schools by number.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="results")
    request = models.ForeignKey(
        PlacementRequest,
        models.CASCADE,
        related_name="matching_results",
        verbose_name=_("stageaanvraag"),
    )
    subjects = models.JSONField(
        _("vakken"), default=list, blank=True, help_text="Slugs; empty when the whole request."
    )
    school = models.ForeignKey(
        PlacementSchool,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matching_results",
        verbose_name=_("stageplaats"),
    )
    rank = models.PositiveSmallIntegerField(_("rang"), null=True, blank=True)
    hectometres = models.PositiveIntegerField(null=True, blank=True)
    is_fixed = models.BooleanField(_("lag vast"), default=False)
    status = models.CharField(
        _("wat ervan kwam"), max_length=15, choices=ResultStatus, default=ResultStatus.PLANNED
    )
    skipped_because = models.CharField(_("waarom overgeslagen"), max_length=300, blank=True)
    request_version = models.PositiveIntegerField(
        default=0,
        help_text="Version of the request when it was read: who changed since is skipped.",
    )
    explanation = models.JSONField(_("uitleg"), default=dict, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("resultaat van de matching")
        verbose_name_plural = _("resultaten van de matching")
        ordering = ["request__reference", "pk"]
        indexes = [
            models.Index(fields=["run", "status"]),
            models.Index(fields=["request", "-run"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "request", "subjects"], name="matching_result_once"
            ),
            models.CheckConstraint(
                condition=Q(status=ResultStatus.WITHOUT_PLACE, school__isnull=True)
                | ~Q(status=ResultStatus.WITHOUT_PLACE) & Q(school__isnull=False),
                name="result_without_place_has_no_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} – {self.school or self.get_status_display()}"

    @property
    def why_skipped(self) -> str:
        """Why it was skipped, in the language of the reader: stored as a task said it, in Dutch."""
        return gettext(self.skipped_because) if self.skipped_because else ""


@pghistory.track(append_only=True)
class PairLock(models.Model):
    """A request fixed at a school by hand, or kept away from it, in every run from now on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        PlacementRequest,
        models.CASCADE,
        related_name="pair_locks",
        verbose_name=_("stageaanvraag"),
    )
    school = models.ForeignKey(
        PlacementSchool, models.CASCADE, related_name="+", verbose_name=_("stageplaats")
    )
    kind = models.CharField(_("wat"), max_length=10, choices=LockKind)
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("vastgezet of verboden paar")
        verbose_name_plural = _("vastgezette en verboden paren")
        ordering = ["request__reference", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "school"], name="pair_lock_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(kind=LockKind.FIXED), name="fixed_at_one_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.get_kind_display()} {self.school}"
