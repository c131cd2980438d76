"""The public page of a version of the Stagecode: its text, since when, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from calendar_cfg.models import AcademicYear
from institutions.http import ActorRequest
from placement_code.differences import Change, changes_between
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from placement_code.selectors import acceptance_of, accepts_for_year, organisation_acceptance
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
        waits_for: the year for which the reader still has to accept for the organisation.
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
    waits_for: AcademicYear | None


def code_page(request: ActorRequest, today: date, number: str | None = None) -> CodePage:
    """The page of the version in force, or of the version with a number; 404 for none such."""
    versions = list(PlacementCode.objects.order_by("-valid_from"))
    begun = [version for version in versions if version.valid_from <= today]
    coming = [version for version in versions if version.valid_from > today]
    in_force = begun[0] if begun else None
    code = in_force if number is None else _with_number(versions, number)
    earlier = [version for version in versions if code and version.valid_from < code.valid_from]
    previous = earlier[0] if earlier else None
    holds = code is not None and code == in_force
    year = request.year if accepts_for_year(request.actor, request.year) else None
    ours = organisation_acceptance(request.actor, code, year) if code and year else None
    return CodePage(
        code=code,
        holds=holds,
        coming=coming[-1] if coming else None,
        previous=previous,
        versions=versions,
        blocks=blocks_of(code.text) if code else [],
        changes=changes_between(previous.text, code.text) if code and previous else [],
        mine=acceptance_of(request.actor, code) if code and request.actor.user else None,
        ours=ours,
        waits_for=year if holds and ours is None else None,
    )


def _with_number(versions: list[PlacementCode], number: str) -> PlacementCode:
    for version in versions:
        if str(version.number) == number:
            return version
    raise Http404
