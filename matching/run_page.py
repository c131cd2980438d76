"""What the page of one run shows: where it stands, how far it is, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg.dates import long_moment
from matching.bars import Bar, Stretch, Tone, draw_bar
from matching.enums import PartState, ResultStatus, RunState
from matching.figures_page import FiguresPage
from matching.models import MatchingPart, MatchingRun
from matching.run_words import (
    COMPUTING,
    gap_words,
    placed_words,
    scope_words,
    starter_words,
    title_of,
)
from matching.starting import STOPPABLE

S = RunState
MOST_OF_ERROR = 300

PHASES: dict[str, Any] = {
    "reading": gettext_lazy("leest vraag en aanbod"),
    "relaxing": gettext_lazy("berekent hoeveel er hoogstens geplaatst kunnen worden"),
    "rounding": gettext_lazy("maakt een eerste volledig antwoord"),
    "searching": gettext_lazy("zoekt een beter antwoord"),
    "explaining": gettext_lazy("zoekt uit waarom"),
    "done": gettext_lazy("klaar"),
}


@dataclass(frozen=True)
class PartRow:
    """A part of a run: how far it is, in words and as a bar."""

    number: int
    requests: int
    words: str
    placed: int | None
    bound: int | None
    bar: Bar


@dataclass(frozen=True)
class Counts:
    """What became of the results of a run."""

    results: int
    planned: int
    schools: int
    suggested: int
    skipped: int
    without_place: int
    put_to_school: int


class RunPage:
    """One run as its page reads it."""

    def __init__(self, run: MatchingRun) -> None:
        self.run = run
        self.figures = FiguresPage(run)

    @property
    def title(self) -> str:
        """Its name."""
        return title_of(self.run)

    @property
    def heading(self) -> str:
        """What the page is for."""
        words = {
            S.QUEUED: _("Deze matchingronde begint zo"),
            S.RUNNING: _("Deze matchingronde rekent"),
            S.INTERRUPTED: _("Deze matchingronde is onderbroken"),
            S.READY: _("Kijk deze matchingronde na"),
            S.PUBLISHING: _("Deze matchingronde wordt bekendgemaakt"),
            S.PUBLISHED: _("Deze matchingronde is bekendgemaakt"),
            S.DISCARDED: _("Deze matchingronde is weggegooid"),
            S.FAILED: _("Deze matchingronde is mislukt"),
        }
        return words[S(self.run.state)]

    @property
    def what_happened(self) -> str:
        """Why it stopped: what was told last, and the last words of the error."""
        told = [
            _("De motor liet het laatst iets weten op %(moment)s.")
            % {"moment": long_moment(self.run.heartbeat_at)}
            if self.run.heartbeat_at
            else "",
            self.run.error.strip().splitlines()[-1][:MOST_OF_ERROR] if self.run.error else "",
        ]
        return " ".join(filter(None, told)) or _("De motor liet niets meer weten.")

    @property
    def request_words(self) -> str:
        """How many requests are placed, partly placed, without a place, and lay fixed."""
        counted = self.figures.figures["requests"]
        return _(
            "%(placed)d van %(wanted)d geplaatst, %(partly)d voor een deel, "
            "%(without)d zonder plaats; %(fixed)d lagen vast"
        ) % {**counted}

    @property
    def scope(self) -> str:
        """What it is about."""
        return scope_words(self.run)

    @property
    def starter(self) -> str:
        """Who or what started it."""
        return starter_words(self.run)

    @property
    def placed(self) -> str:
        """How many of how many."""
        return placed_words(self.run)

    @property
    def gap(self) -> str:
        """How far from the best possible."""
        return gap_words(self.run)

    @property
    def is_computing(self) -> bool:
        """Whether its page changes by itself."""
        return self.run.state in (*COMPUTING, S.PUBLISHING)

    @property
    def has_answer(self) -> bool:
        """Whether there are results to look at."""
        return self.run.state in (S.READY, S.PUBLISHING, S.PUBLISHED)

    @property
    def may_publish(self) -> bool:
        """Whether the button to make it known is there."""
        return self.run.state == S.READY

    @property
    def may_discard(self) -> bool:
        """Whether it can be thrown away."""
        return self.run.state in STOPPABLE

    @property
    def may_resume(self) -> bool:
        """Whether it can go on where it stopped."""
        return self.run.state in (S.INTERRUPTED, S.FAILED)

    @property
    def may_go_direct(self) -> bool:
        """Whether the direct requests can go out ahead: only of a release that did not come."""
        return self.run.state == S.FAILED and self.run.publishes_itself

    @property
    def may_repeat(self) -> bool:
        """Whether the same can be asked again."""
        return self.run.state in (S.READY, S.PUBLISHED, S.DISCARDED)

    @property
    def phase(self) -> str:
        """What it is doing, in words that follow "the engine"."""
        if self.run.progress.get("phase") == "done":
            return _("is klaar")
        return phase_words(self.run.progress) or _("wacht op zijn beurt")

    @cached_property
    def parts(self) -> list[PartRow]:
        """Its parts, each with how far it is; one query."""
        rows = MatchingPart.objects.filter(run=self.run).defer("outcome").order_by("number")
        return [part_row(part) for part in rows]

    @property
    def parts_done(self) -> int:
        """How many parts are done."""
        done = str(PHASES["done"])
        return sum(part.words == done for part in self.parts)

    @cached_property
    def counts(self) -> Counts:
        """Its results counted; one query."""
        status = {
            value.value: Count("pk", filter=Q(status=value))
            for value in ResultStatus
            if value != ResultStatus.DISMISSED
        }
        found = self.run.results.aggregate(
            results=Count("pk"), schools=Count("school", distinct=True), **status
        )
        return Counts(**found)


def phase_words(progress: Mapping[str, Any]) -> str:
    """The phase of a progress, in words; empty before anything was told."""
    name = progress.get("phase", "")
    return str(PHASES.get(name, name))


def part_row(part: MatchingPart) -> PartRow:
    """A part with its bar: placed is full, what could still be placed is open."""
    progress = part.progress
    placed, bound, wanted = (progress.get(name) for name in ("placed", "bound", "wanted"))
    words = phase_words(progress) or _("wacht")
    if part.state == PartState.DONE:
        words = str(PHASES["done"])
    more = max((bound or 0) - (placed or 0), 0)
    return PartRow(
        part.number,
        part.requests,
        words,
        placed,
        bound,
        draw_bar([Stretch(placed or 0), Stretch(more, Tone.WAITING)], wanted or 0),
    )
