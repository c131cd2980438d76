"""A run as a file to take along."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from matching.access import run_of
from matching.export_sheet import filename, run_as_json, run_as_workbook

ADMIN = for_roles(Role.ADMIN)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@ADMIN
def matching_export_xlsx(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Results, figures and schools to telephone as a workbook."""
    run = run_of(request.actor, public_id)
    return _download(run_as_workbook(run), XLSX, filename(run, "xlsx"))


@require_safe
@ADMIN
def matching_export_json(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The stored input and outcome, for this engine or another."""
    run = run_of(request.actor, public_id)
    try:
        content = run_as_json(run)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("matching_run", public_id)
    return _download(content, "application/json", filename(run, "json"))


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})
