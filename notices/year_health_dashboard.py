"""The way from an administrator's dashboard to the figures of the year."""

from __future__ import annotations

from django.utils.translation import gettext as _

from institutions.enums import Role
from requests_app.dashboards import Asking, Dashboard, Fact, address
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.ADMIN)
def figures_of_the_year(asking: Asking) -> Dashboard:
    """A link; no query."""
    words = _("Hoe gaat het jaar? Alle cijfers, per lerarenopleiding, vak en provincie.")
    url = address("year_health", jaar=str(asking.year))
    return Dashboard(facts=[Fact(words, url, "info", _("Cijfers"))])
