"""The stages of an institution as a table, those of a stagebegeleider by week, and all of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import ActorRequest
from institutions.access import year_of
from placements.by_week import WeekPage
from placements.list_words import empty_words, heading_words
from placements.models import Placement
from placements.placement_filters import PlacementFilter
from placements.placement_tables import PlacementTable
from placements.selectors import with_facts
from requests_app.table_pages import sort_and_page

FOLDER = "placements/institution"


def all_placements(request: ActorRequest) -> HttpResponse:
    """The coordinator's: all of the institution in a year, to find one or to go on with some."""
    year = year_of(request)
    rows = Placement.objects.visible_to(request.actor).of_year(year)
    chosen = PlacementFilter(request.GET, rows)
    table = PlacementTable(with_facts(chosen.qs), actor=request.actor)
    sort_and_page(table, request)
    count = table.page.paginator.count
    context = {
        "table": table,
        "filter": chosen,
        "year": year,
        "heading": heading_words(chosen.chosen, count),
        "empty": None if count else empty_words(filtered=chosen.is_filtered, year=year),
    }
    return render(request, f"{FOLDER}/placements.html", context)


def placements_in_all(request: ActorRequest) -> HttpResponse:
    """An administrator's: the stages of every institution in a year."""
    year = year_of(request)
    rows = Placement.objects.visible_to(request.actor).of_year(year)
    table = PlacementTable(with_facts(rows), actor=request.actor)
    sort_and_page(table, request)
    empty = empty_words(filtered=False, year=year) if not table.page.paginator.count else None
    context = {"table": table, "year": year, "empty": empty}
    return render(request, f"{FOLDER}/in_all.html", context)


def placements_by_week(request: ActorRequest) -> HttpResponse:
    """A stagebegeleider's own: which run this week and the next ones, where, and what to do."""
    year = year_of(request)
    rows = Placement.objects.visible_to(request.actor).of_year(year)
    page = WeekPage(rows, request.actor, year, asked=request.GET.get("week", ""))
    return render(request, f"{FOLDER}/by_week.html", {"page": page, "year": year})
