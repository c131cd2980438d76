"""What an administrator does with a run: make known, throw away, take up again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from matching import publishing, starting
from matching.access import run_of
from matching.direct_only import publish_direct
from matching.models import MatchingRun
from matching.publish_preview import preview_of
from matching.run_page import RunPage

FOLDER = "matching/runs"
ADMIN = for_roles(Role.ADMIN)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@ADMIN
def matching_run_publish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what goes to whom, and make it known when that is confirmed."""
    run = run_of(request.actor, public_id)
    if request.method == "POST":
        done = _("De ronde wordt bekendgemaakt. De scholen zien de voorstellen zo dadelijk.")
        return _do(request, run, lambda: publishing.publish(run, actor=request.actor), done)
    page = RunPage(run)
    if not page.may_publish:
        messages.info(request, _("Deze ronde is niet klaar om bekendgemaakt te worden."))
        return redirect("matching_run", public_id)
    context = {"run": run, "page": page, "preview": preview_of(run)}
    return render(request, f"{FOLDER}/publish.html", context)


@GET_OR_POST
@ADMIN
def matching_run_discard(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Throw a run away, or stop it, when that is confirmed."""
    run = run_of(request.actor, public_id)
    if request.method == "POST":
        done = _("De ronde is weggegooid. Er werd niets van bekendgemaakt.")
        return _do(request, run, lambda: starting.discard(run, actor=request.actor), done)
    page = RunPage(run)
    if not page.may_discard:
        messages.info(request, _("Deze ronde kan niet weggegooid worden."))
        return redirect("matching_run", public_id)
    return render(request, f"{FOLDER}/discard.html", {"run": run, "page": page})


@GET_OR_POST
@ADMIN
def matching_run_direct(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Of a release that did not come: let the direct requests go out ahead, when confirmed."""
    run = run_of(request.actor, public_id)
    if request.method == "POST":
        done = _("De rechtstreekse aanvragen gaan naar hun school. De rest wacht op een ronde.")
        return _do(request, run, lambda: publish_direct(run, actor=request.actor), done)
    page = RunPage(run)
    if not page.may_go_direct:
        messages.info(request, _("Dit kan alleen bij een vrijgave die mislukt is."))
        return redirect("matching_run", public_id)
    return render(request, f"{FOLDER}/direct.html", {"run": run, "page": page})


@require_POST
@ADMIN
def matching_run_resume(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Go on with an interrupted or failed run where it stopped."""
    run = run_of(request.actor, public_id)
    done = _("De ronde gaat verder waar ze gestopt was.")
    return _do(request, run, lambda: starting.resume_run(run, actor=request.actor), done)


def _do(
    request: ActorRequest, run: MatchingRun, service: Callable[[], object], done: str
) -> HttpResponse:
    """Call the service and go back to the run, with what came of it."""
    try:
        service()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("matching_run", run.public_id)
