"""Pages of the institution's own clauses: the list with examples, adding, changing, removing."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import ActorRequest
from agreements import access, clauses
from agreements.clause_forms import ClauseForm
from agreements.clauses import Direction, example_of, may_edit_clauses, where_words
from agreements.models import Clause
from agreements.placeholders import IN_FRAMEWORK, MEANINGS
from calendar_cfg.exceptions import DomainError
from institutions.access import own_institution
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.exceptions import StaleForm

FOLDER = "agreements"
PREVIEW = "voorbeeld"
COORDINATORS = for_roles(Role.COORDINATOR)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(Role.COORDINATOR, Role.SUPERVISOR)
def clause_list(request: ActorRequest) -> HttpResponse:
    """The clauses in order, each as it would read in an agreement."""
    rows = list(clauses.clauses_of(own_institution(request)))
    context = {
        "rows": [(clause, example_of(clause), where_words(clause)) for clause in rows],
        "may_edit": may_edit_clauses(request.actor),
        "up": Direction.UP,
        "down": Direction.DOWN,
    }
    return render(request, f"{FOLDER}/clauses.html", context)


@GET_OR_POST
@COORDINATORS
def clause_new(request: ActorRequest) -> HttpResponse:
    """Add a clause."""
    form = ClauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and PREVIEW not in request.POST:
        try:
            clauses.add_clause(wanted=form.wanted(), actor=request.actor)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _saved(request, _("De bepaling is toegevoegd."))
    return _form_page(request, form)


@GET_OR_POST
@COORDINATORS
def clause(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change a clause."""
    found = access.clause_of(request.actor, public_id)
    form = ClauseForm(request.POST if request.method == "POST" else None, clause=found)
    if form.is_valid() and PREVIEW not in request.POST:
        try:
            clauses.change_clause(
                clause_pk=found.pk,
                wanted=form.wanted(),
                expected_version=form.cleaned_data["version"],
                actor=request.actor,
            )
        except StaleForm as error:
            return _form_page(request, form, found, stale=error.message)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _saved(request, _("De bepaling is bewaard."))
    return _form_page(request, form, found)


@GET_OR_POST
@COORDINATORS
def clause_remove(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm, then remove a clause."""
    found = access.clause_of(request.actor, public_id)
    if request.method == "POST":
        clauses.remove_clause(clause_pk=found.pk, actor=request.actor)
        return _saved(request, _("De bepaling is verwijderd."))
    return render(request, f"{FOLDER}/clause_remove.html", {"clause": found})


@require_POST
@COORDINATORS
def clause_move(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Move a clause one place up or down."""
    found = access.clause_of(request.actor, public_id)
    with suppress(ValueError):  # a form of another page: nothing moves
        clauses.move_clause(
            clause_pk=found.pk,
            direction=Direction(request.POST.get("richting", "")),
            seen_at=int(request.POST.get("plaats", "")),
            actor=request.actor,
        )
    return redirect("clauses")


def _saved(request: ActorRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("clauses")


def _form_page(
    request: ActorRequest, form: ClauseForm, found: Clause | None = None, *, stale: str = ""
) -> HttpResponse:
    changes: list[dict[str, str]] = []
    if stale and found is not None:
        changes = form.differs_from(found)
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(found.version)  # type: ignore[index]
    context = {
        "form": form,
        "clause": found,
        "example": example_of(form.wanted()) if form.is_valid() else "",
        "placeholders": [(name, words, name in IN_FRAMEWORK) for name, words in MEANINGS.items()],
        "stale": stale,
        "changes": changes,
        "preview": PREVIEW,
    }
    return render(request, f"{FOLDER}/clause_form.html", context, status=409 if stale else 200)
