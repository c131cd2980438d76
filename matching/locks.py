"""What administrators decide by hand about a request and a school, for every run from now on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.models import PlacementSchool
from matching.enums import LockKind
from matching.exceptions import RunRefused
from matching.models import PairLock
from requests_app import workflow
from requests_app.askable import why_not
from requests_app.enums import RequestState
from requests_app.models import PlacementRequest

LOCKABLE = (RequestState.SUBMITTED, RequestState.REFUSED)


def fix_pair(
    *, request: PlacementRequest, school: PlacementSchool, actor: Actor, reason: str = ""
) -> PairLock:
    """Let a request go to this school in every run, whatever its places.

    It takes the place of an earlier school at which the request was fixed.

    Raises:
        PermissionDenied: the actor is no administrator.
        RunRefused: the request looks for no school, or the school cannot be asked.
    """
    return _lock(request, school, LockKind.FIXED, actor, reason)


def forbid_pair(
    *, request: PlacementRequest, school: PlacementSchool, actor: Actor, reason: str = ""
) -> PairLock:
    """Let a request never go to this school.

    Raises:
        PermissionDenied: the actor is no administrator.
        RunRefused: the request looks for no school.
    """
    return _lock(request, school, LockKind.FORBIDDEN, actor, reason)


@transaction.atomic
def release_pair(*, lock: PairLock, actor: Actor) -> None:
    """Leave it to the matching again. Releasing what was released changes nothing.

    Raises:
        PermissionDenied: the actor is no administrator.
    """
    _require_admin(actor)
    with logged_as(actor):
        PairLock.objects.filter(pk=lock.pk).delete()


@transaction.atomic
def _lock(
    request: PlacementRequest, school: PlacementSchool, kind: LockKind, actor: Actor, reason: str
) -> PairLock:
    _require_admin(actor)
    request = workflow.lock_request(request.pk)
    if request.state not in LOCKABLE:
        raise RunRefused(_("Deze aanvraag zoekt geen school meer."))
    if kind == LockKind.FIXED:
        if why := why_not(request, school):
            raise RunRefused(why, field="school")
        PairLock.objects.filter(request=request, kind=kind).exclude(school=school).delete()
    with logged_as(actor):
        lock, _created = PairLock.objects.update_or_create(
            request=request,
            school=school,
            defaults={"kind": kind, "reason": reason, "made_by": actor.user},
        )
    return lock


def _require_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise PermissionDenied
