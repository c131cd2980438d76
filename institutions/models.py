"""Organisations, subjects and places, and what a school offers in a year."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calendar_cfg.models import AcademicYear, days_range, same_row
from institutions.enums import (
    ActivityKind,
    EducationForm,
    Finality,
    Graad,
    InstitutionKind,
    Koepel,
    Net,
    ProgrammeKind,
    Stance,
)
from institutions.querysets import InstitutionQuerySet, SchoolQuerySet
from institutions.register_models import RegisterUpload  # noqa: F401 - Django finds it here

POSTAL_CODE = RegexValidator(r"^[1-9]\d{3}$", _("Een postcode heeft vier cijfers, bv. 9000."))
MAX_PLACES = 200


def empty_list() -> list[str]:
    """The default of a list column."""
    return []


class Subject(models.Model):
    """A subject taught in secondary schools."""

    slug = models.SlugField(_("code"), unique=True, max_length=80)
    name = models.CharField(_("naam"), max_length=120)
    is_active = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        verbose_name = _("vak")
        verbose_name_plural = _("vakken")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PostalCode(models.Model):
    """A postal code with a locality and its coordinates (WGS84)."""

    code = models.CharField(_("postcode"), max_length=4, validators=[POSTAL_CODE])
    locality = models.CharField(_("plaats"), max_length=100)
    latitude = models.FloatField(_("breedtegraad"))
    longitude = models.FloatField(_("lengtegraad"))

    class Meta:
        verbose_name = _("postcode")
        verbose_name_plural = _("postcodes")
        ordering = ["code", "locality"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locality"], name="postal_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.locality}"


@pghistory.track(append_only=True)
class TrainingInstitution(models.Model):
    """A lerarenopleiding: university, hogeschool or centrum voor volwassenenonderwijs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("naam"), max_length=150, unique=True)
    short_name = models.CharField(_("korte naam"), max_length=40)
    kind = models.CharField(_("soort"), max_length=20, choices=InstitutionKind)
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    is_active = models.BooleanField(_("actief"), default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lerarenopleiding")
        verbose_name_plural = _("lerarenopleidingen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(append_only=True)
class Programme(models.Model):
    """An opleiding of an institution."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        TrainingInstitution,
        models.CASCADE,
        related_name="programmes",
        verbose_name=_("lerarenopleiding"),
    )
    name = models.CharField(_("naam"), max_length=150)
    kind = models.CharField(_("soort"), max_length=20, choices=ProgrammeKind)
    is_active = models.BooleanField(_("actief"), default=True)

    class Meta:
        verbose_name = _("opleiding")
        verbose_name_plural = _("opleidingen")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"],
                name="programme_once",
                violation_error_message=_("Deze opleiding staat er al."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(append_only=True)
class PlacementSchool(models.Model):
    """A stageplaats: a secondary school, known by its instellingsnummer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("instellingsnummer"), unique=True)
    name = models.CharField(_("naam"), max_length=150)
    net = models.CharField(_("onderwijsnet"), max_length=10, choices=Net, default=Net.OTHER)
    koepel = models.CharField(_("koepel"), max_length=10, choices=Koepel, blank=True)
    education_forms = ArrayField(
        models.CharField(max_length=10, choices=EducationForm),
        verbose_name=_("onderwijsvormen"),
        default=empty_list,
        blank=True,
    )
    finalities = ArrayField(
        models.CharField(max_length=15, choices=Finality),
        verbose_name=_("finaliteiten"),
        default=empty_list,
        blank=True,
    )
    graden = ArrayField(
        models.PositiveSmallIntegerField(choices=Graad),
        verbose_name=_("graden"),
        default=empty_list,
        blank=True,
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    info = models.TextField(_("praktische informatie voor stagiairs"), blank=True, max_length=2000)
    is_active = models.BooleanField(_("actief"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("stageplaats")
        verbose_name_plural = _("stageplaatsen")
        ordering = ["name", "number"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(append_only=True)
class Campus(models.Model):
    """A vestigingsplaats of a school."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(
        PlacementSchool, models.CASCADE, related_name="campuses", verbose_name=_("stageplaats")
    )
    number = models.PositiveSmallIntegerField(_("nummer vestigingsplaats"))
    name = models.CharField(_("naam"), max_length=150, blank=True)
    street = models.CharField(_("straat"), max_length=120, blank=True)
    house_number = models.CharField(_("huisnummer"), max_length=20, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=4, validators=[POSTAL_CODE])
    locality = models.CharField(_("plaats"), max_length=100)
    latitude = models.FloatField(
        _("breedtegraad"),
        null=True,
        blank=True,
        validators=[MinValueValidator(49), MaxValueValidator(52)],
    )
    longitude = models.FloatField(
        _("lengtegraad"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(7)],
    )
    is_head = models.BooleanField(_("hoofdvestiging"), default=False)
    is_active = models.BooleanField(_("actief"), default=True)

    class Meta:
        verbose_name = _("vestigingsplaats")
        verbose_name_plural = _("vestigingsplaatsen")
        ordering = ["school", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                name="campus_once",
                violation_error_message=_("Dit nummer van vestigingsplaats bestaat al."),
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(is_head=True),
                name="one_head_campus",
                violation_error_message=_("Een school heeft één hoofdvestiging."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.school} ({self.postal_code} {self.locality})"


@pghistory.track(append_only=True)
class SchoolYear(models.Model):
    """What a school says of itself for one academic year."""

    school = models.ForeignKey(
        PlacementSchool, models.CASCADE, related_name="years", verbose_name=_("stageplaats")
    )
    year = models.ForeignKey(
        AcademicYear, models.CASCADE, related_name="school_years", verbose_name=_("academiejaar")
    )
    stance = models.CharField(
        _("neemt de school stagiairs?"), max_length=10, choices=Stance, default=Stance.UNKNOWN
    )
    stance_reason = models.TextField(_("toelichting"), blank=True, max_length=1000)
    total_at_same_time = models.PositiveSmallIntegerField(
        _("hoeveel stagiairs tegelijk"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_PLACES)],
    )
    confirmed_at = models.DateTimeField(_("laatst bevestigd op"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bevestigd door"),
    )
    carried_over_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("overgenomen van"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("schooljaar van een stageplaats")
        verbose_name_plural = _("schooljaren van stageplaatsen")
        ordering = ["year", "school"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="school_year_once"),
            models.CheckConstraint(
                condition=Q(total_at_same_time__isnull=True)
                | Q(total_at_same_time__lte=MAX_PLACES),
                name="total_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year}"


@pghistory.track(append_only=True)
class Offer(models.Model):
    """A line of the stageaanbod: places for a subject in a trimester.

    No trimester means: so many in each trimester. No graad: in any graad. No campus: anywhere
    in the school. No kinds: every kind of activity.
    """

    school_year = models.ForeignKey(
        SchoolYear,
        models.CASCADE,
        related_name="offers",
        verbose_name=_("schooljaar van de stageplaats"),
    )
    campus = models.ForeignKey(
        Campus, models.CASCADE, null=True, blank=True, verbose_name=_("vestigingsplaats")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("vak"))
    trimester = models.PositiveSmallIntegerField(
        _("trimester"), null=True, blank=True, choices=[(1, "T1"), (2, "T2"), (3, "T3")]
    )
    graad = models.PositiveSmallIntegerField(_("graad"), null=True, blank=True, choices=Graad)
    places = models.PositiveSmallIntegerField(
        _("plaatsen"), validators=[MaxValueValidator(MAX_PLACES)]
    )
    kinds = ArrayField(
        models.CharField(max_length=15, choices=ActivityKind),
        verbose_name=_("soorten stage"),
        default=empty_list,
        blank=True,
    )
    remark = models.CharField(_("opmerking"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stageaanbod")
        verbose_name_plural = _("stageaanbod")
        ordering = ["school_year", "subject__name", "graad", "trimester"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "campus", "subject", "trimester", "graad"],
                name="offer_once",
                nulls_distinct=False,
                violation_error_message=_("Dit vak staat al in het aanbod voor deze graad."),
            ),
            models.CheckConstraint(
                condition=Q(trimester__isnull=True) | Q(trimester__in=[1, 2, 3]),
                name="offer_trimester_is_1_2_or_3",
            ),
            models.CheckConstraint(condition=Q(places__lte=MAX_PLACES), name="places_are_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.places}"


@pghistory.track(append_only=True)
class BlockedPeriod(models.Model):
    """Days on which a school takes nobody, e.g. exams."""

    school_year = models.ForeignKey(SchoolYear, models.CASCADE, related_name="blocked_periods")
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))
    reason = models.CharField(_("reden"), max_length=120)

    class Meta:
        verbose_name = _("geblokkeerde periode")
        verbose_name_plural = _("geblokkeerde periodes")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="blocked_first_before_last",
                violation_error_message=_("De eerste dag moet voor de laatste dag vallen."),
            ),
            ExclusionConstraint(
                name="blocked_periods_do_not_overlap",
                expressions=[
                    (same_row("school_year"), RangeOperators.OVERLAPS),
                    (days_range("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Deze periode overlapt met een andere periode."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


@pghistory.track(append_only=True)
class SchoolFreeDay(models.Model):
    """A free day that a school adds for itself; counts for that school alone."""

    school = models.ForeignKey(PlacementSchool, models.CASCADE, related_name="free_days")
    date = models.DateField(_("datum"))
    name = models.CharField(_("naam"), max_length=80)

    class Meta:
        verbose_name = _("vrije dag van de school")
        verbose_name_plural = _("vrije dagen van de school")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "date"],
                name="school_free_day_once",
                violation_error_message=_("Deze vrije dag staat er al."),
            )
        ]

    def __str__(self) -> str:
        return self.name
