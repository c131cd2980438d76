"""The schools where a trainee does not go, in the form of the trainee; no reason is asked.

Schools are chosen by a search in the form itself, as in the school step of a draft: its buttons
send the form along, so that what was typed stays.
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app.models import Trainee
from requests_app.school_search import SchoolsFound, find_any_schools
from requests_app.trainee_choice import uuids

SEARCH, ADD, REMOVE, ENTER = "zoeken", "kies", "verwijder", "enter"


class ExcludedSchoolsForm(forms.Form):
    """What was searched, what that found, and the schools chosen so far."""

    zoek = forms.CharField(
        label=gettext_lazy("Zoek een school op naam, instellingsnummer, postcode of plaats"),
        required=False,
        max_length=100,
    )

    def __init__(
        self, data: QueryDict | None = None, *, actor: Actor, trainee: Trainee | None = None
    ) -> None:
        text, ids = "", _stored(trainee)
        if data is not None:
            text, ids = _typed(data)
        super().__init__(initial={"zoek": text})
        self.use_required_attribute = False
        self.text = text
        self.schools: SchoolsFound = find_any_schools(actor, text=text, chosen=ids)

    def chosen(self) -> list[PlacementSchool]:
        """The schools chosen."""
        return [row.school for row in self.schools.chosen]


def wants_other_schools(data: QueryDict) -> bool:
    """Whether a button of the list of schools was pressed, or Enter in its search box."""
    pressed = any(name in data for name in (SEARCH, ADD, REMOVE))
    return pressed or (ENTER in data and bool(data.get("zoek", "").strip()))


def _stored(trainee: Trainee | None) -> list[UUID]:
    if trainee is None:
        return []
    rows = trainee.excluded_schools.order_by("name", "number")
    return list(rows.values_list("public_id", flat=True))


def _typed(data: QueryDict) -> tuple[str, list[UUID]]:
    """The text to search, and the schools after the button that was pressed."""
    added, removed = uuids([data.get(ADD, "")]), uuids([data.get(REMOVE, "")])
    ids = [key for key in uuids(data.getlist("school")) if key not in (*added, *removed)]
    text = "" if ADD in data else data.get("zoek", "").strip()[:100]
    return text, [*ids, *added]
