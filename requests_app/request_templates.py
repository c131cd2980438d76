"""Stageaanvraagsjablonen: made, changed, copied and deleted here and nowhere else.

Who may: a coordinator of the institution (the word list: "Het sjabloon dat de stagecoördinator
aanmaakt"); supervisors read them and attach trainees. `TEMPLATES` of the year guards every change
(domain.md, 2), asked inside the writing transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from calendar_cfg import phases
from calendar_cfg.dates import date_range, long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import school_calendar, trimester_of
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import Role
from institutions.exceptions import StaleVersion
from institutions.models import TrainingInstitution
from requests_app.drafting import LINE_FIELDS, WISH_FIELDS
from requests_app.models import RequestTemplate, TemplateActivity
from requests_app.template_period import Period, lesdagen_in, moved_period

Lines = Sequence[dict[str, Any]]


def may_edit_templates(actor: Actor) -> bool:
    """Whether the actor makes and changes templates."""
    return actor.is_coordinator


def require_template_editor(actor: Actor) -> TrainingInstitution:
    """The institution whose templates the actor keeps.

    Raises:
        PermissionDenied: the actor is no coordinator.
    """
    if not may_edit_templates(actor) or actor.institution is None:
        raise PermissionDenied(_("Alleen een stagecoördinator maakt en wijzigt sjablonen."))
    return actor.institution


def make_template(
    *, year: AcademicYear, actor: Actor, lines: Lines = (), **fields: Any
) -> RequestTemplate:
    """Make a template for the actor's institution; wishes and lines may be incomplete.

    The very same data sent twice (a double click, a resend) give the template that was made.

    Arguments:
        lines: values of `drafting.LINE_FIELDS`, in order.
        fields: `name` and values of `drafting.WISH_FIELDS`.

    Raises:
        PermissionDenied: the actor is no coordinator.
        PhaseClosed: templates for this year cannot be made today.
        DomainError: the name is taken, or a field does not hold, with its field.
    """
    institution = require_template_editor(actor)
    try:
        with transaction.atomic(), logged_as(actor):
            phases.require_open(year, PhaseKind.TEMPLATES)
            _check(institution, year, fields)
            template: RequestTemplate = RequestTemplate.objects.create(
                institution=institution, year=year, created_by=actor.user, **fields
            )
            _write_lines(template, lines)
    except IntegrityError:
        found = _named(institution, year, fields["name"])
        if found is None:
            raise
        if is_same(found, fields, lines):
            return found
        raise _name_taken(year) from None
    return template


def change_template(
    *,
    template_pk: int,
    actor: Actor,
    expected_version: int,
    lines: Lines = (),
    **fields: Any,
) -> RequestTemplate:
    """Change a template of the actor's institution; requests made from it stay as they are.

    Arguments:
        expected_version: that of the page on which the data were typed.

    Raises:
        PermissionDenied, PhaseClosed, DomainError: as `make_template`.
        StaleVersion: somebody saved something else in between; nothing is written. The same
            thing sent twice is no fault and changes nothing.
    """
    institution = require_template_editor(actor)
    template = RequestTemplate.objects.select_related("year").get(
        pk=template_pk, institution=institution
    )
    try:
        with transaction.atomic(), logged_as(actor):
            return _change(template, expected_version, lines, fields)
    except IntegrityError:
        if _named(institution, template.year, fields["name"]) is None:
            raise
        raise _name_taken(template.year) from None


def _change(
    unlocked: RequestTemplate, expected_version: int, lines: Lines, fields: dict[str, Any]
) -> RequestTemplate:
    template = locked_template(unlocked.pk)
    phases.require_open(template.year, PhaseKind.TEMPLATES)
    if template.version != expected_version:
        if is_same(template, fields, lines):
            return template
        raise StaleVersion(
            _("Iemand anders heeft dit sjabloon intussen gewijzigd."), current=template
        )
    _check(template.institution, template.year, fields)
    for name, value in fields.items():
        setattr(template, name, value)
    template.version += 1
    template.save()
    template.activities.all().delete()
    _write_lines(template, lines)
    return template


@dataclass
class Copy:
    """A copy of a template, and what is otherwise than in the original, in words."""

    template: RequestTemplate
    notes: list[str] = field(default_factory=list)


def copy_template(
    *, template: RequestTemplate, year: AcademicYear, name: str, actor: Actor
) -> Copy:
    """Copy a template to a year, its own or another.

    Effects, in order: the period is moved to the same trimester of that year
    (`template_period.moved_period`), a programme or supervisor who is no longer active is left
    out, the copy is made with its lines and remembers what it was copied from. Copying again to
    the same year under the same name gives the copy that is there.

    Raises:
        PermissionDenied: the actor is no coordinator of the template's institution.
        PhaseClosed: templates for that year cannot be made today.
        DomainError: the name is taken in that year.
    """
    institution = require_template_editor(actor)
    if template.institution_id != institution.pk:
        raise PermissionDenied
    made = RequestTemplate.objects.filter(copied_from=template, year=year, name=name).first()
    if made is not None:
        return Copy(made)
    copy = Copy(RequestTemplate(), [])
    wishes = _wishes_for(template, year, copy.notes)
    lines = [
        {field_name: getattr(line, field_name) for field_name in LINE_FIELDS}
        for line in template.activities.select_related("subject")
    ]
    copy.template = make_template(
        year=year, actor=actor, lines=lines, name=name, copied_from=template, **wishes
    )
    return copy


def _wishes_for(template: RequestTemplate, year: AcademicYear, notes: list[str]) -> dict[str, Any]:
    wishes = {name: getattr(template, name) for name in WISH_FIELDS}
    if template.programme is not None and not template.programme.is_active:
        wishes["programme"] = None
        notes.append(_("De opleiding bestaat niet meer: kies er een."))
    if template.supervisor is not None and not _may_supervise(template.supervisor, template):
        wishes["supervisor"] = None
        notes.append(_("De stagebegeleider is niet meer actief: kies er een."))
    if template.period_start and template.period_end and year.pk != template.year_id:
        _move_period(template, year, wishes, notes)
    return wishes


def _move_period(
    template: RequestTemplate, year: AcademicYear, wishes: dict[str, Any], notes: list[str]
) -> None:
    assert template.period_start is not None
    assert template.period_end is not None
    calendar = school_calendar()
    old = Period(template.period_start, template.period_end)
    new = _period_in(template, year, old, calendar)
    wishes["period_start"] = new.first_day if new else None
    wishes["period_end"] = new.last_day if new else None
    before = date_range(old.first_day, old.last_day)
    if new is None:
        words = _("De stageperiode (%(before)s) past niet in dit trimester van %(year)s: kies ze.")
        notes.append(words % {"before": before, "year": year})
        return
    words = _("De stageperiode is verplaatst van %(before)s naar %(after)s.")
    notes.append(words % {"before": before, "after": date_range(new.first_day, new.last_day)})
    had, has = lesdagen_in(old, calendar), lesdagen_in(new, calendar)
    if had != has:
        words = _("Ze telt nu %(has)d lesdagen; dat waren er %(had)d.")
        notes.append(words % {"has": has, "had": had})


def _period_in(
    template: RequestTemplate, year: AcademicYear, period: Period, calendar: SchoolCalendar
) -> Period | None:
    trimester = trimester_of(year, template.trimester) if template.trimester else None
    if trimester is None:
        return None
    return moved_period(
        period,
        from_year=template.year.start_year,
        to_year=year.start_year,
        trimester=Period(trimester.first_day, trimester.last_day),
        calendar=calendar,
    )


@transaction.atomic
def delete_template(*, template_pk: int, actor: Actor) -> None:
    """Delete a template that no request came from.

    Raises:
        PermissionDenied: the actor is no coordinator.
        PhaseClosed: templates for its year cannot be changed today.
        DomainError: requests came from it, in whatever state they are now.
    """
    institution = require_template_editor(actor)
    with logged_as(actor):
        template = locked_template(template_pk)
        if template.institution_id != institution.pk:
            raise PermissionDenied
        phases.require_open(template.year, PhaseKind.TEMPLATES)
        if count := template.requests.count():
            raise DomainError(why_not_deleted(count))
        template.delete()


def why_not_deleted(count: int) -> str:
    """Why a template stays, in words."""
    return ngettext(
        "Dit sjabloon kan niet weg: er komt %(count)d stageaanvraag uit voort.",
        "Dit sjabloon kan niet weg: er komen %(count)d stageaanvragen uit voort.",
        count,
    ) % {"count": count}


def locked_template(pk: int) -> RequestTemplate:
    """The template, its row locked until the end of the transaction."""
    rows = RequestTemplate.objects.select_for_update(of=("self",))
    template: RequestTemplate = rows.select_related("year", "institution").get(pk=pk)
    return template


def is_same(template: RequestTemplate, fields: dict[str, Any], lines: Lines) -> bool:
    """Whether a template is stored exactly as it was typed."""
    if any(getattr(template, name) != value for name, value in fields.items()):
        return False
    stored = [
        {name: getattr(line, name) for name in LINE_FIELDS}
        for line in template.activities.select_related("subject")
    ]
    return stored == [{**line} for line in lines]


def _write_lines(template: RequestTemplate, lines: Lines) -> None:
    TemplateActivity.objects.bulk_create(
        TemplateActivity(template=template, **{**line, "position": position})
        for position, line in enumerate(lines)
    )


def _check(institution: TrainingInstitution, year: AcademicYear, fields: dict[str, Any]) -> None:
    programme, supervisor = fields.get("programme"), fields.get("supervisor")
    if programme is not None and programme.institution_id != institution.pk:
        raise DomainError(_("Kies een opleiding van uw lerarenopleiding."), field="programme")
    if supervisor is not None and supervisor.institution_id != institution.pk:
        raise DomainError(_("Kies een stagebegeleider van uw opleiding."), field="supervisor")
    _check_period(year, fields)


def _check_period(year: AcademicYear, fields: dict[str, Any]) -> None:
    first: date | None = fields.get("period_start")
    last: date | None = fields.get("period_end")
    number: int | None = fields.get("trimester")
    if (first is None) != (last is None):
        missing = "period_end" if first else "period_start"
        raise DomainError(_("Vul beide dagen van de stageperiode in, of geen."), field=missing)
    if first is None or last is None:
        return
    if first > last:
        message = _("De stageperiode eindigt voor ze begint. Kijk beide dagen na.")
        raise DomainError(message, field="period_end")
    if number is not None:
        _check_inside(year, number, first, last)


def _check_inside(year: AcademicYear, number: int, first: date, last: date) -> None:
    trimester = trimester_of(year, number)
    if trimester is None:
        raise DomainError(
            _("Trimester %(number)s is nog niet ingesteld voor %(year)s.")
            % {"number": number, "year": year},
            field="trimester",
        )
    outside = [
        name
        for name, day in (("period_start", first), ("period_end", last))
        if not trimester.first_day <= day <= trimester.last_day
    ]
    if outside:
        raise DomainError(
            _("Deze dag valt buiten trimester %(number)s: dat loopt van %(first)s tot %(last)s.")
            % {
                "number": number,
                "first": long_date(trimester.first_day),
                "last": long_date(trimester.last_day),
            },
            field=outside[0],
        )


def _may_supervise(membership: Membership, template: RequestTemplate) -> bool:
    return (
        membership.is_active
        and membership.institution_id == template.institution_id
        and membership.role in (Role.SUPERVISOR, Role.COORDINATOR)
    )


def _named(
    institution: TrainingInstitution, year: AcademicYear, name: str
) -> RequestTemplate | None:
    rows = RequestTemplate.objects.filter(institution=institution, year=year, name=name)
    found: RequestTemplate | None = rows.first()
    return found


def _name_taken(year: AcademicYear) -> DomainError:
    return DomainError(
        _("Er is al een sjabloon met deze naam voor %(year)s. Kies een andere naam.")
        % {"year": year},
        field="name",
    )
