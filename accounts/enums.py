"""The fixed lists of outgoing mail: why one did not leave, and what is decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailFault(models.TextChoices):
    """Why a mail did not leave, in words for the administrator."""

    ADDRESS = (
        "address",
        _("De mailserver weigert dit adres: het bestaat niet, of het neemt onze mail niet aan."),
    )
    SENDER = "sender", _("De mailserver weigert het adres van de afzender van lerarenstage.")
    CONTENT = "content", _("De mailserver weigert wat in deze mail staat.")
    UNWRITABLE = "unwritable", _("Hier is geen mail van te maken: het adres klopt niet.")
    BUSY = "busy", _("De mailserver vraagt om later terug te komen.")
    CONNECTION = "connection", _("De verbinding met de mailserver viel weg.")
    LOST = "lost", _("De worker viel weg terwijl hij deze mail verstuurde.")
    STALE = "stale", _("Deze mail wachtte te lang: misschien klopt niet meer wat erin staat.")
    UNKNOWN = "unknown", _("Er ging iets mis dat lerarenstage niet kent.")
    LOGIN = "login", _("De mailserver weigert de aanmelding van lerarenstage.")
    SERVER = "server", _("De mailserver is niet bereikbaar of niet juist ingesteld.")


class OutboxAct(models.TextChoices):
    """What an administrator can decide about mail that leaves."""

    HOLD = "hold", _("Alle mail tegengehouden")
    RELEASE = "release", _("Alle mail vrijgegeven")
    HOLD_MAIL = "hold_mail", _("Tegengehouden")
    SEND = "send", _("Laten versturen")
    DROP = "drop", _("Niet versturen")
