"""The states of a matching run, and what came of each request in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunScope(models.TextChoices):
    """Which requests a run is about."""

    ALL = "all", _("Alle aanvragen die een school zoeken")
    TRIMESTER = "trimester", _("Eén trimester")
    INSTITUTION = "institution", _("Wat nog zoekt van één lerarenopleiding")
    LOOKING = "looking", _("Wat sinds de vorige ronde zoekt")


class RunTrigger(models.TextChoices):
    """What started a run."""

    EFFECT = "effect", _("De opening van “Matchen en beantwoorden”")
    ADMIN = "admin", _("Een beheerder")
    SWEEP = "sweep", _("De regelmatige ronde")
    REQUEST = "request", _("Een aanvraag die meteen een school zocht")


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("Begint zo")
    RUNNING = "running", _("Rekent")
    INTERRUPTED = "interrupted", _("Onderbroken")
    READY = "ready", _("Klaar om na te kijken")
    PUBLISHING = "publishing", _("Wordt bekendgemaakt")
    PUBLISHED = "published", _("Bekendgemaakt")
    DISCARDED = "discarded", _("Weggegooid")
    FAILED = "failed", _("Mislukt")


ACTIVE_STATES = (
    RunState.QUEUED,
    RunState.RUNNING,
    RunState.INTERRUPTED,
    RunState.PUBLISHING,
)
"""One run per year at a time is in one of these."""


class PartState(models.TextChoices):
    """Where a part of a run stands."""

    QUEUED = "queued", _("Begint zo")
    RUNNING = "running", _("Rekent")
    DONE = "done", _("Klaar")


class ResultStatus(models.TextChoices):
    """What a run means for one request, or one part of it."""

    PLANNED = "planned", _("Gepland")
    PUT_TO_SCHOOL = "put_to_school", _("Aan de school voorgelegd")
    SUGGESTED = "suggested", _("Voorgesteld, de stagecoördinator kiest")
    DISMISSED = "dismissed", _("Niet gekozen door de stagecoördinator")
    SKIPPED = "skipped", _("Overgeslagen: intussen gewijzigd")
    WITHOUT_PLACE = "without_place", _("Zonder plaats")


class LockKind(models.TextChoices):
    """What an administrator decided by hand about a request and a school."""

    FIXED = "fixed", _("Vastgezet")
    FORBIDDEN = "forbidden", _("Verboden")


class SkipReason(models.TextChoices):
    """Why a planned result was not put to its school after all."""

    CHANGED = "changed", _("De aanvraag is intussen gewijzigd.")
    NOT_ASKABLE = "not_askable", _("De school kan niet meer gevraagd worden.")
    FORBIDDEN = "forbidden", _("De aanvraag mag niet meer naar deze school.")
    FULL = "full", _("De plaatsen van de school zijn intussen ingenomen.")
    ELSEWHERE = "elsewhere", _("Een stagiair is in deze periode intussen elders.")
