"""Attaching trainees to a template: pick them, make the drafts, and see what was made."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.access import template_of
from requests_app.attach_forms import AttachForm, MadeForm, PickFilterForm
from requests_app.attaching import Attached, attach
from requests_app.models import RequestTemplate
from requests_app.template_selectors import (
    missing_in,
    requests_from,
    trainees_to_pick,
    why_no_drafts,
)

FOLDER = "requests_app/templates"
STAFF = for_roles(Role.COORDINATOR, Role.SUPERVISOR)
TO_PICK = 200
"""Rows to tick on one page: without JavaScript a tick does not survive the next page."""
PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@STAFF
def attach_trainees(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Tick trainees; each gets a draft, or all together one groepsstage."""
    found = template_of(request.actor, public_id)
    form = AttachForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        try:
            attached = attach(
                template=found,
                trainees=list(form.cleaned_data["trainees"]),
                as_group=form.as_group,
                actor=request.actor,
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _to_what_was_made(request, found, attached)
    return _pick_page(request, found, form)


def _to_what_was_made(
    request: ActorRequest, found: RequestTemplate, attached: Attached
) -> HttpResponse:
    if attached.made and attached.had:
        had = len(attached.had)
        words = ngettext(
            "%(n)d aanvraag uit dit sjabloon bestond al; die is niet dubbel gemaakt.",
            "%(n)d aanvragen uit dit sjabloon bestonden al; die zijn niet dubbel gemaakt.",
            had,
        )
        messages.info(request, words % {"n": had})
    shown = attached.to_show
    ends = urlencode({"van": shown[0].reference, "tot": shown[-1].reference})
    return redirect(f"{reverse('attached_trainees', args=[found.public_id])}?{ends}")


def _pick_page(request: ActorRequest, found: RequestTemplate, form: AttachForm) -> HttpResponse:
    filter_form = PickFilterForm(request.GET, actor=request.actor, template=found)
    rows = trainees_to_pick(request.actor, found, filter_form.wanted())
    page = Paginator(rows, TO_PICK).get_page(request.GET.get("page"))
    context = {
        "template": found,
        "form": form,
        "filter_form": filter_form,
        "page": page,
        "tick_all": "alles" in request.GET and not form.is_bound,
        "closed": why_no_drafts(found),
        "missing": missing_in(found),
    }
    return render(request, f"{FOLDER}/attach_trainees.html", context)


@require_safe
@STAFF
def attached_trainees(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The drafts that were made in one go and what to do next; or all that came from it."""
    found = template_of(request.actor, public_id)
    asked = MadeForm(request.GET)
    if not asked.is_valid():
        return redirect("template", found.public_id)
    rows = requests_from(found, request.actor, **asked.cleaned_data)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"template": found, "page": page, "just_made": bool(asked.cleaned_data["van"])}
    return render(request, f"{FOLDER}/attached_trainees.html", context)
