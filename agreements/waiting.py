"""What waits for whose signature, and what waits for a stageovereenkomst."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from agreements.enums import Party, SigningMethod
from agreements.models import Agreement, AgreementVersion, Signature
from agreements.signing_rights import party_of
from agreements.standing import STILL_HOLDS, with_signature_counts
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from placements.models import Placement


def in_force(actor: Actor) -> QuerySet[AgreementVersion]:
    """The last version of each agreement that the actor may see."""
    agreements = Agreement.objects.visible_to(actor)
    return AgreementVersion.objects.filter(superseded_at=None, agreement__in=agreements)


def of_year(rows: QuerySet[AgreementVersion], year: AcademicYear) -> QuerySet[AgreementVersion]:
    """Those of stages of a year, and of raamovereenkomsten that hold in it."""
    frameworks = Q(
        agreement__framework__valid_from__lte=year.last_school_day,
        agreement__framework__valid_until__gte=year.first_school_day,
    )
    return rows.filter(Q(agreement__placement__proposal__request__year=year) | frameworks)


def waiting_for(actor: Actor) -> QuerySet[AgreementVersion]:
    """The versions that the actor is asked to sign and has not; none for who never signs.

    Of a stage that is over nothing is asked any more, though it may still be signed.
    """
    party = party_of(actor)
    if party is None:
        return AgreementVersion.objects.none()
    signed = Signature.objects.filter(version=OuterRef("pk"), party=party)
    if party == Party.TRAINEE:
        signed = signed.filter(trainee__user=actor.user)
    own = Signature.objects.filter(version=OuterRef("pk"), user=actor.user)
    as_another = own.filter(method=SigningMethod.HERE).exclude(party=party)
    over = Q(agreement__placement__proposal__request__period_end__lt=clock.today())
    rows = in_force(actor).filter(STILL_HOLDS).exclude(over)
    return rows.filter(~Exists(signed), ~Exists(as_another))


def waiting_for_anybody(rows: QuerySet[AgreementVersion]) -> QuerySet[AgreementVersion]:
    """Those in force that somebody still has to sign."""
    counted: Any = with_signature_counts(rows).filter(STILL_HOLDS)
    found: QuerySet[AgreementVersion] = counted.filter(signed__lt=F("needed"))
    return found


def signed_by_all(rows: QuerySet[AgreementVersion]) -> QuerySet[AgreementVersion]:
    """Those in force that everybody signed."""
    counted: Any = with_signature_counts(rows).filter(STILL_HOLDS)
    found: QuerySet[AgreementVersion] = counted.filter(signed__gte=F("needed"))
    return found


def lapsed(rows: QuerySet[AgreementVersion]) -> QuerySet[AgreementVersion]:
    """The last versions of stages that do not go on."""
    return rows.filter(superseded_at=None).exclude(STILL_HOLDS)


def without_agreement(actor: Actor, year: AcademicYear) -> QuerySet[Placement]:
    """The stages of a year that have no stageovereenkomst yet, and go on."""
    rows: QuerySet[Placement] = Placement.objects.visible_to(actor).live().of_year(year)
    return rows.filter(agreement=None)
