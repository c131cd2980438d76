"""The dashboard of a school: what waits for an answer, and whether the offer still holds."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Min, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.dashboard_offer import full_subjects, offer_task, said_of
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address, in_order
from requests_app.enums import ANSWERED_STATES, ProposalState
from requests_app.inbox import proposals_of
from requests_app.inbox_filters import IN_TIME, LATE, UNSEEN
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
        unseen_by=ArrayAgg("request__institution__name", filter=unseen, distinct=True),
    )


def mentor_dashboard(asking: Asking) -> Dashboard:
    """A schoolmentor: answer, confirm the offer; what was accepted; where it is full."""
    counts = counts_of(asking)
    said = said_of(asking)
    tasks = [*_answer_tasks(counts), *offer_task(asking, said)]
    return Dashboard(
        tasks=in_order(tasks),
        waiting=_unseen(counts),
        facts=[*_accepted(counts), *full_subjects(asking, said)],
        nothing_to_do=_("U bent bij. Nieuwe stageaanvragen verschijnen hier."),
    )


def _answer_tasks(counts: dict[str, Any]) -> list[Task]:
    tasks = []
    if late := counts["late"]:
        title = ngettext(
            "%(n)d stageaanvraag wacht te lang op een antwoord",
            "%(n)d stageaanvragen wachten te lang op een antwoord",
            late,
        ) % {"n": late}
        url = address("inbox", toestand=LATE)
        tasks.append(Task(title, url, late, _of_first(late), counts["first_late"], "late"))
    if waiting := counts["open"] - late:
        title = ngettext(
            "Beantwoord %(n)d stageaanvraag", "Beantwoord %(n)d stageaanvragen", waiting
        ) % {"n": waiting}
        url = address("inbox", toestand=IN_TIME) if late else address("inbox")
        tasks.append(Task(title, url, waiting, _of_first(waiting), counts["first_due"]))
    return tasks


def _of_first(n: int) -> str:
    """What the date of a task about several says."""
    return _("De datum is die van de eerste.") if n > 1 else ""


def _unseen(counts: dict[str, Any]) -> list[Fact]:
    """What the school answered, and whose coordinators still have to open it."""
    if not counts["unseen"]:
        return []
    words = ngettext(
        "%(n)d antwoord is nog niet geopend door %(who)s. U kunt het nog corrigeren.",
        "%(n)d antwoorden zijn nog niet geopend door %(who)s. U kunt ze nog corrigeren.",
        counts["unseen"],
    ) % {"n": counts["unseen"], "who": get_text_list(sorted(counts["unseen_by"]), _("en"))}
    return [Fact(words, address("inbox", toestand=UNSEEN), "waiting", _("Wacht"))]


def _accepted(counts: dict[str, Any]) -> list[Fact]:
    if not counts["accepted"]:
        return []
    words = ngettext(
        "%(n)d aanvraag is aanvaard.", "%(n)d aanvragen zijn aanvaard.", counts["accepted"]
    ) % {"n": counts["accepted"]}
    return [Fact(words, address("inbox", toestand="aanvaard"), "accepted", _("Aanvaard"))]


def subject_mentor_dashboard(asking: Asking) -> Dashboard:
    """A vakmentor: the stages assigned to them."""
    counts = counts_of(asking)
    n = counts["accepted"]
    words = ngettext("U begeleidt %(n)d aanvaarde stage.", "U begeleidt %(n)d aanvaarde stages.", n)
    url = address("inbox", toestand="aanvaard")
    facts = [Fact(words % {"n": n}, url, "accepted", _("Aanvaard"))] if n else []
    none_yet = _("Er is u nog geen stagiair toegewezen. De schoolmentor doet dat.")
    return Dashboard(facts=facts, nothing_to_do=_("U bent bij.") if n else none_yet)
