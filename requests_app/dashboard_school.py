"""The dashboard of a school: what waits for an answer, and whether the offer still holds."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.dashboard_offer import full_subjects, offer_task, said_of
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address, in_order
from requests_app.enums import ANSWERED_STATES, ProposalState
from requests_app.inbox import calendar_of, proposals_of
from requests_app.inbox_filters import LATE
from requests_app.lesdagen_left import time_left
from requests_app.places import ACCEPTED_STATES

OPEN = Q(state=ProposalState.OPEN)


def counts_of(asking: Asking) -> dict[str, Any]:
    """How many proposals wait, are late, were accepted or were not seen yet; in one query."""
    late = OPEN & Q(due_on__lt=asking.today)
    unseen = Q(state__in=ANSWERED_STATES, seen_at=None)
    rows = proposals_of(asking.actor, asking.year).order_by()
    return rows.aggregate(
        open=Count("pk", filter=OPEN, distinct=True),
        late=Count("pk", filter=late, distinct=True),
        first_due=Min("due_on", filter=OPEN & Q(due_on__gte=asking.today)),
        first_late=Min("due_on", filter=late),
        accepted=Count("pk", filter=Q(state__in=ACCEPTED_STATES), distinct=True),
        unseen=Count("pk", filter=unseen, distinct=True),
    )


def mentor_dashboard(asking: Asking) -> Dashboard:
    """A schoolmentor: answer, confirm the offer; what was accepted; where it is full."""
    counts = counts_of(asking)
    said = said_of(asking)
    tasks = [*_answer_tasks(asking, counts), *offer_task(asking, said)]
    return Dashboard(
        tasks=in_order(tasks),
        waiting=_unseen(counts),
        facts=[*_accepted(counts), *full_subjects(asking, said)],
        nothing_to_do=_("U bent bij. Nieuwe stageaanvragen verschijnen hier."),
    )


def _answer_tasks(asking: Asking, counts: dict[str, Any]) -> list[Task]:
    tasks = []
    if counts["late"]:
        title = ngettext(
            "%(n)d stageaanvraag wacht te lang op een antwoord",
            "%(n)d stageaanvragen wachten te lang op een antwoord",
            counts["late"],
        ) % {"n": counts["late"]}
        url = address("inbox", toestand=LATE)
        tasks.append(Task(title, url, counts["late"], due=counts["first_late"], tone="late"))
    if waiting := counts["open"] - counts["late"]:
        title = ngettext(
            "Beantwoord %(n)d stageaanvraag", "Beantwoord %(n)d stageaanvragen", waiting
        ) % {"n": waiting}
        left = time_left(counts["first_due"], asking.today, calendar_of(asking.actor.school))
        text = _("De eerste: %(left)s.") % {"left": left.words}
        task = Task(title, address("inbox"), waiting, text, counts["first_due"], left.tone)
        tasks.append(task)
    return tasks


def _unseen(counts: dict[str, Any]) -> list[Fact]:
    if not counts["unseen"]:
        return []
    words = ngettext(
        "%(n)d antwoord is nog niet gezien door de lerarenopleiding: u kunt het nog corrigeren.",
        "%(n)d antwoorden zijn nog niet gezien door de lerarenopleiding: u kunt ze nog corrigeren.",
        counts["unseen"],
    ) % {"n": counts["unseen"]}
    return [Fact(words, address("inbox", toestand="alle"))]


def _accepted(counts: dict[str, Any]) -> list[Fact]:
    if not counts["accepted"]:
        return []
    words = ngettext(
        "%(n)d aanvraag is aanvaard.", "%(n)d aanvragen zijn aanvaard.", counts["accepted"]
    ) % {"n": counts["accepted"]}
    return [Fact(words, address("inbox", toestand="aanvaard"), "accepted", _("Aanvaard"))]


def subject_mentor_dashboard(asking: Asking) -> Dashboard:
    """A vakmentor: the trainees assigned to them."""
    counts = counts_of(asking)
    title = ngettext(
        "U begeleidt %(n)d aanvaarde stage",
        "U begeleidt %(n)d aanvaarde stages",
        counts["accepted"],
    ) % {"n": counts["accepted"]}
    url = address("inbox", toestand="aanvaard")
    tasks = [Task(title, url, counts["accepted"])] if counts["accepted"] else []
    return Dashboard(
        tasks=tasks,
        nothing_to_do=_("Er is u nog geen stagiair toegewezen. De schoolmentor doet dat."),
    )
