"""Handing on and registering, from a link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from answer_links import access
from answer_links.exceptions import LinkIsOver
from answer_links.forms import HandOnForm, RegisterForm
from answer_links.handing_on import HandOver, hand_on
from answer_links.http import public_by_token
from answer_links.registering import Registrant, register_school, want_invitation
from answer_links.views import FOLDER, closed
from calendar_cfg.exceptions import DomainError


@public_by_token("GET", "HEAD", "POST")
def answer_link_hand_on(request: HttpRequest, token: str) -> HttpResponse:
    """Give the request to a colleague, who gets a mail with a link of their own."""
    page = access.page_of(token)
    if page is None or not page.works:
        return closed(request, page)
    data = request.POST if request.method == "POST" else None
    form = HandOnForm(page.proposal, data)
    if form.is_valid():
        try:
            hand_on(
                proposal_pk=page.proposal.pk, to=HandOver(**form.cleaned_data), source=page.link
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("answer_link", token)
    context = {"page": page, "form": form, "left": page.hand_overs_left}
    return render(request, f"{FOLDER}/hand_on.html", context)


@public_by_token("GET", "HEAD", "POST")
def answer_link_register(request: HttpRequest, token: str) -> HttpResponse:
    """Register the school, or ask its schoolmentor for an invitation; then what happens next."""
    page = access.page_of(token)
    if page is None or not page.may_register:
        return closed(request, page)
    is_sent = request.method == "POST"
    form = RegisterForm(request.POST if is_sent else None)
    try:
        done = is_sent and _registered(page, form)
    except LinkIsOver as error:
        form.add_error(None, error.message)
        done = False
    if done:
        return redirect("answer_link_register", token)
    return render(request, f"{FOLDER}/register.html", {"page": page, "form": form})


def _registered(page: Any, form: RegisterForm) -> bool:
    """Whether what was sent has been written down."""
    if page.school_has_mentor:
        want_invitation(link=page.link)
        return True
    if form.is_valid():
        register_school(link=page.link, by=Registrant(**form.cleaned_data))
        return True
    return False
