"""The fixed lists of the calendar. Labels are the words of the interface."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhaseKind(models.TextChoices):
    """A window in which something is possible (domain.md, 2)."""

    SCHOOL_DATA = "school_data", _("Schoolgegevens en stageaanbod")
    TEMPLATES = "templates", _("Stageaanvraagsjablonen")
    REQUESTS = "requests", _("Stageaanvragen indienen")
    ANSWERS = "answers", _("Matchen en beantwoorden")


class MilestoneKind(models.TextChoices):
    """A date on the way. Only INTRO is an event; the others are soft: "bij voorkeur"."""

    ANSWER_BY = "answer_by", _("Scholen proberen te antwoorden")
    SEND = "send", _("Aanvragen bij voorkeur versturen")
    APPROVE = "approve", _("Aanvragen bij voorkeur goedkeuren")
    INTRO = "intro", _("Intromoment")


class Edge(models.TextChoices):
    """The two edges of a phase."""

    OPEN = "open", _("opent")
    CLOSE = "close", _("sluit")


class HolidayKind(models.TextChoices):
    """Days on which no school is held."""

    HERFST = "herfst", _("Herfstvakantie")
    KERST = "kerst", _("Kerstvakantie")
    KROKUS = "krokus", _("Krokusvakantie")
    PAAS = "paas", _("Paasvakantie")
    ZOMER = "zomer", _("Zomervakantie")
    VRIJ = "vrij", _("Vrije dag")


class EffectState(models.TextChoices):
    """Where an effect in the ledger stands."""

    PENDING = "pending", _("wacht")
    DONE = "done", _("uitgevoerd")
    FAILED = "failed", _("mislukt")


class SweepTrigger(models.TextChoices):
    """What started a sweep of the ledger."""

    BEAT = "beat", _("elke minuut")
    WORKER = "worker", _("start van de worker")
    COMMAND = "command", _("opdracht")
    ADMIN = "admin", _("beheerder")
