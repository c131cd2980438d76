"""Where a version stands: derived from its signatures, its stage and what came after it.

Nothing is stored, so nothing can disagree: all of the parties read the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import AgreementStatus, DocumentKind, Party
from agreements.models import AgreementVersion, Signature
from calendar_cfg.dates import long_date
from placements.querysets import AGREED
from requests_app.models import PlacementRequest, Trainee

RELATED = (
    "agreement__placement__proposal__request__institution",
    "agreement__placement__proposal__school",
    "agreement__framework__institution",
    "agreement__framework__school",
)
STILL_HOLDS = Q(superseded_at=None) & (
    Q(agreement__placement=None) | Q(agreement__placement__proposal__state__in=AGREED)
)
"""In force: not replaced, and its stage goes on."""


@dataclass(frozen=True)
class PartyStanding:
    """One of those who have to sign, and the signature once there is one.

    Arguments:
        trainee: who, when the party is a trainee.
        organisation: the name of the lerarenopleiding or the school; empty for a trainee.
    """

    party: Party
    trainee: Trainee | None = None
    organisation: str = ""
    signature: Signature | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        """What tells it from the others of the same version."""
        return self.party.value, self.trainee.pk if self.trainee else None

    @property
    def signed_at(self) -> datetime | None:
        """When this party signed."""
        return self.signature.signed_at if self.signature else None

    def who(self, *, names_readable: bool) -> str:
        """Whom the page names: the organisation; the trainee only to who may read names."""
        if self.trainee is None:
            return self.organisation
        return str(self.trainee) if names_readable else str(self.party.label)

    def signer(self, *, names_readable: bool) -> str:
        """The name under the signature, and the role; empty while there is none."""
        if self.signature is None:
            return ""
        if self.trainee is not None and not names_readable:
            return self.signature.role
        return f"{self.signature.name}, {self.signature.role.lower()}"


@dataclass(frozen=True)
class Standing:
    """Where one version stands, the same for all who may see it."""

    status: AgreementStatus
    parties: tuple[PartyStanding, ...]
    replaced_at: datetime | None = None

    @property
    def missing(self) -> list[PartyStanding]:
        """Who did not sign yet."""
        return [row for row in self.parties if row.signature is None]

    @property
    def is_complete(self) -> bool:
        """Whether everybody who has to sign did."""
        return not self.missing

    @property
    def signed_count(self) -> int:
        """How many of the parties signed."""
        return len(self.parties) - len(self.missing)

    @property
    def last_signed_at(self) -> datetime | None:
        """When the last signature so far was put."""
        return max((row.signed_at for row in self.parties if row.signed_at), default=None)

    def words(self, own: PartyStanding | None = None) -> str:
        """Where it stands in a sentence; `own` is the party that reads it, when it is one."""
        if self.status == AgreementStatus.LAPSED:
            return _("De stage gaat niet door: er valt niets te ondertekenen.")
        if self.status == AgreementStatus.REPLACED:
            return _("Vervangen door een nieuwe versie op %(day)s.") % {
                "day": long_date(self.replaced_at)
            }
        if self.status == AgreementStatus.SIGNED:
            return _("Door allen ondertekend, het laatst op %(day)s.") % {
                "day": long_date(self.last_signed_at)
            }
        return waiting_words(self.missing, own)


def waiting_words(missing: Iterable[PartyStanding], own: PartyStanding | None = None) -> str:
    """ "Wacht op uw handtekening en op die van de stagiair." No names: all may read it."""
    rows = list(missing)
    others = [row for row in rows if own is None or row.key != own.key]
    listed = get_text_list(_parties_in_words(others), _("en")) if others else ""
    if len(others) == len(rows):
        return _("Wacht op de handtekening van %(who)s.") % {"who": listed}
    if not others:
        return _("Wacht op uw handtekening.")
    return _("Wacht op uw handtekening en op die van %(who)s.") % {"who": listed}


def _parties_in_words(rows: list[PartyStanding]) -> list[str]:
    """ "de stagiair" or "2 stagiairs", "de lerarenopleiding", "de stageplaats"."""
    words = []
    if trainees := sum(row.party == Party.TRAINEE for row in rows):
        several = ngettext("de stagiair", "%(n)d stagiairs", trainees)
        words.append(several % {"n": trainees} if trainees > 1 else several)
    named = {Party.INSTITUTION: _("de lerarenopleiding"), Party.SCHOOL: _("de stageplaats")}
    return words + [named[row.party] for row in rows if row.party in named]


def with_standing(rows: QuerySet[AgreementVersion]) -> QuerySet[AgreementVersion]:
    """Versions with all that `standing_of` reads, in three queries for any number."""
    trainees = Trainee.objects.order_by("last_name", "first_name", "pk")
    signatures = Signature.objects.select_related("upload").defer("upload__pdf")
    return rows.select_related(*RELATED).prefetch_related(
        Prefetch("signatures", signatures),
        Prefetch("agreement__placement__proposal__request__trainees", trainees),
    )


def standing_of(version: AgreementVersion) -> Standing:
    """Where a version stands. Read it with `with_standing`, or it asks its own queries."""
    signed = {(row.party, row.trainee_id): row for row in version.signatures.all()}
    parties = tuple(
        PartyStanding(row.party, row.trainee, row.organisation, signed.get(row.key))
        for row in needed_for(version)
    )
    complete = all(row.signature for row in parties)
    return Standing(_status(version, complete=complete), parties, version.superseded_at)


def needed_for(version: AgreementVersion) -> list[PartyStanding]:
    """Who has to sign: each trainee, the institution, the school; no trainee for a framework."""
    if version.kind == DocumentKind.FRAMEWORK:
        framework = version.agreement.framework
        assert framework is not None  # agreement_is_about_one_thing
        return _organisations(framework)
    placement = version.agreement.placement
    assert placement is not None  # agreement_is_about_one_thing
    trainees = [PartyStanding(Party.TRAINEE, row) for row in trainees_of(placement.request)]
    return [*trainees, *_organisations(placement)]


def trainees_of(request: PlacementRequest) -> list[Trainee]:
    """The trainees of a request, by name; from `placements.selectors.with_facts` when there."""
    people: list[Trainee] | None = getattr(request, "people", None)
    if people is not None:
        return people
    rows = list(request.trainees.all())
    return sorted(rows, key=lambda row: (row.last_name, row.first_name, row.pk))


def _organisations(about: Any) -> list[PartyStanding]:
    return [
        PartyStanding(Party.INSTITUTION, organisation=str(about.institution)),
        PartyStanding(Party.SCHOOL, organisation=str(about.school)),
    ]


def _status(version: AgreementVersion, *, complete: bool) -> AgreementStatus:
    if version.superseded_at is not None:
        return AgreementStatus.REPLACED
    placement = version.agreement.placement
    if placement is not None and placement.proposal.state not in AGREED:
        return AgreementStatus.LAPSED
    return AgreementStatus.SIGNED if complete else AgreementStatus.WAITING


def with_signature_counts(rows: QuerySet[AgreementVersion]) -> QuerySet[AgreementVersion]:
    """Adds `signed` and `needed`, to filter on where a version stands."""
    signed = Signature.objects.filter(version=OuterRef("pk")).order_by()
    through = PlacementRequest.trainees.through.objects.filter(
        placementrequest=OuterRef("agreement__placement__proposal__request")
    )
    return rows.annotate(
        signed=_count(signed, "version"),
        needed=_count(through.order_by(), "placementrequest") + Value(2),
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
