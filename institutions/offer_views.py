"""A school's offer for a year: read it, confirm it in one click, change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_cfg import phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions import offer_page, offers
from institutions.access import own_school, own_school_to_edit, year_of
from institutions.addresses import in_year
from institutions.enums import Role, Stance
from institutions.exceptions import Rejected, StaleVersion
from institutions.http import ActorRequest
from institutions.models import PlacementSchool
from institutions.offer_context import offer_context, phase_context
from institutions.offer_forms import Choices
from institutions.offer_page import OfferForms
from institutions.offer_rules import OfferPlan
from institutions.roles import for_roles
from institutions.selectors import school_year


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_offer(request: ActorRequest) -> HttpResponse:
    """What the own school offers in the year, and whether that was confirmed."""
    school, year = own_school(request), year_of(request)
    context = {**offer_context(school, year, request.actor), **phase_context(year)}
    return render(request, "institutions/school_offer.html", context)


@require_POST
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_offer_confirm(request: ActorRequest) -> HttpResponse:
    """ "Alles klopt nog"."""
    school, year = own_school_to_edit(request), year_of(request)
    version = request.POST.get("version", "")
    try:
        offers.confirm_school_year(
            actor=request.actor,
            school=school,
            year=year,
            version=int(version) if version.isascii() and version.isdigit() else -1,
        )
        messages.success(request, _thanks(year))
    except StaleVersion:
        messages.warning(
            request, _("Het aanbod is intussen gewijzigd. Kijk het na en bevestig opnieuw.")
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(in_year("school_offer", year))


@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def school_offer_edit(request: ActorRequest) -> HttpResponse:
    """Change stance, total, grid and blocked periods in one form."""
    school, year = own_school_to_edit(request), year_of(request)
    page = EditPage(request, school, year, offer_page.choices_for(school), phase_context(year))
    if request.method != "POST":
        if not page.phase["is_open"]:
            return redirect(in_year("school_offer", year))
        return page.show(_stored(page))
    if "meer" in request.POST:
        return page.show(offer_page.with_more_rows(request.POST, page.choices))
    forms = offer_page.sent_forms(request.POST, page.choices)
    return _save(page, forms) if forms.is_valid() else page.show(forms)


@dataclass(frozen=True)
class EditPage:
    """What each answer of the page with the form needs."""

    request: ActorRequest
    school: PlacementSchool
    year: AcademicYear
    choices: Choices
    phase: dict[str, Any]

    def show(self, forms: OfferForms, **more: Any) -> HttpResponse:
        """The page with these forms."""
        context = {
            "school": self.school,
            "year": self.year,
            "forms": forms,
            "stale": None,
            "changes": [],
            **self.phase,
            **more,
        }
        return render(self.request, "institutions/school_offer_edit.html", context)


def _save(page: EditPage, forms: OfferForms) -> HttpResponse:
    plan, actor = forms.plan(), page.request.actor
    try:
        offers.save_school_year(
            actor=actor, school=page.school, year=page.year, plan=plan, version=forms.version
        )
    except StaleVersion as stale:
        changes = offer_page.differences(stale.current.plan, plan, page.choices)
        again = offer_page.at_version(page.request.POST, stale.current.school_year.version)
        forms = offer_page.sent_forms(again, page.choices)
        return page.show(forms, stale=stale, changes=changes)
    except Rejected as rejected:
        forms.show(rejected)
        return page.show(forms)
    except DomainError as error:
        forms.stance.add_error(None, error.message)
        return page.show(forms)
    messages.success(page.request, _thanks(page.year))
    return redirect(in_year("school_offer", page.year))


def _stored(page: EditPage) -> OfferForms:
    row = school_year(page.school, page.year)
    plan = offers.stored_plan(row) if row else OfferPlan(Stance.UNKNOWN)
    return offer_page.stored_forms(plan, row.version if row else offers.NEW, page.choices)


def _thanks(year: AcademicYear) -> str:
    window = phases.phase_window(year, PhaseKind.SCHOOL_DATA)
    until = long_date(window.last_day) if window else ""
    return _(
        "Het aanbod van uw school voor %(year)s is bewaard en bevestigd. "
        "U kunt het wijzigen tot en met %(date)s."
    ) % {"year": year, "date": until}
