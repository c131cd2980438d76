"""Attaching trainees to a template in one go, so that a resend gives the same confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from institutions.actors import Actor
from requests_app.drafting import attach_trainees, attached_to, require_preparing
from requests_app.models import PlacementRequest, RequestTemplate, Trainee
from requests_app.request_templates import locked_template


@dataclass(frozen=True)
class Attached:
    """What attaching gave: the drafts made now, and the requests that some had already."""

    made: list[PlacementRequest]
    had: list[PlacementRequest]

    @property
    def to_show(self) -> list[PlacementRequest]:
        """What the confirmation is about: after a resend, what was made the first time."""
        return self.made or self.had


@transaction.atomic
def attach(
    *, template: RequestTemplate, trainees: Sequence[Trainee], as_group: bool, actor: Actor
) -> Attached:
    """Make drafts for trainees from a template, one each or one for the group.

    When all of them have a request from it already, nothing is made and those are given.

    Raises:
        PhaseClosed: the year takes no drafts today.
        PermissionDenied: the template or a trainee is not of the actor's institution.
        DomainError: a group of fewer than two.
    """
    locked_template(template.pk)
    require_preparing(template.year)
    links = attached_to(template).filter(trainee__in=trainees)
    have = dict(links.values_list("trainee_id", "placementrequest_id"))
    had = list(PlacementRequest.objects.filter(pk__in=set(have.values())).order_by("pk"))
    if trainees and len(have) == len(set(trainees)):
        return Attached([], had)
    made = attach_trainees(template=template, trainees=trainees, as_group=as_group, actor=actor)
    return Attached(made, had)
