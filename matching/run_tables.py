"""Runs of the matching as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_moment
from matching.enums import RunScope
from matching.models import MatchingRun
from matching.run_words import gap_words, placed_words, scope_words, starter_words

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class RunTable(tables.Table):  # type: ignore[misc]
    """The runs of one year, the last one first."""

    made = tables.Column(verbose_name=_("Matchingronde"), accessor="created_at")
    scope = tables.Column(verbose_name=_("Waarover"), order_by=("scope", "trimester"))
    starter = tables.Column(
        verbose_name=_("Gestart door"), accessor="trigger", order_by=("trigger", "started_by")
    )
    state = tables.Column(verbose_name=_("Toestand"))
    placed = tables.Column(verbose_name=_("Geplaatst"), empty_values=(), attrs=NUMBER)
    gap = tables.Column(
        verbose_name=_("Kan het beter?"), accessor="bound", empty_values=(), orderable=False
    )

    class Meta:
        model = MatchingRun
        fields: Sequence[str] = ()
        sequence = ("made", "scope", "starter", "state", "placed", "gap")
        order_by = ("-made",)
        empty_text = ""

    def render_made(self, record: MatchingRun) -> str:
        """When it was made, as the link."""
        return format_html(
            '<a href="{}">{}</a>',
            reverse("matching_run", args=[record.public_id]),
            long_moment(record.created_at),
        )

    def render_scope(self, record: MatchingRun) -> str:
        """Which requests it is about."""
        return scope_words(record)

    def render_starter(self, record: MatchingRun) -> str:
        """Who or what started it."""
        return starter_words(record)

    def render_state(self, record: MatchingRun) -> str:
        """The word with its shape."""
        return render_to_string("matching/runs/_state.html", {"run": record})

    def render_placed(self, record: MatchingRun) -> str:
        """How many of how many."""
        return placed_words(record) or "–"

    def render_gap(self, record: MatchingRun) -> str:
        """Proven best, or at most so many more."""
        return gap_words(record) or "–"

    def count_words(self) -> str:
        """How many there are, in words."""
        count: int = self.page.paginator.count if self.page else len(self.rows)
        words = ngettext("%(n)d matchingronde", "%(n)d matchingrondes", count)
        return words % {"n": count}


MOST_TO_COMPARE = 100


def large(rows: Any) -> Any:
    """Without the small runs in between, of what started to look since the last one."""
    return rows.exclude(scope=RunScope.LOOKING)


def comparable(rows: Any) -> Any:
    """The last runs that have an outcome, to choose two of; the small ones in between not."""
    found = large(runs_of_year(rows)).filter(placed__isnull=False)
    return found.order_by("-created_at", "-pk")[:MOST_TO_COMPARE]


def runs_of_year(rows: Any) -> Any:
    """Runs with what their row shows."""
    return rows.without_files().select_related("institution", "started_by", "year")
