"""What the dashboard of a school says of its offer: confirm it; where it is full."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from institutions.enums import Stance
from institutions.selectors import trimesters_of
from requests_app.dashboards import Asking, Fact, Task, address
from requests_app.places import ACCEPTED_STATES, taken_by_school

COLUMNS = (
    "may_change",
    "said__confirmed_at",
    "said__carried_over_from",
    "said__stance",
    "said__offers__subject",
    "said__offers__subject__name",
    "said__offers__trimester",
    "said__offers__places",
)


@dataclass
class Said:
    """What a school said of its offer of a year; places by subject (id, name) and trimester."""

    may_change: bool
    is_confirmed: bool
    is_carried_over: bool
    places: dict[tuple[int, str], dict[int, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )


def said_of(asking: Asking) -> Said:
    """What the actor's school said, and whether it may change that today; in one query."""
    phase = Phase.objects.filter(year=OuterRef("pk"), kind=PhaseKind.SCHOOL_DATA)
    here = Q(school_years__school=asking.actor.school)
    rows: Any = AcademicYear.objects.filter(pk=asking.year.pk).annotate(
        said=FilteredRelation("school_years", condition=here),
        may_change=Exists(phase.filter(opens_on__lte=asking.today, last_day__gte=asking.today)),
    )
    found = list(rows.values_list(*COLUMNS))
    may_change, confirmed_at, carried_over_from, *_rest = found[0]
    said = Said(may_change, confirmed_at is not None, carried_over_from is not None)
    for *_said, stance, subject, name, trimester, places in found:
        if places is None or stance == Stance.NO:
            continue
        for number in trimesters_of(trimester):
            said.places[subject, name][number] += places
    return said


def offer_task(asking: Asking, said: Said) -> list[Task]:
    """Confirm the offer, while that is possible and it was not done."""
    if said.is_confirmed or not said.may_change:
        return []
    text = _("Zo weten lerarenopleidingen waar er plaats is.")
    if said.is_carried_over:
        text = _("Het aanbod van vorig jaar is overgenomen. Kijk na of het nog klopt.")
    title = _("Bevestig uw stageaanbod voor %(year)s") % {"year": asking.year}
    return [Task(title, address("school_offer"), text=text)]


def full_subjects(asking: Asking, said: Said) -> list[Fact]:
    """Subjects that the school offers and that are full with what it accepted; one query."""
    assert asking.actor.school is not None
    here = asking.actor.school.pk
    taken = taken_by_school(asking.year, schools=[here], states=ACCEPTED_STATES).get(here)
    if taken is None:
        return []
    facts = []
    for (subject, name), offered in sorted(said.places.items(), key=lambda item: item[0][1]):
        full = [
            f"T{number}"
            for number, places in sorted(offered.items())
            if places and taken.by_subject.get((subject, number), 0) >= places
        ]
        if full:
            words = _("%(subject)s is vol in %(trimesters)s.")
            words %= {"subject": name, "trimesters": ", ".join(full)}
            facts.append(Fact(words, address("school_offer"), "soon", _("Vol")))
    return facts
