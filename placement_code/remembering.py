"""What a session remembers of the Stagecode, so that no page asks the database about it.

A version is written at least a day before it holds, so the days from the version in force to the
next one are known: within them a session needs not look again. What was accepted stays accepted.
Only while something waits does each page ask. A session that is older looks again each hour, for
a version that was moved meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict

from django.http import HttpRequest

from accounts.models import User
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.http import ActorRequest
from placement_code.models import CodeAcceptance, PlacementCode
from placement_code.selectors import Waiting, accepts_for_year, is_responsible, waiting_for

SESSION_KEY = "stagecode"
GOOD_FOR = timedelta(hours=1).total_seconds()
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class Memory(TypedDict):
    """The version in force (its key), on which days, when that was read, and who accepted it."""

    code: int | None
    first_day: str
    ends_before: str
    read: float
    person: bool
    organisations: list[str]


def remember(request: HttpRequest, user: User) -> Memory:
    """Read which version holds, and whether the user accepted it; keep it in the session."""
    today = clock.today()
    versions = PlacementCode.objects.order_by("valid_from").values_list("pk", "valid_from")
    begun = [version for version in versions if version[1] <= today]
    coming = [version for version in versions if version[1] > today]
    code = begun[-1][0] if begun else None
    memory = Memory(
        code=code,
        first_day=begun[-1][1].isoformat() if begun else FIRST_DAY,
        ends_before=coming[0][1].isoformat() if coming else LAST_DAY,
        read=clock.real_now().timestamp(),
        person=CodeAcceptance.objects.filter(code=code, user=user).exists() if code else False,
        organisations=[],
    )
    request.session[SESSION_KEY] = memory
    return memory


def what_waits(request: ActorRequest) -> Waiting | None:
    """What the actor of a request still has to accept; asked once a request."""
    if not hasattr(request, "code_waits"):
        request.code_waits = _look(request)  # type: ignore[attr-defined]
    found: Waiting | None = getattr(request, "code_waits", None)
    return found


def note_accepted(request: ActorRequest) -> None:
    """Look anew, after an acceptance."""
    remember(request, request.user)
    request.code_waits = _look(request)  # type: ignore[attr-defined]


def _look(request: ActorRequest) -> Waiting | None:
    if not request.user.is_authenticated:
        return None
    memory: Memory | None = request.session.get(SESSION_KEY)
    if memory is None or not _still_holds(memory):
        memory = remember(request, request.user)
    if memory["code"] is None:
        return None
    actor = request.actor
    year = request.year if is_responsible(actor) else None
    organisation = _key(actor, year)
    if memory["person"] and (not organisation or organisation in memory["organisations"]):
        return None
    waiting = waiting_for(actor, year)
    _note(request, memory, waiting, organisation)
    return waiting


def _still_holds(memory: Memory) -> bool:
    """Whether the version that was remembered is the one of today, and was read lately."""
    today = clock.today().isoformat()
    lately = clock.real_now().timestamp() - memory["read"] < GOOD_FOR
    return lately and memory["first_day"] <= today < memory["ends_before"]


def _note(
    request: ActorRequest, memory: Memory, waiting: Waiting | None, organisation: str
) -> None:
    """Keep what turned out to be accepted."""
    person = waiting is None or not waiting.person
    accepted = organisation if waiting is None or not waiting.year else ""
    if person != memory["person"] or (accepted and accepted not in memory["organisations"]):
        organisations = sorted({*memory["organisations"], accepted} - {""})
        request.session[SESSION_KEY] = {
            **memory,
            "person": person,
            "organisations": organisations,
        }


def _key(actor: Actor, year: AcademicYear | None) -> str:
    """The organisation and year that the actor answers for; empty for nobody's."""
    if not (year and accepts_for_year(actor, year)):
        return ""
    kind = "institution" if actor.institution else "school"
    organisation = actor.organisation
    assert organisation is not None
    return f"{kind}-{organisation.pk}-{year.pk}"
