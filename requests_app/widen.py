"""Changing how a request that is filed looks for a school: its wishes, and what happens by itself.

`change_wishes` serves the page "Wensen wijzigen", and every button that makes one change:

    change_wishes(request_pk=pk, actor=actor, max_distance_km=30)      # 10 km verder zoeken
    change_wishes(request_pk=pk, actor=actor, may_split=True)          # vakken gesplitst
    change_wishes(request_pk=pk, actor=actor, other_schools=True)      # ook andere scholen
    change_wishes(request_pk=pk, actor=actor, nets=[])                 # laat het onderwijsnet los
    change_wishes(request_pk=pk, actor=actor, education_forms=[])      # laat de onderwijsvorm los

Each names the value that it leads to, so that a double click changes nothing more.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from requests_app import workflow
from requests_app.enums import Action, RequestState
from requests_app.exceptions import StaleForm
from requests_app.models import PlacementRequest
from requests_app.seen import count_as_seen
from requests_app.signals import tell_that_it_looks
from requests_app.workflow import Because

CHANGEABLE = (
    "max_distance_km",
    "nets",
    "education_forms",
    "other_schools",
    "may_split",
    "onward",
)


@transaction.atomic
def change_wishes(
    *, request_pk: int, actor: Actor, expected_version: int | None = None, **changes: Any
) -> PlacementRequest:
    """Change the wishes of a request that is filed and looks for a school.

    It stays submitted, or refused. What it asks already changes nothing.

    Arguments:
        expected_version: that of the page on which the wishes were typed; a button that makes
            one change leaves it out.
        changes: values of `CHANGEABLE`.

    Effects, in order: an event with what each was and is; the last answer counts as seen; the
    wishes; after the release the matching looks again.

    Raises:
        PhaseClosed: requests cannot be filed now.
        DomainError: a value that is none, with its field.
        StaleForm: somebody changed the request after `expected_version` was shown.
        PermissionDenied: the actor is no coordinator.
        WrongState: the request does not look for a school any more.
    """
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"no wishes: {sorted(unknown)}")
    request = workflow.lock_request(request_pk)
    changed = {k: v for k, v in changes.items() if getattr(request, k) != v}
    may = workflow.may(actor, Action.CHANGE_WISHES, RequestState(request.state))
    if may and not changed:
        return request
    schools_answer = phases.require_open_and_ask(
        request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS
    )
    if may and expected_version not in (None, request.version):
        raise StaleForm(workflow.what_changed(request))
    data = {"changed": {name: [getattr(request, name), new] for name, new in changed.items()}}
    _set(request, changed)
    workflow.apply(request, Action.CHANGE_WISHES, actor=actor, because=Because(data=data))
    count_as_seen(request)
    request.save(update_fields=list(changed))
    if schools_answer:
        tell_that_it_looks(request)
    return request


def _set(request: PlacementRequest, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(request, name, value)
    others = {field.name for field in PlacementRequest._meta.fields} - set(changed)
    try:
        request.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = PlacementRequest._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        words = _("%(what)s: %(why)s") % {"what": label, "why": " ".join(messages)}
        raise DomainError(words, field=name) from error
