"""The public pages: front, word list and calendar; and the gallery of components."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calendar_cfg.models import AcademicYear
from calendar_cfg.year_pictures import picture_of
from calendar_cfg.years import year_by_name
from institutions.actors import Actor
from lerarenstage.gallery import gallery_context, may_see_gallery
from lerarenstage.phase_texts import phase_rows
from lerarenstage.wordlist_places import word_groups


@require_safe
@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """What the platform is, where the year stands, and the way in."""
    year = getattr(request, "year", None)
    return render(request, "pages/front.html", {"line": picture_of(year) if year else None})


@require_safe
@login_not_required
def wordlist(request: HttpRequest) -> HttpResponse:
    """Each word with its one meaning, and where it lives for this reader."""
    actor: Actor | None = getattr(request, "actor", None)
    groups = word_groups(actor.role if actor else None)
    return render(request, "pages/wordlist.html", {"groups": groups})


@require_safe
@login_not_required
def calendar(request: HttpRequest) -> HttpResponse:
    """One year: its phases, milestones and holidays. `?jaar=` that does not exist is a 404."""
    asked = request.GET.get("jaar", "")
    year = year_by_name(asked) if asked else getattr(request, "year", None)
    if asked and year is None:
        raise Http404
    line = picture_of(year) if year else None
    context = {
        "year": year,
        "years": list(AcademicYear.objects.all()),
        "line": line,
        "phases": phase_rows(line) if line else [],
    }
    return render(request, "pages/calendar.html", context)


@require_safe
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for who builds pages; not in production for others."""
    if not may_see_gallery(request):
        raise Http404
    return render(request, "pages/gallery.html", gallery_context())
