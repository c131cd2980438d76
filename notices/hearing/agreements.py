"""Hears of agreements, and reminds of those that nobody signed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import receiver

from agreements.changes import signed, version_written
from agreements.enums import Party
from agreements.models import AgreementVersion
from agreements.standing import (
    RELATED,
    STILL_HOLDS,
    PartyStanding,
    Standing,
    standing_of,
    with_standing,
)
from agreements.waiting import waiting_for_anybody
from calendar_cfg import clock
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.enums import Role
from notices.daily import daily
from notices.kinds.agreements import AgreementSigned, AgreementStillToSign, AgreementToSign
from notices.recipients import Recipient, answering_members, in_role, without
from notices.stage_people import people_of_stages
from notices.telling import Told, tell
from requests_app.signals import answer_opened

REMIND_AFTER, REMIND_BEFORE = 5, 5
"""In lesdagen: after a version was made, and before the stageperiode begins."""
CAUGHT_UP = 5
"""In lesdagen: how long a round that did not run is made up for."""


@dataclass(frozen=True)
class Signers:
    """Who signs a version, by party."""

    by_party: Mapping[Party, Sequence[Recipient]]

    def all(self) -> list[Recipient]:
        """Everybody."""
        return [to for people in self.by_party.values() for to in people]

    def missing(self, parties: Iterable[PartyStanding]) -> list[Recipient]:
        """Those of the places that are not signed."""
        places = [(row.party, row.trainee.user_id if row.trainee else None) for row in parties]
        return [
            to
            for party, people in self.by_party.items()
            for to in people
            if (party, to.user_id if party == Party.TRAINEE else None) in places
        ]


@receiver(version_written)
def waits_for_signatures(version: AgreementVersion, actor: Actor, **_kwargs: Any) -> None:
    """Whoever signs is told; not who made it, who reads it on the page."""
    people = signers_of([version])[version.pk].all()
    tell(AgreementToSign, _told(version, without(people, actor.user), str(version.public_id)))


@receiver(answer_opened)
def trainees_may_sign(proposal_pk: int, **_kwargs: Any) -> None:
    """A version that was made before the answer was opened waits for its trainees from now on."""
    rows = AgreementVersion.objects.filter(STILL_HOLDS, agreement__placement__proposal=proposal_pk)
    versions = list(rows.select_related(*RELATED))
    signers = signers_of(versions)
    for version in versions:
        people = signers[version.pk].by_party[Party.TRAINEE]
        tell(AgreementToSign, _told(version, people, str(version.public_id)))


@receiver(signed)
def signed_by_all(
    version: AgreementVersion,
    actor: Actor,
    standing: Standing,
    parties: Sequence[PartyStanding],
    **_kwargs: Any,
) -> None:
    """With the last signature, who signed is told; not who put it."""
    if {row.key for row in standing.missing} == {row.key for row in parties}:
        people = without(signers_of([version])[version.pk].all(), actor.user)
        tell(AgreementSigned, _told(version, people, str(version.public_id)))


@daily
def still_to_sign(day: date) -> int:
    """Remind of what is not signed: five lesdagen after it was made, five before the stage."""
    calendar = school_calendar()
    due = _due(day, calendar)
    versions = list(with_standing(due).order_by("pk"))
    signers = signers_of(versions)
    told = []
    for version in versions:
        people = signers[version.pk].missing(standing_of(version).missing)
        told += _told(version, people, f"{version.public_id}:{_moment(version, day, calendar)}")
    return tell(AgreementStillToSign, told)


def _due(day: date, calendar: SchoolCalendar) -> QuerySet[AgreementVersion]:
    """What waits for somebody and whose reminder comes today, or came and was not sent."""
    last = _end_of(calendar.add_lesdagen(day, -REMIND_AFTER))
    first = _end_of(calendar.add_lesdagen(day, -REMIND_AFTER - CAUGHT_UP))
    begins = "agreement__placement__proposal__request__period_start"
    soon = calendar.add_lesdagen(day, REMIND_BEFORE)
    begins_soon = Q(**{f"{begins}__gt": day, f"{begins}__lte": soon})
    made_before = Q(made_at__lte=_end_of(calendar.add_lesdagen(day, -1)))
    over = Q(agreement__placement__proposal__request__period_end__lt=day)
    rows = waiting_for_anybody(AgreementVersion.objects.all()).exclude(over)
    return rows.filter(Q(made_at__gt=first, made_at__lte=last) | begins_soon & made_before)


def _moment(version: AgreementVersion, day: date, calendar: SchoolCalendar) -> str:
    """Which of the two reminders it is: once each."""
    placement = version.agreement.placement
    if placement is None or placement.period_start <= day:
        return "after"
    soon = placement.period_start <= calendar.add_lesdagen(day, REMIND_BEFORE)
    return "before" if soon else "after"


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, clock.BRUSSELS)


def signers_of(versions: Sequence[AgreementVersion]) -> dict[int, Signers]:
    """Who signs each version, by its id; in three queries for any number, one for one stage."""
    placements = {row.pk: row.agreement.placement for row in versions if row.agreement.placement}
    people = people_of_stages(placements.values())
    frameworks = {row.pk: row.agreement.framework for row in versions if row.agreement.framework}
    institutions = {row.institution_id for row in frameworks.values()}
    coordinators = in_role(Role.COORDINATOR, institutions=institutions) if frameworks else {}
    schools = {row.school_id for row in frameworks.values()}
    answering = answering_members(schools) if frameworks else {}
    found = {}
    for pk, placement in placements.items():
        here = people[placement.pk]
        found[pk] = Signers(
            {
                Party.TRAINEE: here.trainees,
                Party.INSTITUTION: here.coordinators,
                Party.SCHOOL: here.answering,
            }
        )
    for pk, framework in frameworks.items():
        found[pk] = Signers(
            {
                Party.INSTITUTION: coordinators.get(framework.institution_id, []),
                Party.SCHOOL: answering.get(framework.school_id, []),
            }
        )
    return found


def _told(version: AgreementVersion, people: Iterable[Recipient], about: str) -> list[Told]:
    placement, framework = version.agreement.placement, version.agreement.framework
    begins = placement.period_start if placement else None
    data = {
        "version": str(version.public_id),
        "kind": version.kind,
        "reference": version.agreement.reference,
        "number": version.number,
        "due": begins.isoformat() if begins and begins > clock.today() else "",
    }
    if framework is not None:
        data |= {"institution": str(framework.institution), "school": str(framework.school)}
    return [Told(to, about, placement=placement, data=data) for to in people]
