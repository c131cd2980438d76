"""Agreements: versions that never change, and the signatures under them.

A version keeps what it says (`content`), the PDF that was made of it and the SHA-256 of that PDF.
What is signed is that hash: a signature belongs to one version and cannot be moved to another.
"""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import ClauseUse, DocumentKind, Party, SigningMethod
from agreements.querysets import AgreementQuerySet, FrameworkQuerySet
from calendar_cfg import clock
from calendar_cfg.models import days_range, same_row
from institutions.models import PlacementSchool, TrainingInstitution
from placement_code.models import PlacementCode
from placements.models import Placement
from requests_app.models import Trainee

SHA256 = RegexValidator(r"^[0-9a-f]{64}$")


def _never_changes(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track(append_only=True)
class Clause(models.Model):
    """A clause of an institution's own, with placeholders that are checked (`placeholders.py`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(TrainingInstitution, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    title = models.CharField(_("titel"), max_length=120)
    text = models.TextField(_("tekst"), max_length=4000)
    use = models.CharField(_("waar"), max_length=10, choices=ClauseUse, default=ClauseUse.BOTH)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("eigen bepaling")
        verbose_name_plural = _("eigen bepalingen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track(append_only=True)
class FrameworkAgreement(models.Model):
    """A raamovereenkomst between an institution and a school, for some time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        TrainingInstitution, models.PROTECT, related_name="framework_agreements"
    )
    school = models.ForeignKey(
        PlacementSchool,
        models.PROTECT,
        related_name="framework_agreements",
        verbose_name=_("stageplaats"),
    )
    valid_from = models.DateField(_("geldt vanaf"))
    valid_until = models.DateField(_("geldt tot en met"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("raamovereenkomst")
        verbose_name_plural = _("raamovereenkomsten")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")),
                name="framework_first_before_last",
                violation_error_message=_("De eerste dag moet voor de laatste dag vallen."),
            ),
            ExclusionConstraint(
                name="frameworks_do_not_overlap",
                expressions=[
                    (same_row("institution"), RangeOperators.OVERLAPS),
                    (same_row("school"), RangeOperators.OVERLAPS),
                    (days_range("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Er is al een raamovereenkomst met deze school in deze periode."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} – {self.school}"


@pghistory.track(append_only=True)
class Agreement(models.Model):
    """A stageovereenkomst of a placement, or the document of a raamovereenkomst."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("kenmerk"), max_length=24, unique=True, editable=False)
    placement = models.OneToOneField(
        Placement, models.PROTECT, null=True, blank=True, related_name="agreement"
    )
    framework = models.OneToOneField(
        FrameworkAgreement, models.PROTECT, null=True, blank=True, related_name="agreement"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("overeenkomst")
        verbose_name_plural = _("overeenkomsten")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(placement__isnull=False, framework=None)
                | Q(placement=None, framework__isnull=False),
                name="agreement_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.reference


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True)
class AgreementVersion(models.Model):
    """What an agreement said from a moment on. Only `superseded_at` is written later."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versie"))
    kind = models.CharField(_("soort"), max_length=10, choices=DocumentKind)
    content = models.JSONField()
    sha256 = models.CharField("SHA-256", max_length=64, validators=[SHA256])
    code = models.ForeignKey(PlacementCode, models.PROTECT, null=True, related_name="+")
    under = models.ForeignKey(FrameworkAgreement, models.PROTECT, null=True, related_name="annexes")
    why = models.CharField(_("waarom een nieuwe versie"), max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("gemaakt op"))
    superseded_at = models.DateTimeField(_("vervangen op"), null=True, blank=True)

    class Meta:
        verbose_name = _("versie van een overeenkomst")
        verbose_name_plural = _("versies van overeenkomsten")
        ordering = ["agreement", "-number"]
        indexes = [models.Index(fields=["sha256"], name="agreement_version_by_hash")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(superseded_at=None),
                name="one_version_in_force",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.ANNEX, under__isnull=False)
                | ~Q(kind=DocumentKind.ANNEX) & Q(under=None),
                name="annex_has_a_framework",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreement_versions_stay",
                operation=pgtrigger.Delete,
            ),
            pgtrigger.ReadOnly(
                name="agreement_versions_do_not_change",
                fields=["agreement", "number", "kind", "content", "sha256", "made_at", "under"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} v{self.number}"


class AgreementFile(models.Model):
    """The PDF of a version, byte for byte as it was made and signed."""

    version = models.OneToOneField(AgreementVersion, models.PROTECT, related_name="file")
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("PDF van een overeenkomst")
        verbose_name_plural = _("PDF's van overeenkomsten")
        triggers = [_never_changes("agreement_files_never_change")]

    def __str__(self) -> str:
        return f"PDF {self.version_id}"


class SignedUpload(models.Model):
    """A scan of a version that was signed outside the system."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="uploads")
    filename = models.CharField(_("bestand"), max_length=200)
    pdf = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64, validators=[SHA256])
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("opgeladen op"))

    class Meta:
        verbose_name = _("ondertekend exemplaar")
        verbose_name_plural = _("ondertekende exemplaren")
        ordering = ["pk"]
        indexes = [models.Index(fields=["sha256"], name="signed_upload_by_hash")]
        constraints = [
            models.UniqueConstraint(fields=["version", "sha256"], name="upload_once"),
        ]
        triggers = [_never_changes("signed_uploads_never_change")]

    def __str__(self) -> str:
        return self.filename


class Signature(models.Model):
    """Who signed a version, for which party, when and how. Append-only."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    party = models.CharField(_("voor"), max_length=12, choices=Party)
    trainee = models.ForeignKey(
        Trainee, models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    name = models.CharField(_("naam"), max_length=170)
    role = models.CharField(_("rol"), max_length=60)
    signed_at = models.DateTimeField(_("ondertekend op"))
    recorded_at = models.DateTimeField(_("vastgelegd op"))
    sha256 = models.CharField("SHA-256", max_length=64, validators=[SHA256])
    method = models.CharField(_("hoe"), max_length=8, choices=SigningMethod)
    upload = models.ForeignKey(
        SignedUpload, models.PROTECT, null=True, blank=True, related_name="signatures"
    )

    class Meta:
        verbose_name = _("handtekening")
        verbose_name_plural = _("handtekeningen")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party", "trainee"],
                name="signed_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(party=Party.TRAINEE, trainee__isnull=False)
                | ~Q(party=Party.TRAINEE) & Q(trainee=None),
                name="trainee_signs_for_the_trainee",
            ),
            models.CheckConstraint(
                condition=Q(method=SigningMethod.OUTSIDE, upload__isnull=False)
                | Q(method=SigningMethod.HERE, upload=None),
                name="signed_outside_has_an_upload",
            ),
        ]
        triggers = [_never_changes("signatures_never_change")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_party_display()}"
