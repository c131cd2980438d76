"""Where a stage stands, and who guides it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlacementPhase(models.TextChoices):
    """Where a stage stands; derived from its dates and its answer, never stored."""

    PLANNED = "planned", _("Gepland")
    RUNNING = "running", _("Loopt")
    COMPLETED = "completed", _("Afgelopen")
    CANCELLED = "cancelled", _("Geannuleerd")


class GuidanceRole(models.TextChoices):
    """In which role somebody guides a stage."""

    SUBJECT_MENTOR = "subject_mentor", _("Vakmentor")
    SUPERVISOR = "supervisor", _("Stagebegeleider")
