"""Whose links and registrations an actor may see."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Membership
from answer_links.enums import Use
from institutions.actors import Actor


class LinkQuerySet(models.QuerySet[Any]):
    """Scopes on answer links."""

    def locked(self) -> Self:
        """The same under a lock; a row that names a link can be written meanwhile.

        Who locks more locks the request first, then its link, then its proposal: two who answer
        and hand on at once wait for each other in turn.
        """
        return self.select_for_update(of=("self",), no_key=True)

    def with_who_left(self) -> Self:
        """With `has_left`: its address is none of the school's any more.

        That of somebody whose access to the school ended, or one that was the school's own and was
        corrected. Such a link is revoked without a row that says so. An address that a link was
        handed on to needs no account.
        """
        people = Membership.objects.filter(
            school=OuterRef("proposal__school"), user__email__iexact=OuterRef("email")
        )
        of_school = Q(proposal__school__email__iexact=F("email"))
        given = Q(handed_on_from__isnull=False) | Exists(_given_by_a_mentor())
        left = ~of_school & ~Exists(people.active()) & (Exists(people) | ~given)
        return self.annotate(has_left=left)

    def visible_to(self, actor: Actor) -> Self:
        """Those of the school that the actor answers for; administrators see all."""
        if actor.is_admin:
            return self
        if actor.may_answer:
            return self.filter(proposal__school=actor.school)
        return self.none()


def _given_by_a_mentor() -> models.QuerySet[Any]:
    """The row that says that a schoolmentor who was logged in handed the request on."""
    from answer_links.models import LinkUse

    return LinkUse.objects.filter(link=OuterRef("pk"), use=Use.MADE, user__isnull=False)


class RegistrationQuerySet(models.QuerySet[Any]):
    """Scopes on registrations."""

    def visible_to(self, actor: Actor) -> Self:
        """Of schools that answered the coordinator's institution; administrators see all."""
        if actor.is_admin:
            return self
        if actor.is_coordinator:
            return self.filter(institution=actor.institution)
        return self.none()
