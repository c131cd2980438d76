"""Accepting the Stagecode, in person and for an organisation. Rows are only added."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from placement_code.exceptions import CodeNotInForce, NotResponsible
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from placement_code.selectors import accepts_for_year, code_in_force


@transaction.atomic
def accept_code(code: PlacementCode, *, actor: Actor, year: AcademicYear | None = None) -> None:
    """Accept the version in force in person, and with a year for the actor's organisation too.

    Twice is once: what was accepted already keeps its moment and its person.

    Arguments:
        year: the academic year for which the organisation accepts.

    Raises:
        CodeNotInForce: another version holds today.
        NotResponsible: the actor is not who accepts for the organisation in that year.
    """
    if code_in_force(clock.today()) != code:
        raise CodeNotInForce(_("Deze versie van de Stagecode geldt vandaag niet."))
    if year and not accepts_for_year(actor, year):
        raise NotResponsible(
            _("Alleen wie uw organisatie vertegenwoordigt, aanvaardt de Stagecode voor haar.")
        )
    CodeAcceptance.objects.bulk_create(
        [CodeAcceptance(code=code, user=actor.user, accepted_at=clock.now())],
        ignore_conflicts=True,
    )
    if year:
        _accept_for_organisation(code, actor, year)


def _accept_for_organisation(code: PlacementCode, actor: Actor, year: AcademicYear) -> None:
    assert actor.role is not None
    row = OrganisationCodeAcceptance(
        code=code,
        year=year,
        institution=actor.institution,
        school=actor.school,
        user=actor.user,
        role=actor.role,
        accepted_at=clock.now(),
    )
    OrganisationCodeAcceptance.objects.bulk_create([row], ignore_conflicts=True)
