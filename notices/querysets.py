"""Whose notices an actor may see, and which wait."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef

from institutions.actors import Actor
from institutions.enums import Role
from notices.enums import KEPT_BACK, REMINDERS, NoticeState


class AddresseeQuerySet(models.QuerySet[Any]):
    """Scopes on addressees."""

    def with_waiting(self) -> Self:
        """Those for whom something waits to be mailed."""
        from notices.models import Notice

        waiting = Notice.objects.filter(addressee=OuterRef("pk"), state=NoticeState.WAITING)
        return self.filter(Exists(waiting))


class NoticeQuerySet(models.QuerySet[Any]):
    """Scopes on notices."""

    def visible_to(self, actor: Actor) -> Self:
        """What was told to the actor in the role acted in; an administrator's own account."""
        if actor.user is None:
            return self.none()
        if actor.role == Role.ADMIN:
            return self.filter(addressee__user=actor.user, membership=None)
        if actor.membership_id is None:
            return self.none()
        return self.filter(membership=actor.membership_id)

    def for_lines(self) -> Self:
        """With all that the line of any kind reads, in one query.

        `is_replaced` is whether a reminder about the same was told to the same later. One that is
        withheld may never be mailed, so it takes the place of nothing. `mail_state` is what became
        of the mail that was made of it.
        """
        from notices.models import Notice

        later = Notice.objects.filter(
            proposal=OuterRef("proposal"),
            addressee=OuterRef("addressee"),
            kind__in=REMINDERS,
            pk__gt=OuterRef("pk"),
        ).exclude(state__in=KEPT_BACK)
        return self.annotate(is_replaced=Exists(later), mail_state=F("mail__state")).select_related(
            "year",
            "membership__institution",
            "membership__school",
            "addressee__user",
            "addressee__school",
            "request__institution",
            "request__year",
            "proposal__school",
            "proposal__request__institution",
            "proposal__request__year",
            "placement__proposal__school",
            "placement__proposal__request__institution",
            "placement__proposal__request__year",
        )
