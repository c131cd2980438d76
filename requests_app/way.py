"""The way of a request in steps, as its trainee reads it: what is done, what is on, what comes.

The first steps are told here: filed, at a school, answered. What follows an acceptance is told by
the apps above (`page_sections.adds_to_way`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from requests_app.enums import ProposalState, RequestState
from requests_app.lesdagen_left import TimeLeft
from requests_app.models import PlacementRequest, Proposal


class Stand(StrEnum):
    """Where a step stands; the values are statuses (`lerarenstage/status.py`)."""

    DONE = "done"
    NOW = "running"
    LATER = "planned"


STANDS: Mapping[Stand, str | Promise] = {
    Stand.DONE: gettext_lazy("Klaar"),
    Stand.NOW: gettext_lazy("Nu"),
    Stand.LATER: gettext_lazy("Later"),
}


@dataclass(frozen=True)
class Step:
    """One step.

    Arguments:
        title: what it is.
        text: what happened or will, with its day.
        who: whose turn it is, while it is on.
        url: the page about it.
        left: the time there still is.
    """

    stand: Stand
    title: str
    text: str
    who: str = ""
    url: str = ""
    left: TimeLeft | None = None

    @property
    def word(self) -> str:
        """ "Klaar", "Nu" or "Later"."""
        return str(STANDS[self.stand])


S = RequestState
ACCEPTED = (S.ACCEPTED, S.PARTIALLY_ACCEPTED)
SEARCHING = (S.SUBMITTED, S.REFUSED)


def first_steps(
    request: PlacementRequest,
    state: RequestState,
    proposals: Sequence[Proposal],
    left: TimeLeft | None,
) -> list[Step]:
    """Filed, at a school, answered; for what stopped, only that it was filed.

    Arguments:
        state: as the trainee may know it (`own_requests`).
    """
    filed = _("Uw lerarenopleiding diende de aanvraag in op %(day)s.")
    day = {"day": long_date(request.filed_at)}
    steps = [Step(Stand.DONE, _("Ingediend"), filed % day if request.filed_at else "")]
    if state in SEARCHING and _is_closed(request):
        steps.append(_no_stage())
    elif state in SEARCHING:
        steps += _searching(proposals)
    elif state == S.PROPOSED:
        steps += _at_school(proposals[-1], left)
    elif state in ACCEPTED:
        steps += _accepted(proposals[-1], state)
    return steps


def _is_closed(request: Any) -> bool:
    """Whether nobody asks schools any more in its year; `asked_until` is read with it."""
    return request.asked_until is not None and request.asked_until < clock.today()


def _no_stage() -> Step:
    text = _("Het aanvragen voor dit academiejaar is afgesloten, en geen school zei ja.")
    more = _("Vraag uw lerarenopleiding hoe het verder gaat.")
    return Step(Stand.NOW, _("Geen stage"), f"{text} {more}", _("uw lerarenopleiding"))


def _searching(proposals: Sequence[Proposal]) -> Iterator[Step]:
    """It lies with no school: the schools that said no are not named."""
    refused = sum(row.state == ProposalState.REFUSED for row in proposals)
    text = _("Uw lerarenopleiding zoekt een school.")
    if refused:
        said = ngettext(
            "%(n)d school had geen plaats.", "%(n)d scholen hadden geen plaats.", refused
        ) % {"n": refused}
        text = said + " " + _("Uw lerarenopleiding zoekt een andere school.")
    yield Step(Stand.NOW, _("Bij een school"), text, _("uw lerarenopleiding"))
    yield Step(Stand.LATER, _("Antwoord"), _("De school antwoordt binnen twee lesweken."))
    yield _what_follows()


def _at_school(proposal: Proposal, left: TimeLeft | None) -> Iterator[Step]:
    yield _reached(proposal)
    if proposal.answered_at is None:
        text = _("De school antwoordt tegen %(day)s.") % {"day": long_date(proposal.due_on)}
        yield Step(Stand.NOW, _("Antwoord"), text, _("de school"), left=left)
    else:
        text = _("De school antwoordde. U leest het antwoord zodra uw opleiding het opende.")
        yield Step(Stand.NOW, _("Antwoord"), text, _("uw lerarenopleiding"))
    yield _what_follows()


def _reached(proposal: Proposal) -> Step:
    text = _("%(school)s kreeg de aanvraag op %(day)s.")
    told = {"school": proposal.school, "day": long_date(proposal.released_at)}
    return Step(Stand.DONE, _("Bij een school"), text % told)


def _accepted(proposal: Any, state: RequestState) -> Iterator[Step]:
    yield _reached(proposal)
    text = _("De school aanvaardde uw stage op %(day)s.")
    if state == S.PARTIALLY_ACCEPTED:
        text = _(
            "De school aanvaardde een deel op %(day)s. Voor de rest zoekt uw opleiding een "
            "andere school."
        )
    yield Step(Stand.DONE, _("Antwoord"), text % {"day": long_date(proposal.answered_at)})


def _what_follows() -> Step:
    text = _("Na een ja volgen de stageovereenkomst, de stageplanning en het intromoment.")
    return Step(Stand.LATER, _("Stage"), text)
