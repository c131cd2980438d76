"""The public page of a version of the Stagecode: its text, since when, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from institutions.http import ActorRequest
from placement_code.differences import Change, changes_between
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from placement_code.selectors import acceptance_of, is_responsible, organisation_acceptance
from placement_code.text import Block, blocks_of


@dataclass(frozen=True)
class CodePage:
    """What the page shows.

    Arguments:
        code: the version that the page is about; None while no version holds.
        holds: it is the version of today; `coming` begins later.
        previous: the version before it; `changes` are since then.
        versions: all, the newest first.
        mine: the reader's own acceptance of this version.
        ours: that of the organisation that the reader answers for, in the year of the page.
        asks_ours: the reader is who accepts for the organisation.
    """

    code: PlacementCode | None
    holds: bool
    coming: PlacementCode | None
    previous: PlacementCode | None
    versions: list[PlacementCode]
    blocks: list[Block]
    changes: list[Change]
    mine: CodeAcceptance | None
    ours: OrganisationCodeAcceptance | None
    asks_ours: bool


def code_page(request: ActorRequest, today: date, number: str | None = None) -> CodePage:
    """The page of the version in force, or of the version with a number; 404 for none such."""
    versions = list(PlacementCode.objects.order_by("-valid_from"))
    begun = [version for version in versions if version.valid_from <= today]
    coming = [version for version in versions if version.valid_from > today]
    in_force = begun[0] if begun else None
    code = in_force if number is None else _with_number(versions, number)
    earlier = [version for version in versions if code and version.valid_from < code.valid_from]
    previous = earlier[0] if earlier else None
    mine, ours = _accepted(request, code) if code else (None, None)
    return CodePage(
        code=code,
        holds=code is not None and code == in_force,
        coming=coming[-1] if coming else None,
        previous=previous,
        versions=versions,
        blocks=blocks_of(code.text) if code else [],
        changes=changes_between(previous.text, code.text) if code and previous else [],
        mine=mine,
        ours=ours,
        asks_ours=is_responsible(request.actor) and bool(request.year),
    )


def _with_number(versions: list[PlacementCode], number: str) -> PlacementCode:
    for version in versions:
        if str(version.number) == number:
            return version
    raise Http404


def _accepted(
    request: ActorRequest, code: PlacementCode
) -> tuple[CodeAcceptance | None, OrganisationCodeAcceptance | None]:
    actor, year = request.actor, request.year
    if actor.user is None:
        return None, None
    asks_ours = is_responsible(actor) and year
    ours = organisation_acceptance(actor, code, year) if asks_ours and year else None
    return acceptance_of(actor, code), ours
