"""Hoe gaat het jaar? For administrators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from notices.year_health import Split
from notices.year_health_page import YearHealthPage
from notices.year_health_sheet import filename, year_as_csv, year_as_workbook

ADMIN = for_roles(Role.ADMIN)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@ADMIN
def year_health(request: ActorRequest) -> HttpResponse:
    """Where the requests of the year stand, and whether everything that runs by itself does."""
    page = YearHealthPage(year_of(request), _split(request))
    for table in page.tables:
        RequestConfig(request, paginate=False).configure(table)
    return render(request, "notices/year_health.html", {"page": page, "year": page.year})


@require_safe
@ADMIN
def year_health_xlsx(request: ActorRequest) -> HttpResponse:
    """All tables as a workbook."""
    year = year_of(request)
    return _download(year_as_workbook(year), XLSX, filename(year, "xlsx"))


@require_safe
@ADMIN
def year_health_csv(request: ActorRequest) -> HttpResponse:
    """The tables of one split as CSV."""
    year, split = year_of(request), _split(request)
    content = year_as_csv(split, year)
    return _download(content, "text/csv; charset=utf-8", filename(year, "csv", split))


def _split(request: ActorRequest) -> Split:
    """The split in the address; per lerarenopleiding where it names none."""
    asked = request.GET.get("per", "")
    return Split(asked) if asked in Split.values else Split.INSTITUTION


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})
