"""What the pages of signing show of a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import Party
from agreements.hidden_names import content_for
from agreements.models import AgreementVersion
from agreements.signing import (
    SigningResult,
    who_signed,
    written_name,
    written_role,
)
from agreements.signing_locks import NotInForce, need_in_force
from agreements.signing_rights import (
    names_readable,
    one_party_words,
    own_place,
    party_of,
    signed_for_another,
)
from agreements.standing import PartyStanding, Standing, standing_of
from institutions.actors import Actor
from requests_app.names import names_or_number


class SigningPage:
    """One version, to be signed by the actor."""

    def __init__(
        self, version: AgreementVersion, standing: Standing, place: PartyStanding, actor: Actor
    ) -> None:
        self.version, self.standing, self.place, self.actor = version, standing, place, actor
        self.readable = names_readable(actor, version)

    @property
    def title(self) -> str:
        """ "Stageovereenkomst SO-2017-K7QF3T, versie 1"."""
        return version_title(self.version)

    @property
    def facts(self) -> list[dict[str, str]]:
        """What the document says, in short."""
        rows = [
            {"label": _("Stagiair"), "value": trainees_of(self.standing, readable=self.readable)},
            *(
                {"label": str(row.party.label), "value": row.organisation}
                for row in self.standing.parties
                if row.party != Party.TRAINEE
            ),
            *content_for(self.actor, self.version).get("facts", []),
        ]
        return [row for row in rows if row["value"]]

    @property
    def as_written(self) -> str:
        """The name as it will stand under the document."""
        return written_name(self.place, self.actor)

    @property
    def in_role(self) -> str:
        """The role as it will stand under the document."""
        return written_role(self.actor)

    @property
    def others(self) -> list[dict[str, Any]]:
        """The other parties, and who of them signed when."""
        return [
            {
                "who": row.who(names_readable=self.readable),
                "party": row.party.label,
                "signed_at": row.signed_at,
                "signer": row.signer(names_readable=self.readable),
            }
            for row in self.standing.parties
            if row.key != self.place.key
        ]


def version_title(version: AgreementVersion) -> str:
    """ "Stageovereenkomst SO-2017-K7QF3T, versie 1"."""
    return _("%(kind)s %(reference)s, versie %(number)d") % {
        "kind": version.get_kind_display(),
        "reference": version.agreement.reference,
        "number": version.number,
    }


def trainees_of(standing: Standing, *, readable: bool) -> str:
    """The trainees who sign, or how many they are; empty for a raamovereenkomst."""
    names = [str(row.trainee) for row in standing.parties if row.trainee is not None]
    return names_or_number(names, readable=readable) if names else ""


@dataclass(frozen=True)
class ChosenVersion:
    """A ticked version: what it is, and why it cannot be signed when it cannot."""

    version: AgreementVersion
    title: str
    about: str
    why_not: str = ""


def chosen_versions(versions: Iterable[AgreementVersion], actor: Actor) -> list[ChosenVersion]:
    """The ticked versions, each with what is in the way of signing it."""
    return [_chosen(version, actor) for version in versions]


def _chosen(version: AgreementVersion, actor: Actor) -> ChosenVersion:
    standing = standing_of(version)
    trainees = trainees_of(standing, readable=names_readable(actor, version))
    organisations = [row.organisation for row in standing.parties if row.organisation]
    about = " · ".join(filter(None, [trainees, *organisations]))
    why_not = _why_not(version, standing, actor)
    return ChosenVersion(version, version_title(version), about, why_not)


def _why_not(version: AgreementVersion, standing: Standing, actor: Actor) -> str:
    try:
        need_in_force(version, standing)
    except NotInForce as error:
        return error.message
    place = own_place(actor, version, standing)
    if place is None:
        party = party_of(actor)
        if party and signed_for_another(actor, party, standing):
            return one_party_words()
        return _("Onder deze overeenkomst komt uw handtekening niet.")
    return who_signed(place) if place.signature else ""


def hashes_in(data: Mapping[str, Any], versions: Iterable[AgreementVersion]) -> dict[int, str]:
    """The hash that the page showed for each version, by its id."""
    return {row.pk: str(data.get(f"hash-{row.public_id}", "")) for row in versions}


def kept(results: Iterable[SigningResult]) -> list[dict[str, str]]:
    """The results as the session keeps them for the summary; no names of trainees."""
    return [
        {
            "id": str(row.version.public_id),
            "title": version_title(row.version),
            "error": row.error,
        }
        for row in results
    ]
