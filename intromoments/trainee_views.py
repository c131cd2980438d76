"""A trainee answers an invitation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from calendar_cfg.exceptions import DomainError
from institutions.addresses import in_year
from institutions.enums import Role
from institutions.roles import for_roles
from intromoments import access
from intromoments.answering import answer_invitation, need_open_for_answers
from intromoments.enums import Coming
from intromoments.forms import AnswerForm
from intromoments.invitations import own_answer
from requests_app.free_text import warning_about


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TRAINEE)
def intromoment_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say whether I come; again until it begins."""
    row = access.intromoment_of(request.actor, public_id)
    given = own_answer(row, request.actor)
    initial: dict[str, Any] = {"coming": given.coming, "note": given.note} if given else {}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        coming = Coming(form.cleaned_data["coming"])
        try:
            answer_invitation(intromoment=row, coming=coming, note=note, actor=request.actor)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Uw antwoord is bewaard. De school ziet het."))
            if warning := warning_about(note):
                messages.warning(request, warning)
            return redirect(in_year("intromoments", row.year))
    elif request.method != "POST":
        try:
            need_open_for_answers(row)
        except DomainError as error:
            messages.info(request, error.message)
            return redirect(in_year("intromoments", row.year))
    return render(request, "intromoments/answer.html", {"intromoment": row, "form": form})
