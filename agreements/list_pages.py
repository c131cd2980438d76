"""What waits for a signature, on the dashboard and as the next step of a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.list_filters import MINE
from agreements.list_words import to_sign_words, without_words
from agreements.models import Agreement
from agreements.signing_rights import party_of
from agreements.waiting import of_year, waiting_for
from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement
from placements.page_sections import Step, adds_next_steps
from requests_app.dashboards import Asking, Dashboard, Task, address
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.COORDINATOR, Role.SCHOOL_MENTOR, Role.TRAINEE)
def to_sign_and_make(asking: Asking) -> Dashboard:
    """How many agreements wait for the actor, and how many a coordinator still has to make."""
    return Dashboard(tasks=[*_to_sign(asking), *_to_make(asking)])


def _to_sign(asking: Asking) -> list[Task]:
    if party_of(asking.actor) is None:
        return []
    count = of_year(waiting_for(asking.actor), asking.year).count()
    url = address("agreements", toestand=MINE)
    return [Task(to_sign_words(count), url, count)] if count else []


def _to_make(asking: Asking) -> list[Task]:
    if not asking.actor.is_coordinator:
        return []
    rows = Placement.objects.visible_to(asking.actor).live().of_year(asking.year)
    count = rows.aggregate(n=Count("pk", filter=Q(agreement=None)))["n"]
    return [Task(without_words(count), address("agreements_to_make"), count)] if count else []


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
