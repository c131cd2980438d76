"""Demand: stageaanvraagsjablonen, stageaanvragen and their activity lines."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.enums import (
    ActivityKind,
    EducationForm,
    Finality,
    FunctionalWhole,
    Graad,
    Net,
)
from institutions.models import (
    PlacementSchool,
    Programme,
    Subject,
    TrainingInstitution,
    empty_list,
)
from requests_app.enums import Hardship, Onward, RequestState, Route
from requests_app.querysets import RequestQuerySet, TemplateQuerySet
from requests_app.trainee_models import Trainee

TRIMESTERS = [(1, _("Trimester 1")), (2, _("Trimester 2")), (3, _("Trimester 3"))]
MAX_PREFERENCES = 5


class Wishes(models.Model):
    """What a request or template asks of a school and of the period."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, verbose_name=_("opleiding")
    )
    trimester = models.PositiveSmallIntegerField(
        _("trimester"), null=True, blank=True, choices=TRIMESTERS
    )
    period_start = models.DateField(_("eerste dag van de stageperiode"), null=True, blank=True)
    period_end = models.DateField(_("laatste dag van de stageperiode"), null=True, blank=True)
    max_distance_km = models.PositiveSmallIntegerField(
        _("hoogstens zoveel kilometer"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
    )
    nets = ArrayField(
        models.CharField(max_length=10, choices=Net),
        verbose_name=_("onderwijsnetten"),
        default=empty_list,
        blank=True,
    )
    education_forms = ArrayField(
        models.CharField(max_length=10, choices=EducationForm),
        verbose_name=_("onderwijsvormen"),
        default=empty_list,
        blank=True,
    )
    supervisor = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stagebegeleider"),
    )
    text_for_school = models.TextField(_("tekst voor de school"), blank=True, max_length=4000)
    other_schools = models.BooleanField(
        _("ook andere scholen dan de gekozen scholen"),
        default=True,
        help_text=_("Zoekt verder wanneer geen van de voorkeurscholen plaats heeft."),
    )
    may_split = models.BooleanField(
        _("de vakken mogen naar verschillende scholen"),
        default=False,
        help_text=_("Alleen wanneer geen enkele school plaats heeft voor alles samen."),
    )
    onward = models.CharField(
        _("als de aanvraag later een school zoekt"),
        max_length=10,
        choices=Onward,
        default=Onward.ASK,
    )

    class Meta:
        abstract = True


