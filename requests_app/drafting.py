"""Drafts: made from nothing, from a template, or from another request; saved incomplete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError, PhaseClosed
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.enums import LIVE_STATES, Action, RequestState, Route
from requests_app.filing import check_version
from requests_app.models import (
    Activity,
    PlacementRequest,
    Preference,
    RequestTemplate,
    Trainee,
)
from requests_app.references import new_references
from requests_app.workflow import Because

WISH_FIELDS = (
    "programme",
    "trimester",
    "period_start",
    "period_end",
    "max_distance_km",
    "nets",
    "education_forms",
    "supervisor",
    "text_for_school",
    "other_schools",
    "may_split",
    "onward",
)
LINE_FIELDS = (
    "position",
    "kind",
    "subject",
    "functional_wholes",
    "graad",
    "education_form",
    "finality",
    "hours",
    "remark",
)


def require_preparing(year: AcademicYear) -> None:
    """Drafts can be made from the day that templates can, until filing ends.

    Raises:
        PhaseClosed: the year does not take templates or requests today.
    """
    window, today = phases.phase_window(year, PhaseKind.TEMPLATES), clock.today()
    if window is not None and window.is_open(today):
        return
    if window is None or today > window.last_day or phases.is_open(year, PhaseKind.REQUESTS):
        phases.require_open(year, PhaseKind.REQUESTS)
        return
    raise PhaseClosed(
        _("Stageaanvragen voor %(year)s voorbereiden kan vanaf %(date)s.")
        % {"year": year, "date": long_date(window.opens_on)}
    )


def why_no_drafts(year: AcademicYear) -> str:
    """Why the year takes no drafts today, with the date; empty when it does."""
    try:
        require_preparing(year)
    except PhaseClosed as closed:
        return closed.message
    return ""


@transaction.atomic
def prepare_request(
    *,
    year: AcademicYear,
    actor: Actor,
    form_key: UUID | None = None,
    trainees: Sequence[Trainee] = (),
    is_group: bool = False,
    **fields: Any,
) -> PlacementRequest:
    """Make a draft for the actor's institution; it may be incomplete.

    `form_key` is the one-time key of the form: a second request with the same key gives the
    draft that is there. `fields` are those of `WISH_FIELDS` and `route`.

    Raises:
        PhaseClosed: the year takes no drafts today.
        PermissionDenied: the actor is not of an institution.
    """
    if not actor.is_institution_staff or actor.institution is None:
        raise PermissionDenied(_("Alleen een lerarenopleiding maakt stageaanvragen."))
    if any(trainee.institution_id != actor.institution.pk for trainee in trainees):
        raise PermissionDenied(_("Kies stagiairs van uw lerarenopleiding."))
    if form_key and (made := PlacementRequest.objects.filter(form_key=form_key).first()):
        return _own(made, actor)
    require_preparing(year)
    request = PlacementRequest(
        year=year,
        institution=actor.institution,
        reference=new_references(year, 1)[0],
        prepared_by=actor.user,
        is_group=is_group,
        form_key=form_key,
        **fields,
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:  # the same form, sent twice at the same moment
        return _own(PlacementRequest.objects.get(form_key=form_key), actor)
    request.trainees.set(trainees)
    workflow.apply(workflow.mark_new(request), Action.PREPARE, actor=actor)
    return request


@transaction.atomic
def prepare_requests(
    *,
    year: AcademicYear,
    actor: Actor,
    form_key: UUID,
    trainees: Sequence[Trainee],
    as_group: bool,
    school: PlacementSchool | None = None,
) -> list[PlacementRequest]:
    """Make drafts from nothing: one for each trainee, or one for the group.

    Each takes over the programme of its trainees where they share one, and its maker as the
    supervisor where that is a stagebegeleider; with a `school` it goes directly to that school.
    The same `form_key` gives the same drafts.

    Raises:
        PhaseClosed, PermissionDenied: as `prepare_request`.
    """
    groups = [list(trainees)] if as_group else [[trainee] for trainee in trainees]
    supervisor = actor.membership_id if actor.role == Role.SUPERVISOR else None
    made = [
        prepare_request(
            year=year,
            actor=actor,
            route=Route.DIRECT if school else "",
            form_key=uuid5(form_key, ",".join(str(trainee.public_id) for trainee in group)),
            trainees=group,
            is_group=as_group,
            programme_id=_shared_programme(group),
            supervisor_id=supervisor,
        )
        for group in groups
    ]
    if school is not None:
        for request in made:
            Preference.objects.get_or_create(request=request, rank=1, defaults={"school": school})
    return made


def _shared_programme(trainees: Sequence[Trainee]) -> int | None:
    programmes = {trainee.programme_id for trainee in trainees}
    return programmes.pop() if len(programmes) == 1 else None


def _own(request: PlacementRequest, actor: Actor) -> PlacementRequest:
    if request.institution_id != getattr(actor.institution, "pk", None):
        raise PermissionDenied
    return request


@transaction.atomic
def attach_trainees(
    *,
    template: RequestTemplate,
    trainees: Sequence[Trainee],
    as_group: bool,
    actor: Actor,
) -> list[PlacementRequest]:
    """Make drafts from a template: one each, or one for the group (domain.md, 3).

    A trainee who has a request from this template already is left out (`attached_to`), so that
    sending the form twice makes nothing twice: the row of the template stays locked meanwhile.
    However many trainees, the number of queries is the same.

    Raises:
        PhaseClosed: the year takes no drafts today.
        PermissionDenied: the actor is not of the template's institution, or a trainee is not.
        DomainError: nobody is left to attach, or a group of fewer than two.
    """
    institution = template.institution_id
    own = actor.institution is not None and actor.institution.pk == institution
    if not (own and actor.is_institution_staff):
        raise PermissionDenied(_("Alleen een lerarenopleiding maakt stageaanvragen."))
    if any(trainee.institution_id != institution for trainee in trainees):
        raise PermissionDenied(_("Kies stagiairs van uw lerarenopleiding."))
    RequestTemplate.objects.select_for_update().get(pk=template.pk)
    require_preparing(template.year)
    have = set(attached_to(template).values_list("trainee_id", flat=True))
    fresh = [trainee for trainee in dict.fromkeys(trainees) if trainee.pk not in have]
    if not fresh:
        raise DomainError(_("Deze stagiairs hebben al een aanvraag uit dit sjabloon."))
    if as_group and len(fresh) < 2:
        raise DomainError(_("Een groepsstage heeft minstens twee stagiairs."))
    groups = [fresh] if as_group else [[trainee] for trainee in fresh]
    return _from_template(template, groups, as_group, actor)


def attached_to(template: RequestTemplate) -> models.QuerySet[Any]:
    """The links of trainees with requests from a template that can still lead to a placement.

    Whose request was refused, withdrawn, cancelled or expired may get another one.
    """
    return PlacementRequest.trainees.through.objects.filter(
        placementrequest__template=template,
        placementrequest__state__in=[RequestState.DRAFT, *LIVE_STATES],
    )


def _from_template(
    template: RequestTemplate, groups: Sequence[Sequence[Trainee]], as_group: bool, actor: Actor
) -> list[PlacementRequest]:
    """A draft for each group of trainees, with the wishes and lines of the template."""
    wishes = {name: getattr(template, name) for name in WISH_FIELDS}
    requests = PlacementRequest.objects.bulk_create(
        PlacementRequest(
            year=template.year,
            institution=actor.institution,
            reference=reference,
            prepared_by=actor.user,
            is_group=as_group,
            template=template,
            **wishes,
        )
        for reference in new_references(template.year, len(groups))
    )
    links = PlacementRequest.trainees.through
    links.objects.bulk_create(
        links(placementrequest=request, trainee=trainee)
        for request, group in zip(requests, groups, strict=True)
        for trainee in group
    )
    lines = [
        {name: getattr(line, name) for name in LINE_FIELDS}
        for line in template.activities.select_related("subject")
    ]
    Activity.objects.bulk_create(
        Activity(request=request, **line) for request in requests for line in lines
    )
    new = [(workflow.mark_new(request), Because()) for request in requests]
    workflow.apply_many(new, Action.PREPARE, actor=actor)
    return requests


@transaction.atomic
def save_draft(
    *,
    request_pk: int,
    actor: Actor,
    expected_version: int | None = None,
    trainees: Sequence[Trainee] | None = None,
    lines: Sequence[dict[str, Any]] | None = None,
    schools: Sequence[PlacementSchool] | None = None,
    **fields: Any,
) -> PlacementRequest:
    """Save (a part of) a draft, complete or not.

    Arguments:
        trainees, lines, schools: replace what was there; None leaves it. Lines are values of
            `LINE_FIELDS`; schools are in order of preference.
        fields: values of `WISH_FIELDS`, `route`, `is_group`.

    Effects, in order: an event `edit`; the fields, trainees, lines and preferences. Saving what
    is there already changes nothing: a double click, a step that was only looked at.

    Raises:
        PhaseClosed: the year takes no drafts (any more).
        StaleForm: somebody changed it after `expected_version` was shown; nothing is written.
        WrongState: it is no draft any more.
    """
    request = workflow.lock_request(request_pk)
    part = Part(fields, trainees, lines, schools)
    if request.state == RequestState.DRAFT:
        if part.is_stored_in(request):
            return request
        check_version(request, expected_version)
        require_preparing(request.year)
    workflow.apply(request, Action.EDIT, actor=actor)
    for name, value in fields.items():
        setattr(request, name, value)
    request.save(update_fields=list(fields))
    if trainees is not None:
        request.trainees.set(trainees)
    if lines is not None:
        _replace_lines(request, lines)
    if schools is not None:
        _replace_preferences(request, schools)
    return request


@dataclass(frozen=True)
class Part:
    """What is to be saved of a draft; None is left as it was."""

    fields: dict[str, Any]
    trainees: Sequence[Trainee] | None
    lines: Sequence[dict[str, Any]] | None
    schools: Sequence[PlacementSchool] | None

    def is_stored_in(self, request: PlacementRequest) -> bool:
        """Whether the draft says all of this already."""
        return (
            all(getattr(request, name) == value for name, value in self.fields.items())
            and (self.trainees is None or set(request.trainees.all()) == set(self.trainees))
            and (self.lines is None or stored_lines(request) == [in_full(x) for x in self.lines])
            and (self.schools is None or self._same_schools(request, self.schools))
        )

    def _same_schools(self, request: PlacementRequest, schools: Sequence[PlacementSchool]) -> bool:
        named = list(request.preferences.values_list("school_id", flat=True))
        return named == [school.pk for school in schools]


def stored_lines(request: PlacementRequest) -> list[dict[str, Any]]:
    """The lines of a request as values of `LINE_FIELDS`, without their position."""
    rows = request.activities.select_related("subject")
    return [in_full({name: getattr(line, name) for name in LINE_FIELDS}) for line in rows]


def in_full(line: dict[str, Any]) -> dict[str, Any]:
    """A line with what was left out of it, to compare; its place in the list is its position."""
    empty = Activity()
    return {
        name: line.get(name, getattr(empty, name)) for name in LINE_FIELDS if name != "position"
    }


def _replace_lines(request: PlacementRequest, lines: Sequence[dict[str, Any]]) -> None:
    request.activities.all().delete()
    Activity.objects.bulk_create(
        Activity(request=request, **{**line, "position": position})
        for position, line in enumerate(lines)
    )


def _replace_preferences(request: PlacementRequest, schools: Sequence[PlacementSchool]) -> None:
    request.preferences.all().delete()
    if request.route != Route.WISHES:
        Preference.objects.bulk_create(
            Preference(request=request, school=school, rank=rank)
            for rank, school in enumerate(schools, start=1)
        )


@transaction.atomic
def offer_for_check(*, request_pk: int, actor: Actor) -> PlacementRequest:
    """Put a draft on the coordinators' list "te controleren"; doing it twice is harmless."""
    request = workflow.lock_request(request_pk)
    if request.state == RequestState.DRAFT and request.offered_for_check_at is not None:
        return request
    require_preparing(request.year)
    workflow.apply(request, Action.OFFER_FOR_CHECK, actor=actor, because=Because())
    request.offered_for_check_at = clock.now()
    request.save(update_fields=["offered_for_check_at"])
    return request
