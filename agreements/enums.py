"""Kinds of agreement, parties, and ways to sign."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a version of an agreement is."""

    FULL = "full", _("Stageovereenkomst")
    ANNEX = "annex", _("Bijlage bij de raamovereenkomst")
    FRAMEWORK = "framework", _("Raamovereenkomst")


class Party(models.TextChoices):
    """Who signs (the source: "de stagiair, de lerarenopleiding en de stageplaats")."""

    TRAINEE = "trainee", _("Stagiair")
    INSTITUTION = "institution", _("Lerarenopleiding")
    SCHOOL = "school", _("Stageplaats")


class SigningMethod(models.TextChoices):
    """How a party signed."""

    HERE = "here", _("Ondertekend in lerarenstage")
    OUTSIDE = "outside", _("Buiten lerarenstage ondertekend")


class AgreementStatus(models.TextChoices):
    """Where a version stands; derived from its signatures, never stored."""

    WAITING = "waiting", _("Wacht op handtekeningen")
    SIGNED = "signed", _("Door allen ondertekend")
    REPLACED = "replaced", _("Vervangen door een nieuwe versie")
    LAPSED = "lapsed", _("Zonder voorwerp: de stage gaat niet door")


class ClauseUse(models.TextChoices):
    """In which documents an institution's clause stands."""

    FULL = "full", _("In de volledige stageovereenkomst")
    ANNEX = "annex", _("In de bijlage bij een raamovereenkomst")
    BOTH = "both", _("In beide")
    FRAMEWORK = "framework", _("In de raamovereenkomst")
