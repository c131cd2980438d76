"""How every page that changes a stage ends: done, stale, or refused with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import ActorRequest
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from placements.access import placement_of
from placements.placement_page import PlacementPage
from placements.terms_forms import TermsForm
from requests_app.exceptions import StaleForm


def typed(request: ActorRequest) -> QueryDict | None:
    """What was sent; None where the form is only opened."""
    return request.POST if request.method == "POST" else None


def changed(
    request: ActorRequest, page: PlacementPage, form: TermsForm, change: Callable[[], object]
) -> bool:
    """Change it when a valid form was sent; a refusal stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        change()
    except StaleForm as stale:
        form.show_stale(stale.message, placement_of(request.actor, page.placement.public_id))
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    else:
        return True
    return False


def show(request: ActorRequest, page: PlacementPage, form: TermsForm, **words: Any) -> HttpResponse:
    """The form, with what changed meanwhile when it is an old one."""
    context = {"page": page, "form": form, "stale": form.stale, "changes": form.changes, **words}
    return render(request, "placements/change.html", context, status=409 if form.stale else 200)


def done(request: ActorRequest, page: PlacementPage, words: str) -> HttpResponse:
    """Back to the page of the stage, with what was done."""
    messages.success(request, words)
    return redirect("placement", page.placement.public_id)


def not_any_more(request: ActorRequest, page: PlacementPage) -> HttpResponse:
    """Back to the page of a stage that was cancelled, with who did that."""
    last = page.cancelled
    if last is None:
        messages.info(request, _("Deze stage kan niet gewijzigd worden."))
    else:
        words = _("Deze stage werd al geannuleerd door %(who)s op %(day)s.")
        messages.info(request, words % {"who": last.by, "day": long_date(last.at)})
    return redirect("placement", page.placement.public_id)
