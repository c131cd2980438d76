"""Calendar feeds: secret addresses that somebody's calendar program reads."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from placements.models import Placement


@pghistory.track(append_only=True)
class Feed(models.Model):
    """A feed of a person: of everything, or of one stage. Its address is signed, not stored."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    placement = models.ForeignKey(
        Placement, models.CASCADE, null=True, blank=True, related_name="feeds"
    )
    made_at = models.DateTimeField(_("gemaakt op"), default=clock.real_now, editable=False)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda om op te abonneren")
        verbose_name_plural = _("agenda's om op te abonneren")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "placement"],
                condition=Q(revoked_at=None),
                name="one_feed_at_a_time",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.placement or 'alles'}"
