"""The links of a request on its page, for the school that it was put to: whose, and what was done.

The addresses are those of the school's own people; its vakmentors do not see them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answer_links.enums import Use
from answer_links.handing_on import MOST
from answer_links.models import AnswerLink, LinkUse
from calendar_cfg.dates import long_moment
from requests_app.models import Proposal
from requests_app.page_sections import (
    Section,
    adds_to_proposal_page,
    adds_to_proposal_reading,
)
from requests_app.proposal_page import ProposalPage

TOLD = (Use.ANSWERED, Use.FORWARDED, Use.REVOKED, Use.REGISTERED)


@dataclass(frozen=True)
class Row:
    """A link: whose it is, from whom it came, and what was done with it, in words."""

    email: str
    public_id: str
    came_from: str
    happened: Sequence[str]
    works: bool


@dataclass(frozen=True)
class Links:
    """The links of one request."""

    rows: Sequence[Row]
    may_hand_on: bool


@adds_to_proposal_page
def links(page: ProposalPage) -> Section | None:
    """For who answers there, and for administrators; nothing when there is nothing to do or see."""
    if not (page.actor.may_answer or page.actor.is_admin):
        return None
    found = page.proposal.links_told
    done = sum(use["use"] == Use.FORWARDED for link in found for use in link["what"])
    may_hand_on = page.can_answer and done < MOST
    if not found and not may_hand_on:
        return None
    rows = [_row(link, is_open=page.is_open) for link in found]
    return Section("answer_links/_links.html", Links(rows, may_hand_on))


@adds_to_proposal_reading
def with_links(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The same with `links_told`: its links, and what was done with each."""
    uses = LinkUse.objects.filter(link=OuterRef("pk")).order_by("pk")
    done = JSONObject(
        use=F("use"),
        at=F("at"),
        client=F("data__client"),
        first_name=F("user__first_name"),
        last_name=F("user__last_name"),
    )
    links = AnswerLink.objects.filter(proposal=OuterRef("pk")).with_who_left().order_by("pk")
    told = JSONObject(
        email=F("email"),
        public_id=F("public_id"),
        revoked_at=F("revoked_at"),
        has_left=F("has_left"),
        came_from=F("handed_on_from__email"),
        what=F("what"),
    )
    with_uses = links.annotate(what=ArraySubquery(uses.values(facts=done)))
    return rows.annotate(links_told=ArraySubquery(with_uses.values(facts=told)))


def _row(link: Mapping[str, Any], *, is_open: bool) -> Row:
    opened = [use for use in link["what"] if use["use"] == Use.OPENED]
    by_people = [use for use in opened if use["client"] == "browser"]
    happened = [_opened(by_people)] if by_people else [_("Nog niet geopend")]
    happened += [_in_words(use) for use in link["what"] if use["use"] in TOLD]
    return Row(
        email=link["email"],
        public_id=link["public_id"],
        came_from=link["came_from"] or "",
        happened=happened,
        works=link["revoked_at"] is None and not link["has_left"] and is_open,
    )


def _opened(uses: Sequence[Mapping[str, Any]]) -> str:
    words = ngettext(
        "%(n)d keer geopend, op %(last)s", "%(n)d keer geopend, het laatst op %(last)s", len(uses)
    )
    return words % {"n": len(uses), "last": _moment(uses[-1])}


def _in_words(use: Mapping[str, Any]) -> str:
    told = {"what": str(Use(use["use"]).label).capitalize(), "when": _moment(use)}
    if use["last_name"] is None:
        return _("%(what)s op %(when)s") % told
    told["who"] = f"{use['first_name']} {use['last_name']}"
    return _("%(what)s door %(who)s op %(when)s") % told


def _moment(use: Mapping[str, Any]) -> str:
    return long_moment(datetime.fromisoformat(use["at"]))
