"""What waits for a signature, on the dashboard and as the next step of a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.list_filters import MINE
from agreements.list_words import to_sign_words, without_words
from agreements.models import Agreement
from agreements.signing_rights import party_of
from agreements.waiting import of_year, waiting_for, without_agreement
from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement
from placements.page_sections import Step, adds_next_steps
from requests_app.dashboards import Asking, Dashboard, Task, address
from requests_app.page_sections import adds_to_dashboard

SIGN, MAKE = "sign", "make"


@adds_to_dashboard(Role.COORDINATOR, Role.SCHOOL_MENTOR, Role.TRAINEE)
def to_sign_and_make(asking: Asking) -> Dashboard:
    """How many agreements wait for the actor, and how many a coordinator still has to make."""
    counts = dict(_counts(asking))
    tasks = []
    if n := counts.get(SIGN, 0):
        tasks.append(Task(to_sign_words(n), address("agreements", toestand=MINE), n))
    if n := counts.get(MAKE, 0):
        tasks.append(Task(without_words(n), address("agreements_to_make"), n))
    return Dashboard(tasks=tasks)


def _counts(asking: Asking) -> Any:
    """How many there are to sign, and to make; in one query, or none for who does neither."""
    if party_of(asking.actor) is None:
        return ()
    sign: Any = of_year(waiting_for(asking.actor), asking.year).order_by()
    sign = sign.values_list(Value(SIGN)).annotate(n=Count("pk"))
    if not asking.actor.is_coordinator:
        return sign
    make: Any = without_agreement(asking.actor, asking.year).order_by()
    return sign.union(make.values_list(Value(MAKE)).annotate(n=Count("pk")), all=True)


@adds_next_steps
def to_sign(placements: Sequence[Placement], actor: Actor) -> Mapping[int, Sequence[Step]]:
    """Sign the agreement of a stage, before it begins; a coordinator first makes it."""
    if party_of(actor) is None:
        return {}
    mine = waiting_for(actor).filter(agreement__placement=OuterRef("pk"))
    rows = Placement.objects.live().filter(pk__in=[row.pk for row in placements])
    found = rows.annotate(
        to_sign=Subquery(mine.values("public_id")[:1]),
        is_made=Exists(Agreement.objects.filter(placement=OuterRef("pk"))),
    )
    begins = {row.pk: row.period_start for row in placements}
    steps: dict[int, list[Step]] = defaultdict(list)
    for pk, public_id, version, is_made in found.values_list(
        "pk", "public_id", "to_sign", "is_made"
    ):
        if version is not None:
            url = reverse("agreement_sign", args=[version])
            steps[pk].append(Step(_("Onderteken de stageovereenkomst"), url, begins[pk]))
        elif not is_made and actor.is_coordinator:
            url = reverse("agreement", args=[public_id])
            steps[pk].append(Step(_("Maak de stageovereenkomst"), url, begins[pk]))
    return steps