class ActivityFields(models.Model):
    """One line: a stageactiviteit as asked."""

    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("soort"), max_length=15, choices=ActivityKind)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, verbose_name=_("vak")
    )
    functional_wholes = ArrayField(
        models.PositiveSmallIntegerField(choices=FunctionalWhole),
        verbose_name=_("functionele gehelen"),
        default=empty_list,
        blank=True,
    )
    graad = models.PositiveSmallIntegerField(_("graad"), null=True, blank=True, choices=Graad)
    education_form = models.CharField(
        _("onderwijsvorm"), max_length=10, choices=EducationForm, blank=True
    )
    finality = models.CharField(_("finaliteit"), max_length=15, choices=Finality, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("lesuren"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    remark = models.CharField(_("opmerking"), max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        what = self.subject or self.functional_wholes_label
        return f"{self.get_kind_display()} {what}".strip()

    @property
    def functional_wholes_label(self) -> str:
        """The functionele gehelen of a cross-class line, in words."""
        return ", ".join(
            f"{number} {FunctionalWhole(number).label}" for number in self.functional_wholes
        )


def line_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A teaching line has no functionele gehelen, a cross-class line has no subject."""
    return [
        models.CheckConstraint(
            condition=Q(kind=ActivityKind.CROSS_CLASS, subject__isnull=True)
            | (~Q(kind=ActivityKind.CROSS_CLASS) & Q(functional_wholes__len=0)),
            name=f"{prefix}_kind_fits_content",
            violation_error_message=_(
                "Een klasoverstijgende activiteit heeft functionele gehelen, "
                "een andere activiteit een vak."
            ),
        )
    ]


@pghistory.track(append_only=True)
class RequestTemplate(Wishes):
    """A stageaanvraagsjabloon: prepared first, trainees are attached later."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        TrainingInstitution, models.CASCADE, related_name="request_templates"
    )
    year = models.ForeignKey(AcademicYear, models.PROTECT, verbose_name=_("academiejaar"))
    name = models.CharField(_("naam van het sjabloon"), max_length=120)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("stageaanvraagsjabloon")
        verbose_name_plural = _("stageaanvraagsjablonen")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "year", "name"],
                name="template_name_once",
                violation_error_message=_("Er is al een sjabloon met deze naam."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TemplateActivity(ActivityFields):
    """A line of a template."""

    template = models.ForeignKey(RequestTemplate, models.CASCADE, related_name="activities")

    class Meta(ActivityFields.Meta):
        constraints = line_constraints("template_activity")


@pghistory.track(append_only=True)
class PlacementRequest(Wishes):
    """A stageaanvraag: the demand for one trainee, or for a group that is never split.

    `state` changes only in `requests_app.workflow`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("kenmerk"), max_length=20, unique=True, editable=False)
    institution = models.ForeignKey(
        TrainingInstitution, models.PROTECT, related_name="placement_requests"
    )
    year = models.ForeignKey(AcademicYear, models.PROTECT, verbose_name=_("academiejaar"))
    template = models.ForeignKey(
        RequestTemplate, models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    trainees = models.ManyToManyField(
        Trainee, related_name="placement_requests", verbose_name=_("stagiairs"), blank=True
    )
    is_group = models.BooleanField(_("groepsstage"), default=False)
    route = models.CharField(
        _("hoe zoeken we een school"), max_length=15, choices=Route, blank=True
    )
    state = models.CharField(
        _("toestand"), max_length=20, choices=RequestState, default=RequestState.DRAFT
    )
    hardship = models.CharField(_("voorrang"), max_length=15, choices=Hardship, blank=True)
    hardship_confirmed_at = models.DateTimeField(_("voorrang bevestigd op"), null=True, blank=True)
    hardship_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voorrang bevestigd door"),
    )
    waits_for = models.ForeignKey(
        PlacementSchool,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waiting_requests",
        verbose_name=_("wacht op een plaats bij"),
    )
    waits_since = models.DateTimeField(_("wacht sinds"), null=True, blank=True)
    offered_for_check_at = models.DateTimeField(_("ter controle sinds"), null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField(_("ingediend op"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    form_key = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="One-time key of the form that made it: a resend finds this row again.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("stageaanvraag")
        verbose_name_plural = _("stageaanvragen")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["institution", "year", "state"]),
            models.Index(fields=["year", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="request_period_in_order",
                violation_error_message=_("De stageperiode moet beginnen voor ze eindigt."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="request_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(hardship_confirmed_at__isnull=True) | ~Q(hardship=""),
                name="confirmed_hardship_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(waits_for__isnull=True, waits_since__isnull=True)
                | Q(waits_for__isnull=False, waits_since__isnull=False),
                name="who_waits_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[RequestState.DRAFT, RequestState.WITHDRAWN, RequestState.EXPIRED]
                )
                | Q(
                    filed_at__isnull=False,
                    trimester__isnull=False,
                    period_start__isnull=False,
                    period_end__isnull=False,
                    programme__isnull=False,
                )
                & ~Q(route=""),
                name="filed_request_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


@pghistory.track(append_only=True)
class Activity(ActivityFields):
    """A line of a request. `root` is the line of the first request that it came from."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(PlacementRequest, models.CASCADE, related_name="activities")
    root = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="descendants"
    )

    class Meta(ActivityFields.Meta):
        verbose_name = _("stageactiviteit")
        verbose_name_plural = _("stageactiviteiten")
        constraints = line_constraints("activity")


class Preference(models.Model):
    """A school that a request names, with its rank; a direct request names one."""

    request = models.ForeignKey(PlacementRequest, models.CASCADE, related_name="preferences")
    school = models.ForeignKey(PlacementSchool, models.PROTECT, related_name="preferred_by")
    rank = models.PositiveSmallIntegerField(_("rang"))

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "school"],
                name="preferred_school_once",
                violation_error_message=_("Kies elke school maar één keer."),
            ),
            models.UniqueConstraint(fields=["request", "rank"], name="preference_rank_once"),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=MAX_PREFERENCES), name="preference_rank_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.school}"
