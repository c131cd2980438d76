"""What the matching adds to "Waar staan we nu?" of an administrator: runs to look after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from institutions.enums import Role
from matching.enums import ResultStatus, RunScope, RunState
from matching.models import MatchingRun
from matching.outcome_reading import LOOKS, last_of_each, own_results
from matching.run_words import scope_words, title_of
from requests_app.dashboards import Asking, Dashboard, Fact, Task
from requests_app.page_sections import adds_to_dashboard

S = RunState
TO_LOOK_AFTER = (S.INTERRUPTED, S.FAILED, S.READY, S.RUNNING, S.QUEUED, S.PUBLISHING)
MOST = 10


@adds_to_dashboard(Role.ADMIN)
def runs(asking: Asking) -> Dashboard:
    """Runs that stopped or wait for a look, those that compute, who has no place; two queries."""
    rows = MatchingRun.objects.visible_to(asking.actor).filter(
        year=asking.year, state__in=TO_LOOK_AFTER
    )
    rows = rows.exclude(scope=RunScope.LOOKING).exclude(state=S.READY, publishes_itself=True)
    found = list(rows.without_files().select_related("institution").order_by("-pk")[:MOST])
    results = last_of_each(
        own_results(asking.actor, asking.year).filter(LOOKS, status=ResultStatus.WITHOUT_PLACE)
    )
    without = results.order_by().values("request").distinct().count()
    return Dashboard(
        tasks=list(_tasks(found)), waiting=list(_computing(found)), facts=_without(without)
    )


def _tasks(rows: Iterable[MatchingRun]) -> Iterator[Task]:
    titles = {
        S.INTERRUPTED: _("Een matchingronde is onderbroken"),
        S.FAILED: _("Een matchingronde is mislukt"),
        S.READY: _("Een matchingronde staat klaar om na te kijken"),
    }
    for run in rows:
        if title := titles.get(S(run.state)):
            tone = "due" if run.state == S.READY else "late"
            yield Task(title, _page(run), text=f"{title_of(run)}. {scope_words(run)}.", tone=tone)


def _computing(rows: Iterable[MatchingRun]) -> Iterator[Fact]:
    words = {
        S.QUEUED: _("Een matchingronde begint zo."),
        S.RUNNING: _("Een matchingronde rekent."),
        S.PUBLISHING: _("Een matchingronde wordt bekendgemaakt."),
    }
    for run in rows:
        if text := words.get(S(run.state)):
            yield Fact(text, _page(run), run.state, str(S(run.state).label))


def _page(run: MatchingRun) -> str:
    return reverse("matching_run", args=[run.public_id])


def _without(n: int) -> list[Fact]:
    words = ngettext(
        "%(n)d aanvraag bleef in de matching zonder plaats en zoekt nog.",
        "%(n)d aanvragen bleven in de matching zonder plaats en zoeken nog.",
        n,
    ) % {"n": n}
    label = str(ResultStatus.WITHOUT_PLACE.label)
    return [Fact(words, tone="without_place", label=label)] if n else []
