"""How a request looks for a school: directly, by preference, or by wishes.

Schools are chosen by a search in the form itself, which works without JavaScript: its buttons
send the form along, so that what was typed stays.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app.demand_models import MAX_PREFERENCES
from requests_app.enums import Route
from requests_app.request_forms import StepForm
from requests_app.school_search import SchoolsFound, find_schools
from requests_app.trainee_choice import uuids
from requests_app.wish_forms import WISHES, WishFields

SEARCH, ADD, REMOVE, UP = "zoeken", "kies", "verwijder", "omhoog"
CHOICES = ("route", *WISHES)


class SchoolForm(StepForm, WishFields):
    """The route, the schools it names, and the wishes."""

    field_order = ("version", "naar", "route", "zoek")
    route = forms.ChoiceField(
        label=gettext_lazy("Hoe zoeken we een school?"),
        choices=Route.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Rechtstreeks: één school krijgt de aanvraag. Voorkeuren: de matching zoekt plaats "
            "bij deze scholen, in volgorde. Wensen: de matching zoekt een school die past. "
            "Wat voor de vrijgave ingediend is, wordt samen gematcht en gaat op dezelfde dag "
            "naar de scholen."
        ),
    )
    zoek = forms.CharField(
        label=gettext_lazy("Zoek een school op naam, instellingsnummer, postcode of plaats"),
        required=False,
        max_length=100,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        draft: Any,
        naar: str = "",
        initial: dict[str, Any] | None = None,
    ) -> None:
        stored = self.stored_values(draft)
        start = {"version": draft.version, "naar": naar, **stored, **(initial or {})}
        super().__init__(data, initial=start)
        self.draft, self.actor, self.use_required_attribute = draft, actor, False
        named = [UUID(row["public_id"]) for row in draft.school_rows]
        self.ids = start.get("schools", named) if data is None else uuids(data.getlist("school"))
        self.text = (start.get("zoek", "") if data is None else data.get("zoek", "")).strip()
        self.schools: SchoolsFound = find_schools(draft, actor, text=self.text, chosen=self.ids)

    def clean(self) -> dict[str, Any]:
        """One school for a direct request, at most five preferences."""
        count, route = len(self.chosen()), self.cleaned_data.get("route")
        if route == Route.DIRECT and count > 1:
            message = _("Een rechtstreekse aanvraag gaat naar één school. Verwijder de andere.")
            self.add_error("route", message)
        elif count > MAX_PREFERENCES:
            self.add_error("zoek", too_many())
        return self.cleaned_data

    def chosen(self) -> list[PlacementSchool]:
        """The schools in order."""
        return [row.school for row in self.schools.chosen]

    def values(self) -> dict[str, Any]:
        """The valid data as `save_draft` takes them."""
        chosen = {"route": self.cleaned_data["route"], **self.wishes()}
        schools = [] if chosen["route"] == Route.WISHES else self.chosen()
        return {**chosen, "schools": schools}

    @staticmethod
    def stored_values(draft: Any) -> dict[str, Any]:
        """What is stored now, to fill in or to compare with what was typed."""
        return {name: getattr(draft, name) for name in CHOICES}


def too_many() -> str:
    """That five is the most."""
    return _("U koos al vijf voorkeurscholen. Verwijder er eerst een.")


def wants_other_schools(data: QueryDict) -> bool:
    """Whether the button pressed was one of the list of schools, which saves nothing."""
    return any(name in data for name in (SEARCH, ADD, REMOVE, UP))


def other_schools(data: QueryDict, *, actor: Actor, draft: Any) -> SchoolForm:
    """What was typed, with a school more, one less, or one higher. Nothing is judged or saved."""
    ids = uuids(data.getlist("school"))
    for key in uuids([data.get(ADD, "")]):
        ids = [*[known for known in ids if known != key], key]
    for key in uuids([data.get(REMOVE, "")]):
        ids = [known for known in ids if known != key]
    for key in uuids([data.get(UP, "")]):
        ids = _one_up(ids, key)
    texts = ("version", "naar", "route", "max_distance_km", "onward")
    typed: dict[str, Any] = {name: data.get(name, "") for name in texts}
    typed |= {name: name in data for name in ("other_schools", "may_split")}
    if not typed["route"] and ids:
        typed["route"] = Route.DIRECT if len(ids) == 1 else Route.PREFERENCES
    lists = {name: data.getlist(name) for name in ("nets", "education_forms")}
    text = "" if ADD in data else data.get("zoek", "")
    initial = {**typed, **lists, "schools": ids, "zoek": text}
    return SchoolForm(actor=actor, draft=draft, naar=typed["naar"], initial=initial)


def _one_up(ids: list[UUID], key: UUID) -> list[UUID]:
    if key not in ids[1:]:
        return ids
    place = ids.index(key)
    return [*ids[: place - 1], key, ids[place - 1], *ids[place + 1 :]]
