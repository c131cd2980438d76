"""What the dashboards say of schools that register themselves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from answer_links.registrations import waiting
from institutions.enums import Role
from requests_app.dashboards import Asking, Dashboard, Task
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.COORDINATOR, Role.ADMIN)
def registrations_to_decide(asking: Asking) -> Dashboard:
    """How many wait for who may decide; of any year, as a school has none."""
    count = waiting(asking.actor).count()
    if not count:
        return Dashboard()
    words = ngettext(
        "%(n)d school meldt zich aan: bevestig dat",
        "%(n)d scholen melden zich aan: bevestig dat",
        count,
    )
    return Dashboard(
        tasks=[Task(title=words % {"n": count}, url=reverse("registrations"), count=count)]
    )
