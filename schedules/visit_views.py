"""The stagebegeleider marks a visit on a planned activity, and takes it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.dates import day_month
from calendar_cfg.exceptions import DomainError
from calendar_cfg.holidays import monday_of
from institutions.enums import Role
from institutions.roles import for_roles
from schedules.access import planned_of
from schedules.models import PlannedActivity
from schedules.output import trainees_of
from schedules.output_rows import Row, visit_of
from schedules.visit_forms import VisitForm
from schedules.visits import is_behind, mark_visit, remove_visit, require_may_visit


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SUPERVISOR, Role.COORDINATOR)
def planned_visit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Mark the visit with a nota; sent with "schrappen", it is taken back."""
    planned = planned_of(request.actor, public_id)
    require_may_visit(planned.schedule.placement, request.actor)
    visit = visit_of(planned)
    posted = request.POST if request.method == "POST" else None
    form = VisitForm(posted, initial={"note": visit.note if visit else ""})
    if form.is_bound and ("schrappen" in request.POST or form.is_valid()):
        try:
            _save(request, planned, form)
            return redirect(week_of(planned))
        except DomainError as error:
            form.add_error(None, error.message)
    context = {
        "planned": planned,
        "row": Row(planned),
        "visit": visit,
        "is_behind": visit is not None and is_behind(visit),
        "placement": planned.schedule.placement,
        "trainees": trainees_of(planned.schedule.placement, request.actor),
        "form": form,
        "back": week_of(planned),
    }
    return render(request, "schedules/visit.html", context)


def week_of(planned: PlannedActivity) -> str:
    """The address of the week of an activity, with all that the stagebegeleider follows."""
    return f"{reverse('supervisor_week')}?week={monday_of(planned.day).isoformat()}"


def _save(request: ActorRequest, planned: PlannedActivity, form: VisitForm) -> None:
    when = {"day": day_month(planned.day)}
    if "schrappen" in request.POST:
        remove_visit(planned_pk=planned.pk, actor=request.actor)
        messages.success(request, _("Uw bezoek op %(day)s is geschrapt.") % when)
        return
    mark_visit(planned_pk=planned.pk, note=form.cleaned_data["note"], actor=request.actor)
    messages.success(
        request,
        _("Uw bezoek op %(day)s is aangeduid. De stagiair en de mentoren zien het.") % when,
    )
