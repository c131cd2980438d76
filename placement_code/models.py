"""The Stagecode: versions, the day from which each holds, and who accepted which (domain.md, 1)."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, TrainingInstitution

_REFUSE_WHEN_ACCEPTED = """
    IF EXISTS (SELECT 1 FROM placement_code_codeacceptance WHERE code_id = OLD.id)
        OR EXISTS (
            SELECT 1 FROM placement_code_organisationcodeacceptance WHERE code_id = OLD.id
        )
    THEN
        RAISE EXCEPTION 'A version of the Stagecode that somebody accepted does not change';
    END IF;
    RETURN NEW;
"""


@pghistory.track(append_only=True)
class PlacementCode(models.Model):
    """A version of the Stagecode. From the day on which it holds it does not change any more."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("versie"), unique=True)
    valid_from = models.DateField(_("geldt vanaf"), unique=True)
    text = models.TextField(
        _("tekst"),
        help_text=_(
            "Een lege regel begint een nieuwe alinea. Een regel die met # begint is een titel, "
            "een die met - begint een punt van een lijst."
        ),
    )
    what_changed = models.TextField(_("wat er veranderde, in het kort"), blank=True)
    is_example = models.BooleanField(
        _("voorbeeld"),
        default=False,
        help_text=_("Een tekst om mee te oefenen, niet de echte Stagecode."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("versie van de Stagecode")
        verbose_name_plural = _("versies van de Stagecode")
        ordering = ["-valid_from"]
        triggers = [
            pgtrigger.Trigger(
                name="accepted_code_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("number", "valid_from", "text", "what_changed"),
                func=_REFUSE_WHEN_ACCEPTED,
            )
        ]

    def __str__(self) -> str:
        return str(_("Stagecode, versie %(number)d") % {"number": self.number})


def _append_only(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class CodeAcceptance(models.Model):
    """A person accepted a version. Append-only."""

    code = models.ForeignKey(PlacementCode, models.PROTECT, related_name="acceptances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="code_acceptances"
    )
    accepted_at = models.DateTimeField(_("aanvaard op"))

    class Meta:
        verbose_name = _("aanvaarding door een persoon")
        verbose_name_plural = _("aanvaardingen door personen")
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "user"], name="code_accepted_once"),
        ]
        triggers = [_append_only("code_acceptances_are_append_only")]

    def __str__(self) -> str:
        return f"{self.user} – {self.code}"


class OrganisationCodeAcceptance(models.Model):
    """A responsible person accepted a version for an organisation and a year. Append-only."""

    code = models.ForeignKey(PlacementCode, models.PROTECT, related_name="organisation_acceptances")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        TrainingInstitution, models.PROTECT, null=True, blank=True, related_name="+"
    )
    school = models.ForeignKey(
        PlacementSchool, models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(_("rol"), max_length=20)
    accepted_at = models.DateTimeField(_("aanvaard op"))

    class Meta:
        verbose_name = _("aanvaarding door een organisatie")
        verbose_name_plural = _("aanvaardingen door organisaties")
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "institution", "school"],
                name="code_accepted_once_by_organisation",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, school=None)
                | Q(institution=None, school__isnull=False),
                name="code_accepted_by_one_organisation",
            ),
        ]
        triggers = [_append_only("organisation_acceptances_are_append_only")]

    def __str__(self) -> str:
        return f"{self.institution or self.school} – {self.code}"
