"""The page of one version of an agreement: what it says, where it stands, what came before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from agreements.differences import differences
from agreements.enums import AgreementStatus, DocumentKind
from agreements.frameworks import outlives_framework
from agreements.hidden_names import content_for
from agreements.models import AgreementVersion, SignedUpload
from agreements.signing_rights import names_readable, own_place
from agreements.standing import PartyStanding, Standing, standing_of
from agreements.uploads import may_record
from agreements.versions import may_make
from institutions.actors import Actor
from placements.models import Placement


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of versions.

    Arguments:
        differs: what it says otherwise than the version before it, in sentences.
    """

    version: AgreementVersion
    standing: Standing
    differs: list[str]
    is_shown: bool


@dataclass(frozen=True)
class PartyRow:
    """One of those who sign, in words: for whom, and by whom when it is signed."""

    party: str
    who: str
    signer: str
    standing: PartyStanding


@dataclass(frozen=True)
class VersionPage:
    """One version as an actor may read it.

    Arguments:
        versions: all of the agreement, the last one first, read as in `access`.
        shown: the one that the page is about.
    """

    versions: Sequence[AgreementVersion]
    shown: AgreementVersion
    actor: Actor

    @cached_property
    def standing(self) -> Standing:
        """Where the version stands."""
        return standing_of(self.shown)

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What it says."""
        return content_for(self.actor, self.shown)

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Its stageactiviteiten: each cell with the word of its column."""
        head = self.content.get("lines_head", [])
        return [list(zip(head, row, strict=True)) for row in self.content.get("lines", [])]

    @cached_property
    def names_readable(self) -> bool:
        """Whether the actor reads the trainees' names, and so the PDF."""
        return names_readable(self.actor, self.shown)

    @property
    def placement(self) -> Placement | None:
        """The stage that it is about; None for a raamovereenkomst."""
        return self.shown.agreement.placement

    @property
    def is_current(self) -> bool:
        """Whether it is the last version."""
        return self.shown.superseded_at is None

    @property
    def outlives_framework(self) -> bool:
        """Whether the raamovereenkomst of an annex covers its stageperiode no longer."""
        placement = self.placement
        if placement is None or not self.is_current or placement.is_cancelled:
            return False
        return outlives_framework(self.shown, placement)

    @property
    def may_replace_annex(self) -> bool:
        """Whether the actor can have such an annex replaced by what holds now."""
        placement = self.placement
        return placement is not None and self.outlives_framework and may_make(self.actor, placement)

    @property
    def current(self) -> AgreementVersion:
        """The last version."""
        return self.versions[0]

    @property
    def title(self) -> str:
        """What kind of document it is, in the reader's language."""
        return str(DocumentKind(self.shown.kind).label)

    @property
    def parties(self) -> list[PartyRow]:
        """Those who sign, each with the signature when there is one."""
        readable = self.names_readable
        return [
            PartyRow(
                party=str(row.party.label),
                who=row.who(names_readable=readable),
                signer=row.signer(names_readable=readable),
                standing=row,
            )
            for row in self.standing.parties
        ]

    @cached_property
    def own(self) -> PartyStanding | None:
        """The place where the actor signs, when there is one."""
        return own_place(self.actor, self.shown, self.standing)

    @property
    def waits_for_actor(self) -> bool:
        """Whether the actor can sign it now."""
        is_open = self.standing.status == AgreementStatus.WAITING
        return is_open and self.own is not None and self.own.signature is None

    @property
    def may_record(self) -> bool:
        """Whether the actor can keep a copy that was signed on paper."""
        is_open = self.standing.status == AgreementStatus.WAITING
        return is_open and may_record(self.actor, self.shown, self.standing)

    @cached_property
    def copies(self) -> list[SignedUpload]:
        """The copies signed on paper, as far as the actor may fetch them."""
        on_paper = any(row.signature and row.signature.upload_id for row in self.standing.parties)
        if not on_paper or not self.names_readable:
            return []
        return list(SignedUpload.objects.filter(version=self.shown).defer("pdf"))

    @property
    def words(self) -> str:
        """Where it stands, in a sentence."""
        return self.standing.words(self.own)

    @property
    def may_change_framework(self) -> bool:
        """Whether the actor may change how long the raamovereenkomst holds."""
        framework = self.shown.agreement.framework
        return (
            framework is not None
            and self.actor.is_coordinator
            and self.actor.institution == framework.institution
        )

    @cached_property
    def rows(self) -> list[VersionRow]:
        """All versions with what each changed, the last one first."""
        contents = [content_for(self.actor, version) for version in self.versions]
        before = [*contents[1:], None]
        return [
            VersionRow(
                version=version,
                standing=standing_of(version),
                differs=differences(old, content) if old else [],
                is_shown=version == self.shown,
            )
            for version, content, old in zip(self.versions, contents, before, strict=True)
        ]


def page_title(page: VersionPage) -> str:
    """ "Stageovereenkomst SO-2017-K7QF3T, versie 2"."""
    return _("%(kind)s %(reference)s, versie %(number)d") % {
        "kind": page.title,
        "reference": page.shown.agreement.reference,
        "number": page.shown.number,
    }
