"""Postvak: what was put to the school, by due date."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.access import year_of
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.inbox import calendar_of, proposals_of, with_what_is_asked
from requests_app.inbox_filters import ALL, OPEN, InboxFilter
from requests_app.inbox_page import empty_words, heading_words
from requests_app.inbox_tables import InboxTable
from requests_app.table_pages import sort_and_page


@require_safe
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def inbox(request: ActorRequest) -> HttpResponse:
    """The proposals of a year; for a schoolmentor first those that wait for an answer."""
    actor, year = request.actor, year_of(request)
    assigned = not actor.is_school_mentor  # a vakmentor
    default = ALL if assigned else OPEN
    chosen = InboxFilter(request.GET, proposals_of(actor, year), default_state=default)
    table = InboxTable(with_what_is_asked(chosen.qs), school_calendar=calendar_of(actor.school))
    sort_and_page(table, request)
    count = table.page.paginator.count
    context = {
        "table": table,
        "filter": chosen,
        "year": year,
        "heading": heading_words(chosen.state, count, assigned=assigned),
        "empty": None if count else empty_words(request.GET, year, assigned=assigned),
        "may_answer": actor.may_answer,
    }
    return render(request, "requests_app/school/inbox.html", context)
