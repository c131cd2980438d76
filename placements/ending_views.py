"""Either side cancels a stage; a coordinator lets it look for another school."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from placements.access import placement_to_change, placement_to_place
from placements.changing_views import done, not_any_more
from placements.placement_page import PlacementPage
from placements.terms_forms import ReasonForm
from requests_app.ending import cancel_request
from requests_app.looking_again import look_again, why_not_again

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@for_roles(Role.COORDINATOR, Role.SUPERVISOR, Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why, and confirm: the stage does not take place, and its places come free."""
    page = PlacementPage(placement_to_change(request.actor, public_id), request.actor)
    if not page.is_live:
        return not_any_more(request, page)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            cancel_request(request_pk=page.request.pk, reason=reason, actor=request.actor)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return done(
                request, page, _("De stage is geannuleerd. De andere partijen lezen waarom.")
            )
    return render(request, "placements/cancel.html", {"page": page, "form": form})


@GET_OR_POST
@for_roles(Role.COORDINATOR, Role.SUPERVISOR)
def look_again_for(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm that the accepted activities of a cancelled stage look for another school."""
    page = PlacementPage(placement_to_place(request.actor, public_id), request.actor)
    if request.method == "POST":
        try:
            follow_up = look_again(request_pk=page.request.pk, actor=request.actor)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("placement", public_id)
        words = _("%(reference)s zoekt nu een school.") % {"reference": follow_up.reference}
        messages.success(request, words)
        return redirect("request", follow_up.public_id)
    if page.looking:
        return redirect("request", page.looking["public_id"])
    if not page.may_look_again:
        why = why_not_again(page.request) if page.cancelled else ""
        messages.info(request, why or _("Deze stage is niet geannuleerd."))
        return redirect("placement", public_id)
    return render(request, "placements/look_again.html", {"page": page})
