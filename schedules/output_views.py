"""The stageplanning on paper, as a PDF and as a workbook: for whoever may read it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from schedules.access import schedule_of
from schedules.output import Output, output_of
from schedules.output_sheet import as_sheet
from schedules.pdf import as_pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _output(request: ActorRequest, public_id: UUID) -> Output:
    return output_of(*schedule_of(request.actor, public_id), request.actor)


@require_safe
def schedule_print(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """All weeks on a page that prints on A4 without the furniture."""
    context = {"output": _output(request, public_id)}
    return render(request, "schedules/print.html", context)


@require_safe
def schedule_pdf(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The same as a tagged PDF."""
    output = _output(request, public_id)
    return _download(as_pdf(output), "application/pdf", output.filename("pdf"))


@require_safe
def schedule_xlsx(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The same as a workbook."""
    output = _output(request, public_id)
    return _download(as_sheet(output), XLSX, output.filename("xlsx"))


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})
