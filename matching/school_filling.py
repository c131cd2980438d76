"""How full a school is in a year, per subject and trimester, and who still looks for a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from calendar_cfg.phases import Window
from institutions.enums import Stance
from institutions.models import Campus, Offer, PlacementSchool, Subject
from institutions.offer_rules import TRIMESTERS
from institutions.selectors import trimesters_of
from matching.engine import instance
from matching.school_demand import Cell, Free, Looking, looking_for
from requests_app.askable import Said, said_of, with_said
from requests_app.enums import ProposalState
from requests_app.places import ACCEPTED_STATES, Taken, taken_by_school


@dataclass(frozen=True)
class Places:
    """Places in a trimester: offered (None when nothing was promised), accepted, waiting."""

    offered: int | None
    accepted: int
    waiting: int

    @property
    def free(self) -> int | None:
        """What is left when those that wait are accepted too; below zero over the offer."""
        return None if self.offered is None else self.offered - self.accepted - self.waiting


@dataclass(frozen=True)
class Filling:
    """All that a school's page needs.

    Arguments:
        by_subject: places by slug and trimester; those that are offered or taken.
        in_all: places at the same time, by trimester.
        looking: who looks, by slug and trimester; empty before schools can answer.
        names: of subjects, by slug.
    """

    said: Said
    by_subject: Mapping[Cell, Places]
    in_all: Mapping[int, Places]
    looking: Mapping[Cell, list[Looking]]
    names: Mapping[str, str]
    windows: Mapping[str, Window] = field(default_factory=dict)

    @property
    def has_offer(self) -> bool:
        """Whether the school promised anything per subject."""
        return any(places.offered for places in self.by_subject.values())


def filling_of(school: PlacementSchool, year: AcademicYear, today: date) -> Filling:
    """How full a school is, in a constant number of queries (six)."""
    row = _with_facts(school, year)
    said, offers = said_of(row), [] if row.said_stance == Stance.NO else row.offer_rows
    slugs = {pk: (slug, name) for pk, slug, name in
             Subject.objects.order_by().values_list("pk", "slug", "name")}  # fmt: skip
    accepted, waiting = (
        _by_slug(taken_by_school(year, schools=[school.pk], states=states), school.pk, slugs)
        for states in (ACCEPTED_STATES, [ProposalState.OPEN])
    )
    by_subject = _by_subject(_offered(offers), accepted.by_subject, waiting.by_subject)
    in_all = {
        number: Places(said.total, accepted.in_all.get(number, 0), waiting.in_all.get(number, 0))
        for number in TRIMESTERS
    }
    windows = _windows(year)
    answers = windows.get(PhaseKind.ANSWERS)
    looking = {}
    if answers is not None and answers.is_open(today):
        here = _as_engine_sees(row, said, offers)
        looking = looking_for(year, school, here, _free(by_subject, in_all))
    return Filling(said, by_subject, in_all, looking, dict(slugs.values()), windows)


@dataclass(frozen=True)
class _TakenBySlug:
    by_subject: dict[Cell, int]
    in_all: dict[int, int]


def _by_slug(
    taken: Mapping[int, Taken], school: int, slugs: Mapping[int, tuple[str, str]]
) -> _TakenBySlug:
    here = taken.get(school, Taken())
    return _TakenBySlug(
        {(slugs[pk][0], number): count for (pk, number), count in here.by_subject.items()},
        dict(here.total),
    )


def _offered(offers: list[dict[str, Any]]) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for offer in offers:
        for number in trimesters_of(offer["trimester"]):
            cell = offer["subject"], number
            found[cell] = found.get(cell, 0) + offer["places"]
    return found


def _by_subject(
    offered: Mapping[Cell, int], accepted: Mapping[Cell, int], waiting: Mapping[Cell, int]
) -> dict[Cell, Places]:
    """Each cell that is offered or taken; a school without any offer promised nothing."""
    nothing = 0 if offered else None
    return {
        cell: Places(offered.get(cell, nothing), accepted.get(cell, 0), waiting.get(cell, 0))
        for cell in {*offered, *accepted, *waiting}
        if offered.get(cell) or accepted.get(cell) or waiting.get(cell)
    }


def _free(by_subject: Mapping[Cell, Places], in_all: Mapping[int, Places]) -> Free:
    return Free(
        {cell: max(places.free or 0, 0) for cell, places in by_subject.items()},
        {number: None if places.free is None else max(places.free, 0)
         for number, places in in_all.items()},
    )  # fmt: skip


def _with_facts(school: PlacementSchool, year: AcademicYear) -> Any:
    """The school with what it said, offers and where it is, in one query."""
    offers = Offer.objects.filter(school_year__school=OuterRef("pk"), school_year__year=year)
    campuses = Campus.objects.filter(
        school=OuterRef("pk"), is_active=True, latitude__isnull=False, longitude__isnull=False
    )
    rows = with_said(PlacementSchool.objects.filter(pk=school.pk), school="pk", year=year)
    return rows.annotate(
        offer_rows=ArraySubquery(
            offers.order_by("pk").values(
                row=JSONObject(
                    subject=F("subject__slug"), places=F("places"), trimester=F("trimester"),
                    graad=F("graad"), kinds=F("kinds"),
                )
            )
        ),
        points=ArraySubquery(
            campuses.order_by("number").values(
                point=JSONObject(latitude=F("latitude"), longitude=F("longitude"))
            )
        ),
    ).get()  # fmt: skip


def _windows(year: AcademicYear) -> dict[str, Window]:
    kinds = [PhaseKind.ANSWERS, PhaseKind.SCHOOL_DATA]
    rows = Phase.objects.filter(year=year, kind__in=kinds)
    return {
        kind: Window(PhaseKind(kind), opens_on, last_day)
        for kind, opens_on, last_day in rows.values_list("kind", "opens_on", "last_day")
    }


def _as_engine_sees(row: Any, said: Said, offers: list[dict[str, Any]]) -> instance.School:
    """The school; that its total is reached is no reason here: it is asked for one more."""
    return instance.School(
        key=row.number,
        points=tuple((point["latitude"], point["longitude"]) for point in row.points),
        net=row.net,
        education_forms=frozenset(row.education_forms),
        finalities=frozenset(row.finalities),
        graden=frozenset(row.graden),
        takes_nobody=said.stance == Stance.NO,
        blocked=tuple(instance.BlockedDays(days.first, days.last) for days in said.blocked),
        offers=tuple(
            instance.Offer(
                offer["subject"], offer["places"], offer["trimester"], offer["graad"],
                frozenset(offer["kinds"]),
            )
            for offer in offers
        ),
    )  # fmt: skip
