"""The answer through a link: filled in, checked, confirmed. Nothing is decided before that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from answer_links import access
from answer_links.answering_by_link import answer_by_link
from answer_links.enums import Use
from answer_links.exceptions import LinkIsOver
from answer_links.http import client_of, public_by_token
from answer_links.link_page import LinkPage
from answer_links.standing import Standing
from answer_links.uses import note_visit
from answer_links.views import FOLDER, closed
from calendar_cfg.exceptions import DomainError
from requests_app.answer_sheet import AnswerSheet, everything_accepted
from requests_app.enums import Decision
from requests_app.exceptions import OverOffer, WrongState

CHANGED = 409


@public_by_token("GET", "HEAD", "POST")
def answer_link_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Fill in the answer; sent with "nakijken", "wijzigen" or "bevestigen"."""
    page = access.page_of(token)
    if page is None or page.standing == Standing.REVOKED:
        return closed(request, page)
    if request.method != "POST":
        return _start(request, page)
    sheet = _sheet(request, page)
    if not page.works:
        return _too_late(request, sheet, page)
    if not sheet.is_valid() or "wijzigen" in request.POST:
        return _ask(request, sheet, page)
    if "bevestigen" in request.POST:
        return _confirm(request, sheet, page)
    return _check(request, sheet, page)


def _sheet(request: HttpRequest, page: LinkPage) -> AnswerSheet:
    sent: Any = request.POST
    data = everything_accepted(page.asked, sent) if "alles" in sent else sent
    return AnswerSheet(page.asked, data, names_mentors=False)


def _start(request: HttpRequest, page: LinkPage) -> HttpResponse:
    if not page.works:
        return closed(request, page)
    note_visit(page.link, Use.OPENED, client_of(request))
    preset = Decision.REFUSED if request.GET.get("alles") == "weigeren" else ""
    sheet = AnswerSheet(page.asked, preset=preset, names_mentors=False)
    return _ask(request, sheet, page)


def _ask(request: HttpRequest, sheet: AnswerSheet, page: LinkPage) -> HttpResponse:
    return render(request, f"{FOLDER}/answer.html", {"page": page, "sheet": sheet})


def _check(
    request: HttpRequest,
    sheet: AnswerSheet,
    page: LinkPage,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """What the answer says and does, before anything is decided."""
    context = {
        "page": page,
        "sheet": sheet,
        "shortages": sheet.shortages(),
        "errors": errors or [],
        "over_errors": [error for error in errors or [] if error["target"] == "boven"],
    }
    return render(request, f"{FOLDER}/check.html", context)


def _confirm(request: HttpRequest, sheet: AnswerSheet, page: LinkPage) -> HttpResponse:
    if page.code and request.POST.get("stagecode") != str(page.code.number):
        other = _("De Stagecode veranderde. Lees %(code)s en bevestig opnieuw.")
        error = {"target": "stagecode", "text": other % {"code": page.code}}
        return _check(request, sheet, page, [error])
    try:
        answer_by_link(link=page.link, answer=sheet.answer(), actor=page.actor, code=page.code)
    except OverOffer:
        over = _("Vink aan dat u dit weet, of wijzig uw antwoord.")
        return _check(request, sheet, page, [{"target": "boven", "text": over}])
    except (LinkIsOver, WrongState):
        return _too_late(request, sheet, page)
    except DomainError as error:
        sheet.add_error(error.field, error.message)
        return _ask(request, sheet, page)
    return redirect("answer_link", page.token)


def _too_late(request: HttpRequest, sheet: AnswerSheet, page: LinkPage) -> HttpResponse:
    """Somebody was first, or it ended: who did what and when, and what was typed is kept.

    A second click on the same button gets the confirmation of the first.
    """
    now = access.page_of(page.token)
    if now is None or now.standing == Standing.REVOKED:
        return closed(request, now)
    if now.is_own_answer:
        return redirect("answer_link", page.token)
    note_visit(page.link, Use.REFUSED, client_of(request))
    typed = sheet.summary() if sheet.is_valid() else []
    context = {"page": now, "typed": typed}
    return render(request, f"{FOLDER}/changed.html", context, status=CHANGED)
