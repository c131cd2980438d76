"""The fixed lists of what is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How often somebody wants a mail."""

    AT_ONCE = "at_once", _("Meteen")
    DAILY = "daily", _("Eén mail per dag")
    WEEKLY = "weekly", _("Eén mail per week")


class NoticeState(models.TextChoices):
    """Whether and why a notice was mailed or not."""

    WAITING = "waiting", _("wacht op de volgende mail")
    MAILED = "mailed", _("gemaild")
    SEEN = "seen", _("al gezien")
    OVER = "over", _("niet meer nodig")
    OFF = "off", _("uitgezet door de ontvanger")
    WITHHELD = "withheld", _("tegengehouden")
    DROPPED = "dropped", _("niet gemaild")


REMINDERS = ("answer_due_soon", "answer_due_today", "answer_overdue")
"""Kinds that take the place of what asked the same person the same before (`is_replaced`)."""

KEPT_BACK = (NoticeState.WITHHELD, NoticeState.DROPPED)
"""What waits for an administrator, or was not to be mailed: it stands on the site alone."""
