"""The list of agreements, and the stages that have none yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from agreements.list_filters import AgreementFilter
from agreements.list_tables import AgreementTable, ToMakeTable
from agreements.list_words import empty_words, heading_words, made_words, without_words
from agreements.signing_access import MAX_BATCH
from agreements.standing import with_standing
from agreements.versions import make_many
from agreements.waiting import in_force, of_year, without_agreement
from institutions.access import year_of
from institutions.enums import INSTITUTION_ROLES, SCHOOL_ROLES, Role
from institutions.roles import for_roles
from placements.selectors import with_facts
from requests_app.table_pages import sort_and_page
from requests_app.trainee_choice import uuids


@require_safe
@for_roles(*INSTITUTION_ROLES, *SCHOOL_ROLES)
def agreements(request: ActorRequest) -> HttpResponse:
    """The agreements of a year that the actor may see: to read, to sign, to sign together."""
    year, actor = year_of(request), request.actor
    chosen = AgreementFilter(request.GET, of_year(in_force(actor), year), actor=actor)
    tick_all = request.GET.get("alles") == "1"
    table = AgreementTable(with_standing(chosen.qs), actor=actor, tick_all=tick_all)
    sort_and_page(table, request)
    count = table.page.paginator.count
    missing = without_agreement(actor, year).count() if actor.is_coordinator else 0
    context = {
        "table": table,
        "filter": chosen,
        "heading": heading_words(chosen.state, count),
        "empty": None
        if count
        else empty_words(chosen.state, is_filtered=chosen.is_used, year=year),
        "missing": without_words(missing) if missing else "",
        "is_staff": actor.role != Role.TRAINEE,
        "may_edit_clauses": actor.is_coordinator,
        "year": year,
    }
    return render(request, "agreements/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def to_make(request: ActorRequest) -> HttpResponse:
    """The stages without an agreement; makes those of the ticked ones."""
    year = year_of(request)
    rows = with_facts(without_agreement(request.actor, year))
    if request.method == "POST":
        ids = uuids(request.POST.getlist("stage"))[:MAX_BATCH]
        made = make_many(placements=rows.filter(public_id__in=ids), actor=request.actor)
        messages.success(request, made_words(made))
        for reference, why in made.refused:
            messages.warning(request, f"{reference}: {why}")
        return redirect(f"{reverse('agreements')}?jaar={year.name}")
    tick_all = request.GET.get("alles") == "1"
    table = sort_and_page(ToMakeTable(rows, actor=request.actor, tick_all=tick_all), request)
    count = table.page.paginator.count
    context = {"table": table, "count": count, "heading": without_words(count), "year": year}
    return render(request, "agreements/agreements_to_make.html", context)
