"""Pages of the administration beside the year's own: sweep now, do now, propose next year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_cfg import clock, ledger
from calendar_cfg.enums import Edge, SweepTrigger
from calendar_cfg.exceptions import DomainError
from calendar_cfg.ledger_rows import LedgerRow, find_row
from calendar_cfg.models import AcademicYear, Phase
from calendar_cfg.plan import YearPlan
from calendar_cfg.plan_picture import picture_of_plan
from calendar_cfg.propose import ProposedPlan, propose_year
from calendar_cfg.propose_forms import ProposalForm
from calendar_cfg.selectors import plan_of, school_calendar
from calendar_cfg.warnings import plan_warnings
from calendar_cfg.years_admin import approve_plan, year_exists_words

PERMISSION = "calendar_cfg.change_academicyear"


@dataclass(frozen=True)
class Administrator:
    """Who acts in the administration, as the ledger wants to know it."""

    user: Any


def _require_administrator(request: HttpRequest) -> Administrator:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied(_("U mag de kalender niet wijzigen."))
    return Administrator(request.user)


@require_POST
def sweep_now(request: HttpRequest) -> HttpResponse:
    """Do all that is due, now, and say what came of it."""
    report = ledger.sweep(SweepTrigger.ADMIN, _require_administrator(request))
    _tell_report(request, report)
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        address = reverse("admin:calendar_cfg_academicyear_changelist")
    return redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
def effect_now(
    request: HttpRequest, start_year: int, phase_id: int, edge: str, effect: str
) -> HttpResponse:
    """Ask for confirmation, then do one effect of the ledger now."""
    administrator = _require_administrator(request)
    row = _ledger_row(start_year, phase_id, edge, effect)
    back = _year_address(row.phase.year)
    if request.method == "POST":
        try:
            report = ledger.do_now(row.phase, row.edge, row.effect, actor=administrator)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            _tell_report(request, report)
        return redirect(back)
    context = {"title": _("Nu doen: %(effect)s") % {"effect": row.label}, "row": row, "back": back}
    return _render(request, "admin/calendar_cfg/effect_now.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_next_year(request: HttpRequest, start_year: int) -> HttpResponse:
    """Show the next year as proposed from this one; save it when it is approved."""
    _require_administrator(request)
    year = get_object_or_404(AcademicYear, start_year=start_year)
    calendar = school_calendar()
    proposal = propose_year(plan_of(year), calendar)
    existing = AcademicYear.objects.filter(start_year=proposal.start_year).first()
    if existing is not None:
        return _refuse(request, year, existing)
    form = ProposalForm(proposal, request.POST or None)
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            made = approve_plan(form.plan())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return _approved(request, made)
    context = _proposal_context(year, proposal, form)
    return _render(request, "admin/calendar_cfg/propose_year.html", context)


def _ledger_row(start_year: int, phase_id: int, edge: str, effect: str) -> LedgerRow:
    phases = Phase.objects.select_related("year").filter(year__start_year=start_year)
    phase = get_object_or_404(phases, pk=phase_id)
    row = find_row(phase, Edge(edge), effect, clock.today()) if edge in Edge.values else None
    if row is None:
        raise Http404
    return row


def _proposal_context(
    year: AcademicYear, proposal: ProposedPlan, form: ProposalForm
) -> dict[str, Any]:
    """The proposal as it stands: with the dates as typed when they can be read."""
    is_readable = not form.is_bound or form.is_valid()
    plan: YearPlan = form.plan() if is_readable else proposal.plan
    return {
        "title": _("Voorstel voor %(year)s") % {"year": plan.name},
        "year": year,
        "plan": plan,
        "form": form,
        "holidays": proposal.holidays,
        "line": picture_of_plan(plan, proposal.holidays),
        "warnings": plan_warnings(plan, proposal.holidays, plan.calendar(school_calendar())),
        "back": _year_address(year),
    }


def _approved(request: HttpRequest, year: AcademicYear) -> HttpResponse:
    admin.site.get_model_admin(AcademicYear).log_addition(request, year, [{"added": {}}])
    messages.success(
        request, _("Academiejaar %(year)s is bewaard. U kunt elke datum nog wijzigen.")
        % {"year": year}
    )  # fmt: skip
    return redirect(_year_address(year))


def _refuse(request: HttpRequest, year: AcademicYear, existing: AcademicYear) -> HttpResponse:
    context = {
        "title": _("Voorstel voor %(year)s") % {"year": existing},
        "year": year,
        "existing": existing,
        "reason": year_exists_words(existing.name),
        "existing_address": _year_address(existing),
        "back": _year_address(year),
    }
    status = 409 if request.method == "POST" else 200
    return _render(request, "admin/calendar_cfg/year_exists.html", context, status)


def _tell_report(request: HttpRequest, report: ledger.SweepReport) -> None:
    if report.failed:
        failed = ngettext(
            "%(count)s effect is mislukt. De fout staat in het logboek.",
            "%(count)s effecten zijn mislukt. De fouten staan in het logboek.",
            len(report.failed),
        )
        messages.error(request, failed % {"count": len(report.failed)})
    if report.done:
        done = ngettext(
            "%(count)s effect is uitgevoerd.",
            "%(count)s effecten zijn uitgevoerd.",
            len(report.done),
        )
        messages.success(request, done % {"count": len(report.done)})
    if not report.done and not report.failed:
        messages.info(request, _("Er was niets te doen."))


def _year_address(year: AcademicYear) -> str:
    return reverse("admin:calendar_cfg_academicyear_change", args=[year.pk])


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = admin.site.each_context(request) | {"opts": AcademicYear._meta} | context
    return render(request, template, context, status=status)
