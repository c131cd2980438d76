"""The results of a run as a table: who goes where, how good that is, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching.models import MatchingResult
from matching.result_selectors import names_for
from matching.result_words import Names, km_words, rank_words, why_words

BY_REFERENCE = ("request__reference", "pk")


class ResultTable(tables.Table):  # type: ignore[misc]
    """Results of one run; those with a school can be ticked, to fix or forbid the pair."""

    tick = tables.Column(
        verbose_name=_("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    who = tables.Column(
        verbose_name=_("Stageaanvraag"), accessor="request__reference", order_by=BY_REFERENCE
    )
    what = tables.Column(
        verbose_name=_("Vakken"),
        accessor="request__trimester",
        order_by=("request__trimester", *BY_REFERENCE),
        empty_values=(),
    )
    school = tables.Column(
        verbose_name=_("School"), empty_values=(), order_by=("school__name", *BY_REFERENCE)
    )
    rank = tables.Column(
        verbose_name=_("Rang en afstand"),
        empty_values=(),
        order_by=("rank", "hectometres", *BY_REFERENCE),
    )
    status = tables.Column(verbose_name=_("Wat ervan komt"), order_by=("status", *BY_REFERENCE))
    why = tables.Column(
        verbose_name=_("Waarom"), accessor="explanation", empty_values=(), orderable=False
    )

    class Meta:
        model = MatchingResult
        fields: Sequence[str] = ()
        order_by = ("who",)
        empty_text = ""
        attrs = {"class": "table results"}

    def __init__(self, *args: Any, tick_all: bool = False, may_lock: bool, **kwargs: Any) -> None:
        self.tick_all, self.may_lock = tick_all, may_lock
        self.names = Names({}, {})
        super().__init__(*args, exclude=() if may_lock else ("tick",), **kwargs)

    def read_names(self, subjects: Mapping[str, str]) -> None:
        """Read the names that the rows of this page mention; those of subjects are known."""
        self.names = names_for([row.record for row in self.paginated_rows], subjects)

    def render_tick(self, record: Any) -> str:
        """A tick box, named for who hears the page."""
        if record.school is None:
            return ""
        return format_html(
            '<input type="checkbox" name="resultaat" value="{0}" id="kies-{0}"{1}>'
            '<label class="visually-hidden" for="kies-{0}">{2}</label>',
            record.public_id,
            " checked" if self.tick_all else "",
            gettext("Kies %(reference)s bij %(school)s")
            % {"reference": record.request.reference, "school": record.school},
        )

    def render_who(self, record: MatchingResult) -> str:
        """The reference as the link, and whose it is."""
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}</span>',
            reverse("request", args=[record.request.public_id]),
            record.request.reference,
            record.request.institution.short_name,
        )

    def render_what(self, record: Any) -> str:
        """The subjects that this result is about, and the trimester."""
        slugs = record.subjects or record.asked
        names = ", ".join(self.names.subject(slug) for slug in slugs)
        return ", ".join(filter(None, [names, f"T{record.request.trimester}"]))

    def render_school(self, record: Any) -> str:
        """The school, and whether it was fixed there or forbidden since."""
        return render_to_string("matching/runs/_school_cell.html", {"result": record})

    def render_rank(self, record: MatchingResult) -> str:
        """Where the school stood in the preferences, and how far it is."""
        rank = gettext("lag vast") if record.is_fixed else rank_words(record.rank)
        return ", ".join(filter(None, [rank, km_words(record.hectometres)])) or "–"

    def render_status(self, record: MatchingResult) -> str:
        """The word with its shape."""
        return render_to_string("matching/runs/_result_status.html", {"result": record})

    def render_why(self, record: MatchingResult) -> str:
        """Why here, why not, or why it was skipped."""
        words = record.why_skipped or why_words(record.explanation, self.names)
        return format_html('<span class="small">{}</span>', words) if words else "–"

    def count_words(self) -> str:
        """How many there are, in words."""
        count: int = self.page.paginator.count if self.page else len(self.rows)
        words = ngettext("%(n)d resultaat", "%(n)d resultaten", count)
        return words % {"n": count}
