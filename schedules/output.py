"""A stageplanning as it leaves the screen: what the print page, the PDF and the workbook tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range
from institutions.actors import Actor
from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from placements.selectors import guides_of, people_of
from requests_app.names import may_read_names, names_or_number
from schedules.approving_parts import Part, parts_of
from schedules.models import PlannedActivity, Schedule
from schedules.output_rows import Week, weeks_of
from schedules.totals import Totals, planned_of, totals_of


@dataclass(frozen=True)
class Fact:
    """A label and its value; drawn by `components/summary_list.html` too."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Output:
    """The planning of a stage, with names as far as its reader may read them."""

    placement: Placement
    version: int
    planned: Sequence[PlannedActivity]
    facts: Sequence[Fact]
    weeks: Sequence[Week]
    parts: Sequence[Part]
    totals: Totals

    @property
    def title(self) -> str:
        """ "Stageplanning 2017-K7QF3T"."""
        return _("Stageplanning %(reference)s") % {"reference": self.placement.reference}

    @property
    def version_words(self) -> str:
        """ "versie 4"; empty when nothing was planned yet."""
        return _("versie %(n)d") % {"n": self.version} if self.version else ""

    def filename(self, ending: str) -> str:
        """ "stageplanning-2017-K7QF3T.pdf": a reference, no name."""
        return f"stageplanning-{self.placement.reference}.{ending}"


def output_of(placement: Any, schedule: Schedule | None, actor: Actor) -> Output:
    """The planning of a stage read `with_facts`, for an actor who may see it; two queries."""
    planned = planned_of(placement)
    readable = may_read_names(actor, placement.proposal)
    return Output(
        placement=placement,
        version=schedule.version if schedule else 0,
        planned=planned,
        facts=_facts(placement, actor),
        weeks=weeks_of(planned),
        parts=parts_of(placement, planned, with_reasons=readable),
        totals=totals_of(placement, planned),
    )


def trainees_of(placement: Any, actor: Actor) -> str:
    """Who does a stage, or how many they are (requests_app.names)."""
    names = [str(person) for person in people_of(placement)]
    return names_or_number(names, readable=may_read_names(actor, placement.proposal))


def _facts(placement: Placement, actor: Actor) -> list[Fact]:
    request, school = placement.request, placement.school.name
    rows = [
        Fact(_("Stagiair"), trainees_of(placement, actor)),
        Fact(_("Stageplaats"), f"{school}, {placement.campus}" if placement.campus else school),
        Fact(_("Lerarenopleiding"), placement.institution.name),
        Fact(_("Opleiding"), request.programme.name if request.programme else ""),
        Fact(_("Stageperiode"), date_range(placement.period_start, placement.period_end)),
        Fact(_("Vakmentor"), _people(placement, GuidanceRole.SUBJECT_MENTOR)),
        Fact(_("Stagebegeleider"), _people(placement, GuidanceRole.SUPERVISOR)),
    ]
    return [row for row in rows if row.value]


def _people(placement: Placement, role: GuidanceRole) -> str:
    """ "An Peeters (Frans), Bart Maes (Wiskunde)"."""
    return ", ".join(_person(row) for row in guides_of(placement) if row.role == role)


def _person(guide: Guide) -> str:
    name = str(guide.member.user)
    return f"{name} ({guide.subject})" if guide.subject else name
