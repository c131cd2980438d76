"""Take a request back from a school that is late, and choose another at once or later."""

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
from institutions.models import PlacementSchool
from institutions.roles import for_roles
from matching.taking_back_forms import NONE_YET, TakeBackForm
from matching.taking_back_page import TakingBackPage
from requests_app import access
from requests_app.enums import Action
from requests_app.taking_back import take_back


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR, Role.SUPERVISOR)
def take_back_request(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say to which school it goes instead, if any, and why, and confirm."""
    found = access.request_for(request.actor, public_id, Action.TAKE_BACK)
    page = TakingBackPage(found, request.actor)
    if request.method != "POST" and not page.may_take_back:
        words = _("Deze aanvraag kan nu niet teruggenomen worden: geen school is te laat.")
        messages.info(request, words)
        return redirect("request", public_id)
    initial = {"proposal": page.last.public_id if page.last else None, "school": NONE_YET}
    data = request.POST if request.method == "POST" else None
    form = TakeBackForm(data, initial=initial, schools=page.instead)
    if request.method == "POST" and form.is_valid() and _take_back(request, page, form):
        return redirect("request", public_id)
    context = {"page": page, "found": found, "form": form}
    return render(request, "matching/shortlist/take_back.html", context)


def _take_back(request: ActorRequest, page: TakingBackPage, form: TakeBackForm) -> bool:
    """Whether it was done; else the form says why not."""
    typed, found = form.cleaned_data, page.request
    chosen = typed["school"] not in ("", NONE_YET)
    school = access.school_named(request.actor, typed["school"]) if chosen else None
    if chosen and school is None:
        form.add_error("school", _("Kies een school uit de lijst."))
        return False
    try:
        late = take_back(
            request_pk=found.pk,
            proposal_id=typed["proposal"],
            reason=typed["reason"],
            actor=request.actor,
            school=school,
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _done(found.reference, late.school, school))
    return True


def _done(reference: str, late: PlacementSchool, school: PlacementSchool | None) -> str:
    if school is None:
        words = _("%(reference)s is teruggenomen van %(late)s en zoekt opnieuw een school.")
    else:
        words = _("%(reference)s is teruggenomen van %(late)s en ligt nu bij %(school)s.")
    return words % {"reference": reference, "late": late, "school": school}
