"""The page behind a link. Public: the token is the key. Looking decides nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from answer_links import access
from answer_links.enums import Use
from answer_links.http import client_of, public_by_token
from answer_links.link_page import LinkPage
from answer_links.standing import Standing
from answer_links.uses import note_visit

FOLDER = "answer_links"
UNKNOWN, GONE = 404, 410
TOLD = (Standing.OPEN, Standing.ANSWERED)
CLOSED_STATUS = {Standing.NOT_YET: 200}


@public_by_token("GET", "HEAD")
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, by whom, until when; or what became of it, and what one can do."""
    page = access.page_of(token)
    if page is None or page.standing not in TOLD:
        return closed(request, page)
    note_visit(page.link, Use.OPENED, client_of(request))
    template = "link.html" if page.works else "answered.html"
    return render(request, f"{FOLDER}/{template}", {"page": page})


def closed(request: HttpRequest, page: LinkPage | None) -> HttpResponse:
    """Why a link does not work, and the way on. Of one that was never made: nothing at all."""
    if page is None:
        return render(request, f"{FOLDER}/unknown.html", status=UNKNOWN)
    if page.standing in TOLD:
        return redirect("answer_link", page.token)
    note_visit(page.link, Use.REFUSED, client_of(request))
    status = CLOSED_STATUS.get(page.standing, GONE)
    template = "revoked.html" if page.standing == Standing.REVOKED else "closed.html"
    return render(request, f"{FOLDER}/{template}", {"page": page}, status=status)
