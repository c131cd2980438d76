"""Either side changes the stageperiode or the lesuren of a stage, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.dates import date_range
from institutions.enums import Role
from institutions.roles import for_roles
from placements.access import placement_to_change
from placements.changing_views import changed, done, not_any_more, show, typed
from placements.placement_page import PlacementPage
from placements.terms_forms import HoursForm, PeriodForm
from requests_app.agreed import change_hours, change_period

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
BOTH_SIDES = for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)


@GET_OR_POST
@BOTH_SIDES
def period(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Move the stageperiode; what hangs on it moves along, and everybody signs again."""
    page = PlacementPage(placement_to_change(request.actor, public_id), request.actor)
    if not page.is_live:
        return not_any_more(request, page)
    form = PeriodForm(typed(request), placement=page.placement)

    def change() -> object:
        start, end = form.days
        return change_period(
            request_pk=page.request.pk,
            start=start,
            end=end,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            expected_version=form.cleaned_data["version"],
        )

    if changed(request, page, form, change):
        words = _("De stageperiode is %(days)s.") % {"days": date_range(*form.days)}
        return done(request, page, words)
    return show(
        request,
        page,
        form,
        heading=_("Wijzig de stageperiode van %(who)s") % {"who": page.who},
        title=_("Stageperiode wijzigen"),
        button=_("Stageperiode bewaren"),
    )


@GET_OR_POST
@BOTH_SIDES
def hours(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change how many lesuren the activities have."""
    page = PlacementPage(placement_to_change(request.actor, public_id), request.actor)
    if not page.is_live:
        return not_any_more(request, page)
    form = HoursForm(typed(request), placement=page.placement)

    def change() -> object:
        return change_hours(
            request_pk=page.request.pk,
            hours=form.hours,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            expected_version=form.cleaned_data["version"],
        )

    if changed(request, page, form, change):
        return done(request, page, _("De lesuren zijn bewaard."))
    return show(
        request,
        page,
        form,
        heading=_("Wijzig de lesuren van %(who)s") % {"who": page.who},
        title=_("Lesuren wijzigen"),
        button=_("Lesuren bewaren"),
    )
