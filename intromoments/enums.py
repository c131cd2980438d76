"""What a trainee answers to an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Coming(models.TextChoices):
    """Whether an invited trainee comes."""

    YES = "yes", _("Ik kom")
    NO = "no", _("Ik kan niet komen")
