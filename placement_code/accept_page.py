"""The page on which the Stagecode is accepted, by itself or before what somebody asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from calendar_cfg.exceptions import DomainError
from institutions.http import ActorRequest
from placement_code.accepting import accept_code
from placement_code.differences import Change, changes_between
from placement_code.forms import PREFIX, AcceptForm
from placement_code.models import PlacementCode
from placement_code.remembering import note_accepted
from placement_code.selectors import Waiting, last_accepted_before
from placement_code.text import Block, blocks_of

VERSION_FIELD = f"{PREFIX}-version"
SECRETS = ("password", "wachtwoord")
NOT_CARRIED = ("csrfmiddlewaretoken", f"{PREFIX}-")


@dataclass(frozen=True)
class AcceptPage:
    """What the page shows.

    Arguments:
        code: the version in force.
        known: the earlier version that this person accepted, if any; `changes` are since then.
        other_version: what was accepted is no longer the version in force.
    """

    code: PlacementCode
    blocks: list[Block]
    known: PlacementCode | None
    changes: list[Change]
    form: AcceptForm
    other_version: bool


def accept_page(request: ActorRequest, waiting: Waiting) -> AcceptPage:
    """The page, with what was ticked when it was about the version in force."""
    code = waiting.code
    known = last_accepted_before(request.actor, code)
    asked = request.POST.get(VERSION_FIELD)
    is_answer = asked == str(code.public_id)
    return AcceptPage(
        code=code,
        blocks=blocks_of(code.text),
        known=known,
        changes=changes_between(known.text, code.text) if known else [],
        form=AcceptForm(waiting, request.actor, request.POST if is_answer else None),
        other_version=asked is not None and not is_answer,
    )


def accepts(request: ActorRequest, waiting: Waiting, page: AcceptPage) -> bool:
    """Accept what was ticked; False when the page has to be shown (again)."""
    if not page.form.is_bound or not page.form.is_valid():
        return False
    try:
        accept_code(waiting.code, actor=request.actor, year=waiting.year)
    except DomainError as error:
        page.form.add_error(None, error.message)
        return False
    note_accepted(request)
    return True


def carried_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was posted and may stand in a page, in order, to be posted again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(NOT_CARRIED) and not _is_secret(name)
        for value in values
    ]


def leaves_something_behind(request: HttpRequest) -> bool:
    """Whether a file or a password was sent: those have to be given again."""
    return bool(request.FILES) or any(_is_secret(name) for name in request.POST)


def _is_secret(name: str) -> bool:
    return any(secret in name.lower() for secret in SECRETS)
