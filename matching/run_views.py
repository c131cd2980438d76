"""Administrators' pages of runs: the list, one run, how far it is, and starting one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from matching.access import run_of
from matching.engine.instance import Limits
from matching.models import MatchingRun
from matching.run_forms import StartForm, start_values
from matching.run_page import RunPage
from matching.run_tables import RunTable, large, runs_of_year
from matching.starting import About, own_active_run, start_run
from requests_app.table_pages import sort_and_page

FOLDER = "matching/runs"
ADMIN = for_roles(Role.ADMIN)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@ADMIN
def matching_runs(request: ActorRequest) -> HttpResponse:
    """The runs of the year: what each was about, where it stands, how good it is."""
    year = year_of(request)
    rows = runs_of_year(MatchingRun.objects.visible_to(request.actor).filter(year=year))
    shows_all = request.GET.get("alles") == "1"
    table = sort_and_page(RunTable(rows if shows_all else large(rows)), request)
    context = {"table": table, "year": year, "shows_all": shows_all}
    return render(request, f"{FOLDER}/runs.html", context)


@require_safe
@ADMIN
def matching_run(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One run: how far it is while it computes, its outcome once it is there."""
    run = run_of(request.actor, public_id)
    return render(request, f"{FOLDER}/run.html", {"run": run, "page": RunPage(run)})


@require_safe
@ADMIN
def matching_run_progress(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """How far a run is: a piece of its page, asked again while it computes."""
    run = run_of(request.actor, public_id)
    page = RunPage(run)
    answer = render(request, f"{FOLDER}/_progress.html", {"run": run, "page": page})
    if not page.is_computing:
        answer["HX-Refresh"] = "true"
    return answer


@GET_OR_POST
@ADMIN
def matching_run_new(request: ActorRequest) -> HttpResponse:
    """Start a run."""
    return _start(request, StartForm(request.POST if request.method == "POST" else None))


@GET_OR_POST
@ADMIN
def matching_run_again(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Run again over the same, with what was fixed and forbidden since."""
    run = run_of(request.actor, public_id)
    form = StartForm(request.POST if request.method == "POST" else None, initial=start_values(run))
    return _start(request, form, based_on=run)


def _start(
    request: ActorRequest, form: StartForm, based_on: MatchingRun | None = None
) -> HttpResponse:
    year = based_on.year if based_on else year_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            run = start_run(year=year, actor=request.actor, based_on=based_on, **_chosen(form))
        except DomainError as error:
            if own := own_active_run(year, request.actor):  # pressed twice: the same page
                messages.info(request, error.message)
                return redirect("matching_run", own.public_id)
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("De matchingronde is gestart."))
            return redirect("matching_run", run.public_id)
    context = {"form": form, "year": year, "based_on": based_on}
    return render(request, f"{FOLDER}/start.html", context)


def _chosen(form: StartForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "about": About(data["trimester"], data["institution"]),
        "publishes_itself": data["publishes_itself"],
        "limits": Limits(seconds=data["seconds"], effort=data["effort"], seed=data["seed"]),
    }
