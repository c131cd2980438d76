"""Pages of stages for the people of a school."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.http import ActorRequest
from accounts.selectors import colleagues
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from placements.access import placements_among
from placements.load import loads_of
from placements.models import Placement
from placements.school_assigning import Assigned, assign_together
from placements.school_filters import CROSS_CLASS_WORDS, SchoolFilter
from placements.school_mentor_forms import TogetherForm
from placements.school_mine_page import MinePage
from placements.school_tables import SchoolPlacementTable
from placements.school_week_page import SchoolWeekPage, trimester_shown
from placements.selectors import with_facts
from requests_app.access import require_may_answer
from requests_app.table_pages import sort_and_page

FOLDER = "placements/school"
"""Who may see these is said by `views.placements`, for the first, and by `for_roles`."""


def school_placements(request: ActorRequest) -> HttpResponse:
    """The stages of the school by week; a vakmentor's own."""
    year = year_of(request)
    if request.actor.role == Role.SUBJECT_MENTOR:
        return render(request, f"{FOLDER}/mine.html", {"page": MinePage(request.actor, year)})
    page = SchoolWeekPage(request.actor, year, request.GET)
    return render(request, f"{FOLDER}/weeks.html", {"page": page, "filter": page.filter})


@require_safe
@for_roles(Role.SCHOOL_MENTOR)
def as_list(request: ActorRequest) -> HttpResponse:
    """All stages of the school as a list, to find one or to assign vakmentors."""
    return _list_page(request, year_of(request))


def _list_page(
    request: ActorRequest, year: AcademicYear, data: QueryDict | None = None
) -> HttpResponse:
    """The list; with `data`, what was typed in the form below it, and its errors."""
    rows = Placement.objects.visible_to(request.actor).of_year(year)
    chosen = SchoolFilter(request.GET, rows)
    table = SchoolPlacementTable(
        with_facts(chosen.qs),
        actor=request.actor,
        ticked=data.getlist("stage") if data else (),
        tick_all=data is None and request.GET.get("alles") == "1",
    )
    sort_and_page(table, request)
    form = None
    if table.has_ticks or data is not None:
        form = _together_form(request, chosen, data)
    context = {"table": table, "filter": chosen, "form": form, "year": year}
    return render(request, f"{FOLDER}/list.html", context)


def _together_form(
    request: ActorRequest, chosen: SchoolFilter, data: QueryDict | None
) -> TogetherForm:
    return TogetherForm(
        data,
        subjects=chosen.filters["vak"].extra["choices"],
        people=list(colleagues(request.actor)),
        initial={"vak": chosen.chosen.get("vak", "")},
    )


@require_POST
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def assign_many(request: ActorRequest) -> HttpResponse:
    """Let one vakmentor guide a subject of the ticked stages."""
    require_may_answer(request.actor)
    year = year_of(request)
    rows = Placement.objects.visible_to(request.actor).of_year(year)
    form = _together_form(request, SchoolFilter(request.GET, rows), request.POST)
    ticked = placements_among(request.actor, request.POST.getlist("stage"))
    if not ticked:
        messages.warning(request, _("Vink eerst aan welke stages een vakmentor krijgen."))
    if not ticked or not form.is_valid():
        return _list_page(request, year, request.POST)
    came = assign_together(
        placements=ticked, slug=form.cleaned_data["vak"], member=form.member, actor=request.actor
    )
    _tell(request, came, str(form.member.user))
    back = redirect("school_placements")
    back["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    return back


def _tell(request: ActorRequest, came: Assigned, name: str) -> None:
    """How it went, a sentence for each way."""
    if n := len(came.guided):
        words = ngettext(
            "%(name)s begeleidt nu %(n)d stage.", "%(name)s begeleidt nu %(n)d stages.", n
        )
        messages.success(request, words % {"name": name, "n": n})
    if came.had_one:
        words = _("Deze stages hadden al een vakmentor en bleven zoals ze waren: %(list)s.")
        messages.info(request, words % {"list": ", ".join(came.had_one)})
    if came.without:
        words = _("Dit vak hoort niet bij deze stages: %(list)s.")
        messages.warning(request, words % {"list": ", ".join(came.without)})
    for reference, why in came.failed:
        messages.error(request, f"{reference}: {why}")


@require_safe
@for_roles(Role.SCHOOL_MENTOR)
def mentor_load(request: ActorRequest) -> HttpResponse:
    """How much each vakmentor guides in a trimester, or in the year."""
    year = year_of(request)
    rows = Placement.objects.visible_to(request.actor).of_year(year).live()
    trimesters = sorted(year.trimesters.all(), key=lambda row: row.number)
    shown = trimester_shown(trimesters, clock.today())
    chosen = SchoolFilter(request.GET, rows, trimester=shown, without=["fase", "vakmentor"])
    loads = loads_of(
        with_facts(chosen.qs), list(colleagues(request.actor)), cross_class=str(CROSS_CLASS_WORDS)
    )
    context = {"loads": loads, "filter": chosen, "year": year}
    return render(request, f"{FOLDER}/load.html", context)
