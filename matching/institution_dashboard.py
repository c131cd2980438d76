"""What the matching adds to "Waar staan we nu?" of a coordinator: what to choose, whom to help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from institutions.enums import Role
from matching.outcome_reading import counts_of, last_of_each, own_results
from requests_app.dashboards import Asking, Dashboard, Task, address
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.COORDINATOR)
def matched(asking: Asking) -> Dashboard:
    """Suggestions that wait for a choice, and requests without a place; one query."""
    counts = counts_of(last_of_each(own_results(asking.actor, asking.year)))
    return Dashboard(tasks=list(_tasks(counts)))


def _tasks(counts: Mapping[str, int]) -> Iterator[Task]:
    if n := counts["suggested"]:
        title = ngettext(
            "Beslis over %(n)d voorstel van de matching",
            "Beslis over %(n)d voorstellen van de matching",
            n,
        ) % {"n": n}
        text = _("Zolang u niet kiest, is de plaats niet vrijgehouden.")
        yield Task(title, address("matching_outcome", toestand="voorgesteld"), n, text)
    if n := counts["without"]:
        title = ngettext(
            "Help %(n)d aanvraag zonder plaats verder",
            "Help %(n)d aanvragen zonder plaats verder",
            n,
        ) % {"n": n}
        text = _("Bij elke aanvraag staat waarom, en wat zou helpen.")
        yield Task(title, address("matching_outcome", toestand="zonder-plaats"), n, text)
