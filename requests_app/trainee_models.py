"""The stagiairs of an institution."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.models import (
    POSTAL_CODE,
    PlacementSchool,
    Programme,
    Subject,
    TrainingInstitution,
)
from requests_app.querysets import TraineeQuerySet


@pghistory.track(append_only=True)
class Trainee(models.Model):
    """A stagiair of an institution. No national number, birth date or street (trust.md, 21)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(TrainingInstitution, models.CASCADE, related_name="trainees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trainee_records",
    )
    first_name = models.CharField(_("voornaam"), max_length=80)
    last_name = models.CharField(_("familienaam"), max_length=80)
    email = models.EmailField(_("e-mailadres"))
    student_number = models.CharField(_("studentennummer"), max_length=30)
    programme = models.ForeignKey(Programme, models.PROTECT, verbose_name=_("opleiding"))
    postal_code = models.CharField(
        _("postcode"),
        max_length=4,
        validators=[POSTAL_CODE],
        help_text=_("Van waar de stagiair vertrekt; meer van het adres vragen we niet."),
    )
    subjects = models.ManyToManyField(Subject, verbose_name=_("vakken"), blank=True)
    excluded_schools = models.ManyToManyField(
        PlacementSchool,
        related_name="+",
        verbose_name=_("scholen waar deze stagiair niet heen gaat"),
        blank=True,
        help_text=_("Bijvoorbeeld de eigen vroegere school. De reden vragen we niet."),
    )
    is_active = models.BooleanField(_("actief"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stagiair")
        verbose_name_plural = _("stagiairs")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "student_number"],
                name="student_number_once",
                violation_error_message=_("Er is al een stagiair met dit studentennummer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
