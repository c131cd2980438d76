"""The pages of one's own feeds, and the file that a calendar program reads."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import ActorRequest
from feeds import access, limits
from feeds.addresses import named_in
from feeds.calendar_file import CONTENT_TYPE
from feeds.making import make_anew, make_feed, revoke_feed
from feeds.selectors import file_of, own_feeds, stages_without_feed, working_feed
from institutions.access import year_of
from institutions.actors import Actor
from institutions.enums import INSTITUTION_ROLES, SCHOOL_ROLES
from institutions.roles import for_roles

TOO_MANY = 429
OWNERS = (*INSTITUTION_ROLES, *SCHOOL_ROLES)


@require_safe
@for_roles(*OWNERS)
def feeds(request: ActorRequest) -> HttpResponse:
    """My feeds, with their addresses, and what I can make one of."""
    year = year_of(request)
    mine = own_feeds(request.user)
    context = {
        "feeds": mine,
        "has_everything": any(own.feed.placement_id is None for own in mine),
        "stages": stages_without_feed(request.user, request.actor, year),
        "shows_school": request.actor.school is None,
        "answers": _answers_in_it(request.actor),
        "year": year,
    }
    return render(request, "feeds/feeds.html", context)


def _answers_in_it(actor: Actor) -> str:
    """What the feed of everything says of answers, to who gives or awaits them."""
    if actor.may_answer:
        return _("de dagen tegen wanneer u stageaanvragen beantwoordt, met hun aantal;")
    waits = _("de dagen tegen wanneer u antwoorden van scholen verwacht, met hun aantal;")
    return waits if actor.is_institution_staff else ""


@require_POST
@for_roles(*OWNERS)
def feed_make(request: ActorRequest) -> HttpResponse:
    """Make a feed of everything, or of the stage that the form names."""
    placement = access.placement_of(request.actor, request.POST.get("placement", ""))
    make_feed(user=request.user, placement=placement, actor=request.actor)
    messages.success(
        request, _("De agenda is gemaakt. Kopieer het adres en geef het aan uw agendaprogramma.")
    )
    return redirect("feeds")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OWNERS)
def feed_revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm that an address stops working; with another one in its place, or without."""
    feed = access.feed_of(request.user, public_id)
    if request.method != "POST":
        return render(request, "feeds/revoke.html", {"feed": feed})
    if "anew" in request.POST:
        make_anew(feed=feed, actor=request.actor)
        messages.success(request, _("Het vorige adres werkt niet meer. Hieronder staat een nieuw."))
    else:
        revoke_feed(feed=feed, actor=request.actor)
        messages.success(request, _("Het adres is ingetrokken en werkt niet meer."))
    return redirect("feeds")


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file behind a secret address. Whatever is wrong with the address: the same 404."""
    public_id = named_in(token)
    if public_id is None:
        visitor = str(get_adapter().get_client_ip(request))
        return _not_there(too_many=limits.guessed_too_often(visitor))
    if limits.read_too_often(public_id):
        return _not_there(too_many=True)
    found = working_feed(public_id)
    return _file(request, file_of(found)) if found else _not_there(too_many=False)


def _file(request: HttpRequest, content: bytes) -> HttpResponseBase:
    """The file, or that it is what the program has already."""
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="lerarenstage.ics"',
        "ETag": quote_etag(sha256(content).hexdigest()),
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, headers["ETag"], response=response) or response


def _not_there(*, too_many: bool) -> HttpResponse:
    """Nothing here, or not so often."""
    if not too_many:
        raise Http404
    wait = str(int(limits.WINDOW.total_seconds()))
    return HttpResponse(status=TOO_MANY, headers={"Retry-After": wait})
