"""Stagiairs of an institution: added and changed by hand, and set (in)active.

Who may: coordinators and supervisors of the institution. A trainee's data are the first thing
somebody needs to prepare a request, and whoever may prepare one (domain.md, 3: "a coordinator, a
supervisor, or a colleague of the institution") must be able to mend a postal code or add the
student who enrolled last week, without waiting for the coordinator. What is checked before it
leaves the institution is the request, by a coordinator, not the trainee. No more is kept of a
person than trust.md, 21 allows. No phase guards this: people enrol at any time of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.exceptions import StaleVersion
from institutions.models import (
    PlacementSchool,
    PostalCode,
    Programme,
    Subject,
    TrainingInstitution,
)
from requests_app.models import Trainee
from requests_app.trainee_addresses import let_go_of_address

TRAINEE_FIELDS = (
    "first_name",
    "last_name",
    "email",
    "student_number",
    "programme",
    "postal_code",
)


def require_trainee_editor(actor: Actor) -> TrainingInstitution:
    """The institution whose trainees the actor keeps.

    Raises:
        PermissionDenied: the actor is no coordinator or supervisor.
    """
    if not actor.is_institution_staff or actor.institution is None:
        raise PermissionDenied(_("Alleen een lerarenopleiding beheert haar stagiairs."))
    return actor.institution


def unknown_postal_code(code: str) -> str:
    """Why a postal code is refused, in words; empty when it is fine.

    An installation that never imported the postal codes accepts any.
    """
    known = PostalCode.objects.filter(code=code).exists()
    if known or not PostalCode.objects.exists():
        return ""
    return _("%(code)s is geen Belgische postcode. Kijk de vier cijfers na.") % {"code": code}


def add_trainee(
    *,
    actor: Actor,
    subjects: Sequence[Subject] = (),
    excluded: Sequence[PlacementSchool] = (),
    **fields: Any,
) -> Trainee:
    """Add a trainee to the actor's institution.

    The very same data sent twice (a double click, a resend) give the trainee that was made.

    Arguments:
        excluded: schools where the trainee does not go; nobody keeps why.
        fields: values of `TRAINEE_FIELDS`.

    Raises:
        PermissionDenied: the actor is no coordinator or supervisor.
        DomainError: the student number is taken, or a field does not hold, with its field.
    """
    institution = require_trainee_editor(actor)
    _check(institution, fields)
    try:
        with transaction.atomic(), logged_as(actor):
            trainee: Trainee = Trainee.objects.create(institution=institution, **fields)
            trainee.subjects.set(subjects)
            trainee.excluded_schools.set(excluded)
    except IntegrityError:
        taken = _with_number(institution, fields["student_number"])
        if taken is not None and is_same(taken, Linked(subjects, excluded), fields):
            return taken
        raise _number_taken(taken) from None
    return trainee


def change_trainee(
    *,
    trainee_pk: int,
    actor: Actor,
    expected_version: int,
    subjects: Sequence[Subject] = (),
    excluded: Sequence[PlacementSchool] = (),
    **fields: Any,
) -> Trainee:
    """Change a trainee of the actor's institution; a link to a former address stops working.

    Arguments:
        expected_version: that of the page on which the data were typed.
        excluded: schools where the trainee does not go; requests that lie with one stay there.
        fields: values of `TRAINEE_FIELDS`.

    Raises:
        PermissionDenied: the actor is no coordinator or supervisor.
        StaleVersion: somebody saved something else in between; nothing is written. The same
            thing sent twice is no fault and changes nothing.
        DomainError: as `add_trainee`.
    """
    institution = require_trainee_editor(actor)
    _check(institution, fields)
    try:
        with transaction.atomic(), logged_as(actor):
            trainee = _locked(institution, trainee_pk)
            return _change(trainee, expected_version, Linked(subjects, excluded), fields)
    except IntegrityError:
        raise _number_taken(_with_number(institution, fields["student_number"])) from None


@dataclass(frozen=True)
class Linked:
    """What belongs to a trainee in tables of its own."""

    subjects: Sequence[Subject]
    excluded: Sequence[PlacementSchool]


def _change(
    trainee: Trainee, expected_version: int, linked: Linked, fields: dict[str, Any]
) -> Trainee:
    if trainee.version != expected_version:
        if is_same(trainee, linked, fields):
            return trainee
        raise StaleVersion(
            _("Iemand anders heeft deze stagiair intussen gewijzigd."), current=trainee
        )
    former_address = trainee.email
    for name, value in fields.items():
        setattr(trainee, name, value)
    trainee.version += 1
    trainee.save()
    if trainee.email.lower() != former_address.lower():
        let_go_of_address(trainee.institution, former_address)
    trainee.subjects.set(linked.subjects)
    trainee.excluded_schools.set(linked.excluded)
    return trainee


@transaction.atomic
def set_active(*, trainee_pk: int, actor: Actor, is_active: bool) -> Trainee:
    """Take a trainee out of the lists to choose from, or put one back; twice is harmless.

    Requests that run go on: a coordinator withdraws them where needed. Who logs in keeps reading
    the own stages; a link that is open stops working.

    Raises:
        PermissionDenied: the actor is no coordinator or supervisor.
    """
    institution = require_trainee_editor(actor)
    with logged_as(actor):
        trainee = _locked(institution, trainee_pk)
        if trainee.is_active != is_active:
            trainee.is_active = is_active
            trainee.version += 1
            trainee.save(update_fields=["is_active", "version"])
            if not is_active:
                let_go_of_address(institution, trainee.email)
    return trainee


def is_same(trainee: Trainee, linked: Linked, fields: dict[str, Any]) -> bool:
    """Whether a trainee is stored exactly as it was typed."""
    stored = {name: getattr(trainee, name) for name in fields}
    return (
        stored == fields
        and set(trainee.subjects.all()) == set(linked.subjects)
        and set(trainee.excluded_schools.all()) == set(linked.excluded)
    )


def _locked(institution: TrainingInstitution, trainee_pk: int) -> Trainee:
    rows = Trainee.objects.select_for_update(of=("self",)).select_related("programme")
    trainee: Trainee = rows.get(pk=trainee_pk, institution=institution)
    trainee.institution = institution
    return trainee


def _with_number(institution: TrainingInstitution, number: str) -> Trainee | None:
    rows = Trainee.objects.filter(institution=institution, student_number=number)
    found: Trainee | None = rows.first()
    return found


def _check(institution: TrainingInstitution, fields: dict[str, Any]) -> None:
    programme: Programme = fields["programme"]
    if programme.institution_id != institution.pk:
        raise DomainError(_("Kies een opleiding van uw lerarenopleiding."), field="programme")
    if why := unknown_postal_code(fields["postal_code"]):
        raise DomainError(why, field="postal_code")


def _number_taken(trainee: Trainee | None) -> DomainError:
    message = _("Er is al een stagiair met dit studentennummer.")
    if trainee is not None:
        message = _("%(name)s heeft dit studentennummer al. Kijk het nummer na.") % {
            "name": trainee
        }
    return DomainError(message, field="student_number")
