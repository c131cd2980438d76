"""The parts of the Stagecode's text, and what can happen to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockKind(models.TextChoices):
    """What a part of the text is."""

    HEADING = "heading", _("titel")
    PARAGRAPH = "paragraph", _("alinea")
    POINTS = "points", _("lijst")


class Sign(models.TextChoices):
    """What happened to a part of the text."""

    ADDED = "added", _("Nieuw")
    REMOVED = "removed", _("Geschrapt")
