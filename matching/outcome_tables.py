"""What the matching gave for the own requests as a table: who goes where, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching.models import MatchingResult
from matching.result_words import km_words, rank_words

BY_NAME = ("first_last_name", "request__reference", "pk")


class OutcomeTable(tables.Table):  # type: ignore[misc]
    """Results about requests of one institution."""

    who = tables.Column(
        verbose_name=_("Stageaanvraag"),
        accessor="request__reference",
        order_by=BY_NAME,
        empty_values=(),
    )
    what = tables.Column(
        verbose_name=_("Vakken"), accessor="subject_names", orderable=False, empty_values=()
    )
    trimester = tables.Column(
        verbose_name=_("Trimester"),
        accessor="request__trimester",
        order_by=("request__trimester", "request__period_start", *BY_NAME),
        empty_values=(),
    )
    status = tables.Column(
        verbose_name=_("Wat ervan kwam"), accessor="status", order_by=("status", *BY_NAME)
    )
    school = tables.Column(
        verbose_name=_("School"),
        accessor="school",
        empty_values=(),
        order_by=("school__name", *BY_NAME),
    )
    km = tables.Column(
        verbose_name=_("Afstand"),
        accessor="hectometres",
        empty_values=(),
        order_by=("hectometres", *BY_NAME),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )
    now = tables.Column(
        verbose_name=_("Nu"),
        accessor="request__state",
        order_by=("request__state", *BY_NAME),
    )

    class Meta:
        model = MatchingResult
        fields: Sequence[str] = ()
        sequence = ("who", "what", "trimester", "status", "school", "km", "now")
        order_by = ("who",)
        empty_text = ""

    def __init__(self, *args: Any, subjects: Mapping[str, str], **kwargs: Any) -> None:
        self.subjects = subjects
        super().__init__(*args, **kwargs)

    def render_who(self, record: Any) -> str:
        """For whom, as the link to what the matching says of it; the reference below it."""
        names = ", ".join(record.trainee_names or []) or record.request.reference
        return format_html(
            '<a href="{}#matching">{}</a><br><span class="quiet small">{}</span>',
            reverse("request", args=[record.request.public_id]),
            names,
            record.request.reference,
        )

    def render_what(self, record: Any) -> str:
        """The subjects that this result is about."""
        part = [self.subjects.get(slug, slug) for slug in record.subjects]
        return ", ".join(part or record.subject_names or []) or "–"

    def render_trimester(self, record: MatchingResult) -> str:
        """ "T1"."""
        return f"T{record.request.trimester}" if record.request.trimester else "–"

    def render_status(self, record: MatchingResult) -> str:
        """The word with its shape, and why it was skipped."""
        return render_to_string("matching/outcome/_status_cell.html", {"result": record})

    def render_school(self, record: MatchingResult) -> str:
        """The school, and where it stood in the preferences; a dash without one."""
        if record.school is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}</span>',
            reverse("school_detail", args=[record.school.public_id]),
            record.school,
            rank_words(record.rank),
        )

    def render_km(self, record: MatchingResult) -> str:
        """How far it is."""
        return km_words(record.hectometres) or "–"

    def render_now(self, record: MatchingResult) -> str:
        """Where the request stands today."""
        return render_to_string("matching/outcome/_now_cell.html", {"request": record.request})

    def count_words(self) -> str:
        """How many there are, in words."""
        count: int = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d resultaat", "%(n)d resultaten", count) % {"n": count}
