"""The fixed lists of answer links."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """What was done with a link."""

    MADE = "made", _("gemaakt")
    OPENED = "opened", _("geopend")
    ANSWERED = "answered", _("beantwoord")
    FORWARDED = "forwarded", _("doorgegeven")
    REVOKED = "revoked", _("ingetrokken")
    REFUSED = "refused", _("geweigerd: werkt niet meer")
    REGISTERED = "registered", _("school aangemeld")


class RegistrationState(models.TextChoices):
    """Where the registration of a school stands."""

    ASKED = "asked", _("wacht op bevestiging")
    CONFIRMED = "confirmed", _("bevestigd")
    DECLINED = "declined", _("afgewezen")
