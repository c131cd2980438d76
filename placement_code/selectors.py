"""Reads about the Stagecode: which version holds, and what somebody still has to accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode


@dataclass(frozen=True)
class Waiting:
    """What waits for an actor's acceptance.

    Arguments:
        code: the version in force.
        person: the actor has not accepted it in person.
        year: the academic year for which the actor has to accept it for the organisation.
    """

    code: PlacementCode
    person: bool
    year: AcademicYear | None


def code_in_force(day: date) -> PlacementCode | None:
    """The version that holds on a day: the last one that began; None while there is none."""
    return PlacementCode.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def last_accepted_before(actor: Actor, code: PlacementCode) -> PlacementCode | None:
    """The last earlier version that the actor accepted in person."""
    earlier = PlacementCode.objects.filter(valid_from__lt=code.valid_from)
    return earlier.filter(acceptances__user=actor.user).order_by("-valid_from").first()


def is_responsible(actor: Actor) -> bool:
    """Who accepts for the organisation: a coordinator, or a schoolmentor who handles requests."""
    return actor.is_coordinator or actor.may_answer


def accepts_for_year(actor: Actor, year: AcademicYear | None) -> bool:
    """Whether the actor is who accepts for the organisation, in a year that is not over."""
    if not year:  # `request.year` is lazy: never None itself, and false when there is none
        return False
    return is_responsible(actor) and clock.today() <= year.last_school_day


def acceptance_of(actor: Actor, code: PlacementCode) -> CodeAcceptance | None:
    """When the actor accepted a version in person."""
    return CodeAcceptance.objects.filter(code=code, user=actor.user).first()


def organisation_acceptance(
    actor: Actor, code: PlacementCode, year: AcademicYear
) -> OrganisationCodeAcceptance | None:
    """Who accepted a version for the actor's organisation and a year, and when."""
    rows = OrganisationCodeAcceptance.objects.filter(
        code=code, year=year, institution=actor.institution, school=actor.school
    )
    return rows.select_related("user").first()


def waiting_for(actor: Actor, year: AcademicYear | None) -> Waiting | None:
    """What an actor still has to accept today; None when there is nothing.

    Arguments:
        year: the academic year that the actor works in; one that is over asks nothing.
    """
    code = code_in_force(clock.today())
    if code is None or actor.user is None:
        return None
    person = acceptance_of(actor, code) is None
    asked = year if accepts_for_year(actor, year) else None
    if asked and organisation_acceptance(actor, code, asked):
        asked = None
    return Waiting(code, person, asked) if person or asked else None
