"""The dashboard of an administrator: what failed, and where all requests of the year stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.enums import EffectState
from calendar_cfg.models import EffectEntry
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address
from requests_app.enums import ProposalState, RequestState
from requests_app.hardship_selectors import asks_hardship
from requests_app.models import PlacementRequest, Proposal
from requests_app.request_filters import STATES

S = RequestState
TOGETHER = (
    *(((state,), state.value) for state in (S.DRAFT, S.SUBMITTED, S.PROPOSED)),
    ((S.ACCEPTED, S.PARTIALLY_ACCEPTED), S.ACCEPTED.value),
    ((S.REFUSED,), S.REFUSED.value),
    ((S.WITHDRAWN, S.EXPIRED, S.CANCELLED), "gestopt"),
)
"""The states as the list of requests filters them, with the name of the filter."""


def admin_dashboard(asking: Asking) -> Dashboard:
    """Failed effects and voorrang first; then requests by state."""
    counts = _counts(asking)
    return Dashboard(
        tasks=[*_failed_effects(), *_hardship(_sum(counts, "to_confirm"))],
        waiting=_late(_sum(counts, "late")),
        facts=list(_by_state({row["state"]: row["n"] for row in counts})),
        nothing_to_do=_("Geen effect is mislukt en geen mail wordt tegengehouden."),
    )


def _counts(asking: Asking) -> list[dict[str, Any]]:
    """Requests of the year by state: all, those with a late answer, and a voorrang to confirm."""
    late = Proposal.objects.filter(
        request=OuterRef("pk"), state=ProposalState.OPEN, due_on__lt=asking.today
    )
    to_confirm = asks_hardship() & Q(hardship_confirmed_at=None)
    rows: Any = PlacementRequest.objects.visible_to(asking.actor).filter(year=asking.year)
    counted = (
        rows.order_by()
        .values("state")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(Exists(late))),
            to_confirm=Count("pk", filter=to_confirm),
        )
    )
    return list(counted)


def _sum(counts: list[dict[str, Any]], name: str) -> int:
    return sum(row[name] for row in counts)


def _by_state(by_state: dict[str, int]) -> Iterator[Fact]:
    """How many requests stand where, each with the list of them."""
    for states, filtered in TOGETHER:
        if n := sum(by_state.get(state, 0) for state in states):
            words = ngettext("%(n)d stageaanvraag", "%(n)d stageaanvragen", n) % {"n": n}
            label = str(STATES[filtered][0])
            yield Fact(words, address("requests", toestand=filtered), states[0].value, label)


def _failed_effects() -> list[Task]:
    n = EffectEntry.objects.filter(state=EffectState.FAILED).count()
    title = ngettext(
        "%(n)d effect van een fase is mislukt", "%(n)d effecten van fasen zijn mislukt", n
    ) % {"n": n}
    url = address("admin:calendar_cfg_effectentry_changelist", state__exact=EffectState.FAILED)
    return [Task(title, url, n, tone="late")] if n else []


def _hardship(n: int) -> list[Task]:
    title = ngettext(
        "Bevestig de voorrang van %(n)d aanvraag",
        "Bevestig de voorrang van %(n)d aanvragen",
        n,
    ) % {"n": n}
    return [Task(title, address("hardship_requests"), n)] if n else []


def _late(n: int) -> list[Fact]:
    words = ngettext(
        "%(n)d antwoord van een school laat op zich wachten.",
        "%(n)d antwoorden van scholen laten op zich wachten.",
        n,
    ) % {"n": n}
    url = address("requests", toestand="te-laat")
    return [Fact(words, url, "late", _("Te laat"))] if n else []
