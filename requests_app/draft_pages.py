"""What the pages of a draft have in common: their context, saving a step, a stale form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from requests_app.differences import Difference
from requests_app.draft_steps import CHECK, next_url_name, step_of, steps_shown
from requests_app.drafting import save_draft
from requests_app.enums import RequestState
from requests_app.exceptions import StaleForm
from requests_app.models import PlacementRequest
from requests_app.request_forms import StepForm

FOLDER = "requests_app/requests"
Differ = Callable[[PlacementRequest], Sequence[Difference]]


def not_a_draft(request: ActorRequest, draft: PlacementRequest) -> HttpResponse | None:
    """Where a page of a draft leads once it is none any more."""
    if draft.state == RequestState.DRAFT or request.method == "POST":
        return None
    messages.info(request, _("Deze aanvraag is geen ontwerp meer: ze kan niet gewijzigd worden."))
    return redirect("request", draft.public_id)


def step_page(
    request: ActorRequest, draft: Any, part: str, form: StepForm, **more: Any
) -> HttpResponse:
    """The page of one step, with what was typed."""
    context = {
        "draft": draft,
        "form": form,
        "step": step_of(part),
        "steps": steps_shown(part),
        "to_check": form["naar"].value() == CHECK,
        "stale": form.stale,
        "changes": form.changes,
        **more,
    }
    status = 409 if form.stale else 200
    return render(request, f"{FOLDER}/draft_{part}.html", context, status=status)


def save_step(
    request: ActorRequest, draft: Any, part: str, form: StepForm, differ: Differ, **values: Any
) -> HttpResponse | None:
    """Save one step of a draft; where it leads, or None when the form is to be shown again.

    Arguments:
        differ: what differs between what is stored by now and what was typed.
        values: for `save_draft`.
    """
    try:
        save_draft(
            request_pk=draft.pk,
            actor=request.actor,
            expected_version=form.cleaned_data["version"] or 0,
            **values,
        )
    except StaleForm as error:
        now = PlacementRequest.objects.get(pk=draft.pk)
        form.show_stale(error.message, now.version, differ(now))
        return None
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    return _after(request, draft, part, form)


def _after(request: ActorRequest, draft: Any, part: str, form: StepForm) -> HttpResponse:
    mine = PlacementRequest.objects.visible_to(request.actor).filter(pk=draft.pk)
    if "stop" in request.POST or not mine.exists():
        words = _("Het ontwerp %(reference)s is bewaard.")
        messages.success(request, words % {"reference": draft.reference})
        return redirect(f"{reverse('requests')}?toestand={RequestState.DRAFT}")
    if "scholen" in request.POST:
        return redirect("shortlist", draft.public_id)
    return redirect(next_url_name(part, form.cleaned_data["naar"]), draft.public_id)
