"""Making the change that a run says would place a request: one button, one change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.models import PlacementSchool
from matching.models import MatchingResult
from requests_app.models import PlacementRequest
from requests_app.waiting import stop_waiting, wait_for
from requests_app.widen import change_wishes

DROPPED: Mapping[str, Mapping[str, Any]] = {
    "net": {"nets": []},
    "education_form": {"education_forms": []},
    "other_schools": {"other_schools": True},
    "split": {"may_split": True},
}
"""What a help of a kind changes of the wishes."""


def apply_help(
    *, result: MatchingResult, number: int, actor: Actor, school: PlacementSchool | None = None
) -> PlacementRequest:
    """Make one of the changes that would place a request. Made already, it changes nothing.

    Arguments:
        number: which of the helps in the explanation of the result, from 0.
        school: for one more place: the school to wait for, one of those that the help names.

    Effects: those of `change_wishes`, `stop_waiting` or `wait_for`.

    Raises:
        DomainError: the result has no such help, or the school is not one of its schools.
        PhaseClosed, PermissionDenied, WrongState: as those services.
    """
    helps = result.explanation.get("helps", [])
    if not 0 <= number < len(helps):
        raise DomainError(_("Wat de matching hier aanraadde, bestaat niet meer."))
    help_, pk = helps[number], result.request_id
    if help_["kind"] == "place":
        if school is None or school.number not in help_["schools"]:
            raise DomainError(_("Kies een van de scholen die de matching noemt."))
        return wait_for(request_pk=pk, school=school, actor=actor)
    if help_["kind"] == "waiting":
        return stop_waiting(request_pk=pk, actor=actor)
    return change_wishes(request_pk=pk, actor=actor, **_change(result.request, help_))


def _change(request: PlacementRequest, help_: Mapping[str, Any]) -> dict[str, Any]:
    if help_["kind"] == "distance":
        now, wanted = request.max_distance_km, help_["kilometres"]
        return {"max_distance_km": None if now is None else max(now, wanted)}
    return dict(DROPPED[help_["kind"]])


SEARCHES = {
    "distance": gettext_lazy("%(reference)s zoekt nu tot %(km)s km ver."),
    "net": gettext_lazy("%(reference)s aanvaardt nu elk onderwijsnet."),
    "education_form": gettext_lazy("%(reference)s aanvaardt nu elke onderwijsvorm."),
    "other_schools": gettext_lazy("%(reference)s zoekt nu ook andere scholen."),
    "split": gettext_lazy("De vakken van %(reference)s mogen nu naar verschillende scholen."),
    "waiting": gettext_lazy("%(reference)s wacht niet langer."),
}


def done_words(result: MatchingResult, number: int, school: PlacementSchool | None) -> str:
    """What was changed, and what happens next."""
    help_ = result.explanation["helps"][number]
    told = {"reference": result.request.reference, "km": help_.get("kilometres")}
    if help_["kind"] == "place":
        words = _("%(reference)s wacht op een plaats bij %(school)s. %(next)s")
        return words % {**told, "school": school, "next": _("Wie het langst wacht, gaat voor.")}
    again = _("De matching zoekt opnieuw.")
    return f"{SEARCHES[help_['kind']] % told} {again}"
