"""What is told of stageovereenkomsten and raamovereenkomsten: to sign, and signed by all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import DocumentKind, Party, SigningMethod
from agreements.models import AgreementVersion, Signature
from agreements.standing import STILL_HOLDS
from calendar_cfg import clock
from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import NOWHERE, example_placement
from notices.stage_words import about_stage

PARTIES = {
    Role.TRAINEE: Party.TRAINEE,
    Role.COORDINATOR: Party.INSTITUTION,
    Role.SCHOOL_MENTOR: Party.SCHOOL,
}
"""For whom somebody signs (`agreements.signing_rights`)."""


class OfAgreement(Kind):
    """About one version of an agreement; `data` names it, and what a raamovereenkomst is about."""

    roles = tuple(PARTIES)
    overview = "agreements"

    def told(self, notice: Notice) -> dict[str, Any]:
        """The words for its sentences."""
        if notice.placement is not None:
            return about_stage(notice.placement) | {"agreement": notice.data["reference"]}
        names = ("institution", "school")
        return {name: notice.data[name] for name in names} | {
            "reference": notice.data["reference"],
            "agreement": notice.data["reference"],
        }

    def sample(self) -> tuple[Notice, Any]:
        """An example of a stageovereenkomst."""
        data = {
            "version": str(NOWHERE),
            "kind": DocumentKind.FULL.value,
            "reference": _("SO-VOORBEELD-1"),
            "number": 1,
            "due": "2017-10-16",
        }
        return Notice(kind=self.name, placement=example_placement(), data=data), None


class ToSign(OfAgreement):
    """A version waits for the signature of who is told."""

    heading = gettext_lazy("Wacht op uw handtekening")
    is_obligation = True
    holds_with = "to_sign"

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """In force, of a stage that is not over, and not signed for this party yet."""
        found = _versions(notices)
        return {n.pk for n in notices if _waits(n, found.get(n.data["version"]))}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What, with whom, and before when."""
        told = self.told(notice)
        due = notice.data["due"]
        return Line(
            text=self.words(notice) % told,
            subject=self.subject_words() % told,
            url=reverse("agreement_sign", args=[notice.data["version"]]),
            action=_("Lezen en ondertekenen"),
            reference=str(told["reference"]),
            due_on=date.fromisoformat(due) if due else None,
        )

    def words(self, notice: Notice) -> str:
        """The sentence, by what has to be signed."""
        if notice.data["kind"] == DocumentKind.FRAMEWORK:
            return _(
                "De raamovereenkomst tussen %(institution)s en %(school)s wacht op uw handtekening."
            )
        if notice.data["number"] > 1:
            return _(
                "De stageovereenkomst van %(institution)s met %(school)s is gewijzigd. De nieuwe "
                "versie wacht op uw handtekening."
            )
        return _(
            "De stageovereenkomst van %(institution)s met %(school)s wacht op uw handtekening."
        )

    def subject_words(self) -> str:
        """Of a mail about this alone."""
        return _("Overeenkomst %(agreement)s wacht op uw handtekening")


@kind
class AgreementToSign(ToSign):
    """It was made, or took the place of another."""

    name = "agreement_to_sign"
    label = gettext_lazy("Een overeenkomst wacht op uw handtekening")
    rank = 21


@kind
class AgreementStillToSign(ToSign):
    """A reminder: five lesdagen after it was made, and five before the stageperiode."""

    name = "agreement_still_to_sign"
    label = gettext_lazy("Een overeenkomst wacht nog altijd op uw handtekening")
    presses = True
    rank = 20

    def subject_words(self) -> str:
        """Of a mail about this alone."""
        return _("Overeenkomst %(agreement)s wacht nog op uw handtekening")


@kind
class AgreementSigned(OfAgreement):
    """Everybody signed."""

    name = "agreement_signed"
    label = gettext_lazy("Een overeenkomst is door allen ondertekend")
    heading = gettext_lazy("Ondertekend")
    rank = 60

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those in force."""
        found = _versions(notices)
        return {n.pk for n in notices if n.data["version"] in found}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What, and with whom."""
        told = self.told(notice)
        text = _(
            "De stageovereenkomst van %(institution)s met %(school)s is door allen ondertekend."
        )
        if notice.data["kind"] == DocumentKind.FRAMEWORK:
            text = _(
                "De raamovereenkomst tussen %(institution)s en %(school)s is door beide "
                "ondertekend."
            )
        return Line(
            text=text % told,
            subject=_("Overeenkomst %(agreement)s is ondertekend") % told,
            url=reverse("agreement_version", args=[notice.data["version"]]),
            action=_("Bekijk de overeenkomst"),
            reference=str(told["reference"]),
        )


@dataclass(frozen=True)
class _Version:
    """A version in force, and who signed it."""

    is_over: bool
    parties: set[Party]
    trainees: set[int]
    signers: Mapping[int, Party]


def _versions(notices: Sequence[Notice]) -> dict[str, _Version]:
    """Those of these that are in force, by public id; in one query."""
    signatures = Signature.objects.filter(version=OuterRef("pk")).order_by("pk")
    facts = JSONObject(
        party=F("party"), trainee=F("trainee__user"), user=F("user"), method=F("method")
    )
    rows = AgreementVersion.objects.filter(
        STILL_HOLDS, public_id__in={n.data["version"] for n in notices}
    )
    signed = rows.annotate(
        signed=ArraySubquery(signatures.values(facts=facts)),
        last_day=F("agreement__placement__proposal__request__period_end"),
    )
    today = clock.today()
    return {
        str(public_id): _version(found, is_over=last_day is not None and last_day < today)
        for public_id, found, last_day in signed.values_list("public_id", "signed", "last_day")
    }


def _version(signed: Sequence[Mapping[str, Any]], *, is_over: bool) -> _Version:
    here = [row for row in signed if row["method"] == SigningMethod.HERE]
    return _Version(
        is_over,
        {Party(row["party"]) for row in signed},
        {row["trainee"] for row in signed if row["trainee"]},
        {row["user"]: Party(row["party"]) for row in here},
    )


def _waits(notice: Notice, version: _Version | None) -> bool:
    """Whether a version waits for the signature of who was told (`agreements.waiting`)."""
    if version is None or version.is_over or notice.membership is None:
        return False
    party, user = PARTIES[Role(notice.membership.role)], notice.membership.user_id
    if version.signers.get(user, party) != party:
        return False
    return user not in version.trainees if party == Party.TRAINEE else party not in version.parties
